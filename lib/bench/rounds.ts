import { mkdirSync, writeFileSync } from 'node:fs'
import { root } from '../course/trees.ts'
import type { Peers } from './peers.ts'
import type * as program from './program.ts'
import type { Row } from './table.ts'
import { type Workload, flopsOf, stepsOf, title, works } from './workloads.ts'

export interface BenchEntry {
  readonly name: string
  readonly threads: number
  readonly contender: program.Contender
  /** True: it is measured in the first and last round alone, without warm-up, and over a part of its steps. */
  readonly isSlow: boolean
  /** the only workload in which it differs from another contender, and so the only one to measure */
  readonly only?: string
  /** the contender that does the same with plain steps */
  readonly base?: string
}

/** The time limit of one measurement, in seconds. A run that is not finished by then is scaled up. */
const patience = { fast: 20, slow: 2 }
const images = 60_000

/** Measures every requested workload with every contender, in several interleaved rounds. */
export async function measureRounds(
  module: typeof program,
  contenders: readonly BenchEntry[],
  peers: readonly Peers[],
  asked: readonly string[],
  rounds: number,
): Promise<Row[]> {
  const rows: Row[] = []
  const add: Add = (row, value) => {
    const known = rows.find(
      (one) => one.work === row.work && one.contender === row.contender && one.threads === row.threads,
    )
    if (known) known.rounds.push(value)
    else rows.push({ ...row, rounds: [value] })
  }
  for (const work of works.filter(({ id }) => asked.includes(id))) {
    const files = initialState(module, work)
    for (let round = 0; round <= rounds; round++) {
      process.stderr.write(`\r${work.id}: round ${round} of ${rounds} `)
      trainOurs(work, contenders, round, rounds, add)
      await trainPeers(work, peers, files, round, add)
    }
  }
  for (let round = 0; asked.includes('gemm') && round < rounds; round++) {
    await multiply([512, 784, 128], contenders, peers, round, add)
    await multiply([1024, 1024, 1024], contenders, peers, round, add)
  }
  for (let round = 0; asked.includes('chain') && round < rounds; round++) await descend(module, peers, add)
  process.stderr.write('\r'.padEnd(30))
  return rows
}

type Add = (row: Omit<Row, 'rounds'>, value: number) => void

/** Writes the initial weights and the order of the images as files, since all contenders share them. */
function initialState(module: typeof program, work: Workload): { weights: string; order: string } {
  const folder = `${root}/.out/bench`
  mkdirSync(folder, { recursive: true })
  const { weights, order } = module.initialState(work, images)
  const files = { weights: `${folder}/${work.id}-weights.bin`, order: `${folder}/${work.id}-order.bin` }
  writeFileSync(files.weights, weights)
  writeFileSync(files.order, order)
  return files
}

/** Runs one round. Round 0 is a warm-up, and not counted. */
function trainOurs(work: Workload, contenders: readonly BenchEntry[], round: number, rounds: number, add: Add): void {
  for (const { name, threads, contender, isSlow, only, base } of contenders) {
    if (only !== undefined && only !== work.id) continue
    if (isSlow && round !== 1 && round !== rounds) continue
    const { seconds, ...rest } = contender.measure(work, isSlow ? patience.slow : patience.fast)
    const row = { ...describeWork(work), contender: name, threads, isPeer: false, base, ...rest }
    if (round > 0) add(row, seconds)
  }
}

function describeWork(work: Workload): Pick<Row, 'work' | 'title' | 'flops'> {
  return { work: work.id, title: title(work), flops: flopsOf(work, images) }
}

async function trainPeers(
  work: Workload,
  peers: readonly Peers[],
  files: { weights: string; order: string },
  round: number,
  add: Add,
): Promise<void> {
  const steps = stepsOf(work, images)
  const request = { do: 'run', ...files, layers: work.layers, rate: work.rate, steps, id: work.id }
  for (const { names, threads, ask } of peers) {
    for (const peer of names) {
      const answer = await ask({ ...request, peer, batch: Math.min(work.batch, images) })
      if (typeof answer.seconds !== 'number' || round === 0) continue
      const memory = typeof answer.memory === 'number' ? answer.memory : undefined
      const said = { loss: Number(answer.final), scaled: answer.scaled === true, memory }
      const row = { ...describeWork(work), contender: peer, threads, isPeer: true, ...said }
      add(row, work.per === 'step' ? answer.seconds / steps : answer.seconds)
    }
  }
}

async function multiply(
  [M, K, N]: readonly [number, number, number],
  contenders: readonly BenchEntry[],
  peers: readonly Peers[],
  round: number,
  add: Add,
): Promise<void> {
  const about = { work: `${M}×${K}×${N}`, title: 'dense matmul, GFLOP/s', higher: true }
  const flops = 2e-9 * M * K * N
  for (const { name, threads, contender, isSlow } of contenders.filter(({ only }) => only === undefined)) {
    if (isSlow && round > 0) continue
    add({ ...about, contender: name, threads, isPeer: false }, flops / contender.matmul(M, K, N))
  }
  for (const { names, threads, ask } of peers) {
    for (const peer of names) {
      const { seconds } = await ask({ do: 'matmul', peer, M, K, N })
      if (typeof seconds === 'number') add({ ...about, contender: peer, threads, isPeer: true }, flops / seconds)
    }
  }
}

async function descend(module: typeof program, peers: readonly Peers[], add: Add): Promise<void> {
  const about = { work: 'W6', title: 'the chain of four links, µs per gradient step', isPeer: false, threads: 1 }
  add({ ...about, contender: 'plain TypeScript' }, module.chainGradient())
  add({ ...about, contender: 'in place, by lib' }, module.chainInPlace())
  for (const { names, threads, ask } of peers.filter((peer) => peer.threads === 1)) {
    for (const peer of names) {
      const { seconds } = await ask({ do: 'chain', peer })
      if (typeof seconds === 'number') add({ ...about, contender: peer, threads, isPeer: true }, 1e6 * seconds)
    }
  }
}
