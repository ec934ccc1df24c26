import { resolve } from 'node:path'
import { type Peers, pythonPeers, tfjsPeer } from '../bench/peers.ts'
import { ours, programOf } from '../bench/contenders.ts'
import { measureRounds } from '../bench/rounds.ts'
import { table } from '../bench/table.ts'
import { works } from '../bench/workloads.ts'
import { solutions } from '../course/trees.ts'
import { mnist, rawFiles } from '../data/mnist.ts'
import { writeFileAtomic } from '../files.ts'
import { median } from '../stats.ts'
import { ladder } from '../bench/ladder.ts'
import { type Command, UsageError, asUsage, findTree, whole } from './command.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run bench',
  about:
    'Measures training and products, each in several interleaved rounds: plain TypeScript, the kernels, and with --peers other libraries.',
  options: {
    code: {
      value: 'solutions|katas|DIR',
      about: 'whose rungs are measured beside the reference (only those that are done)',
    },
    works: { value: 'W1,W2,…', about: `which of ${works.map(({ id }) => id).join(', ')}, gemm and chain (all)` },
    rounds: { value: 'N', about: 'how often each is measured, one after the other (5)' },
    peers: { about: 'PyTorch, JAX and numpy as well, those that are installed' },
    python: { value: 'PATH', about: 'the Python that runs the peers (python3)' },
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
    const tree = findTree(code)
    const files = asUsage(() => mnist())
    const module = await programOf(solutions)
    const peers = given.has('peers') ? await peersOf(given.text('python') ?? 'python3', given.text('tfjs')) : []
    try {
      const { contenders, notes, roof } = await ours(module, files, tree, code)
      for (const { versions, threads } of peers)
        notes.push(`peers, ${threads} thread${threads > 1 ? 's' : ''}: ${versions.join(', ')}`)
      const rows = await measureRounds(module, contenders, peers, asked, rounds)
      const targets = new Map(works.map(({ id, target }) => [id, target]))
      console.log(`\n${table(rows, { targets, roof })}\n\n${notes.join('\n')}`)
      const picture = resolve('.out/bench/ladder.svg')
      writeFileAtomic(picture, ladder(rows))
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

/** The peers on one thread and on two. Returns none if this Python has none of them. */
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
