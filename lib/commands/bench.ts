import { resolve } from 'node:path'
import type * as program from '../bench/program.ts'
import { type Peers, pythonPeers, tfjsPeer } from '../bench/peers.ts'
import { type Contestant, measured } from '../bench/rounds.ts'
import { table } from '../bench/table.ts'
import { works } from '../bench/works.ts'
import { bundle } from '../course/bundle.ts'
import { resolver } from '../course/resolver.ts'
import { treeAt } from '../course/trees.ts'
import { type Files, mnist, rawFiles } from '../data/mnist.ts'
import { writeWhole } from '../data/write.ts'
import { kernelsHere } from '../kernels/files.ts'
import { median } from '../training/median.ts'
import { ladder } from '../pictures/ladder.ts'
import { type Command, UsageError, whole } from './command.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run bench',
  about:
    'Measures training and products, each in several interleaved rounds: plain TypeScript, the kernels, and with --peers other libraries.',
  options: {
    code: {
      value: 'solutions|katas|DIR',
      about: 'whose code is measured; the reference stands in for empty exercises',
    },
    works: { value: 'W1,W2,…', about: `which of ${works.map(({ id }) => id).join(', ')}, gemm and chain (all)` },
    rounds: { value: 'N', about: 'how often each is measured, one after the other (5)' },
    peers: { about: 'PyTorch, JAX and numpy as well, those that are installed' },
    python: { value: 'PATH', about: 'of whom the peers are asked (python3)' },
    tfjs: {
      value: 'DIR',
      about: 'a folder where @tensorflow/tfjs and tfjs-backend-wasm are installed, as one more peer',
    },
    json: { about: 'ends with one line of JSON' },
  },
  async main(given) {
    const rounds = given.number('rounds', 5, 'a whole number of at least 1', whole(1))
    const asked = given.text('works')?.split(',') ?? [...works.map(({ id }) => id), 'gemm', 'chain']
    const unknown = asked.find((id) => id !== 'gemm' && id !== 'chain' && !works.some((work) => work.id === id))
    if (unknown !== undefined)
      throw new UsageError(
        `There is no work “${unknown}”. There are ${works.map(({ id }) => id).join(', ')}, gemm and chain.`,
      )
    const code = given.text('code') ?? 'solutions'
    const files = mnist()
    const plugins = [resolver({ tree: treeAt(code), mode: 'jump-in' })]
    const { module } = await bundle<typeof program>('lib/bench/program.ts', plugins)
    const peers = given.has('peers') ? await peersOf(given.text('python') ?? 'python3', given.text('tfjs')) : []
    try {
      const { contenders, notes } = await ours(module, files)
      for (const { versions, threads } of peers)
        notes.push(`peers, ${threads} thread${threads > 1 ? 's' : ''}: ${versions.join(', ')}`)
      const rows = await measured(module, contenders, peers, asked, rounds)
      const targets = new Map(works.map(({ id, target }) => [id, target]))
      console.log(`\n${table(rows, targets)}\n\n${notes.join('\n')}`)
      const picture = resolve('.out/bench/ladder.svg')
      writeWhole(picture, ladder(rows))
      console.log(`\n${picture}`)
      if (given.has('json'))
        console.log(
          JSON.stringify({ code, rounds, rows: rows.map((row) => ({ ...row, median: median(row.rounds) })), notes }),
        )
      return 0
    } finally {
      for (const peer of peers) peer.close()
    }
  },
}

/** The peers with one thread, and with two: none if this python has none of them. */
async function peersOf(python: string, tfjs: string | undefined): Promise<readonly Peers[]> {
  const found: Peers[] = []
  for (const threads of [1, 2]) {
    const peers = await pythonPeers(python, threads)
    if (!peers) {
      console.warn(
        `${python} has none of torch, jax and numpy. Another with --python PATH; nothing is installed by itself.`,
      )
      break
    }
    await peers.ask({ do: 'load', ...rawFiles(), threads })
    found.push(peers)
  }
  if (tfjs === undefined) return found
  const peer = await tfjsPeer(resolve(tfjs))
  if (!peer)
    throw new UsageError(
      `--tfjs wants a folder with @tensorflow/tfjs and @tensorflow/tfjs-backend-wasm in its node_modules, but ${resolve(tfjs)} has none.`,
    )
  await peer.ask({ do: 'load', ...rawFiles() })
  return [...found, peer]
}

/** Ours: the tree's own operations, and lib's kernels. */
async function ours(
  module: typeof program,
  files: Files,
): Promise<{ contenders: readonly Contestant[]; notes: string[] }> {
  const contenders: Contestant[] = [{ name: 'plain TypeScript', threads: 1, contender: module.plainContender(files) }]
  const notes: string[] = []
  for (const [kind, threads] of [
    ['plain', 1],
    ['relaxed', 1],
    ['relaxed', 2],
  ] as const) {
    const kernels = await kernelsHere(kind, threads)
    if (!kernels) continue
    const name = kind === 'relaxed' ? 'kernels, fused multiply-add' : 'kernels'
    contenders.push({ name, threads, contender: module.kernelContender(files, kernels) })
    if (threads > 1) continue
    const { flops, bytes } = module.roofline({ run: kernels.run, allocate: (size) => kernels.scratch(size) })
    notes.push(
      `${name}: at most ${flops.toFixed(1)} GFLOP/s in registers, ${bytes.toFixed(1)} GB/s from memory, on one core`,
    )
  }
  return { contenders, notes }
}
