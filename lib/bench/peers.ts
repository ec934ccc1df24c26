import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root } from '../course/trees.ts'

/** Other libraries in a process of their own, which answers one request at a time (see peers.py). */
export interface Peers {
  readonly threads: number
  readonly names: readonly string[]
  readonly versions: readonly string[]
  ask(request: Record<string, unknown>): Promise<Record<string, unknown>>
  close(): void
}

/** Those of PyTorch, JAX and NumPy that this Python has. */
export const pythonPeers = (python: string, threads: number): Promise<Peers | undefined> =>
  startPeers([python, `${root}/lib/bench/peers.py`], threads)

/** TensorFlow.js, installed separately in this folder. */
export const tfjsPeer = (folder: string): Promise<Peers | undefined> =>
  startPeers([process.execPath, `${root}/lib/bench/tfjs.mjs`, folder], 1)

/** Starts a process. Returns undefined if the program or all of the libraries are missing. */
async function startPeers([program, ...args]: readonly string[], threads: number): Promise<Peers | undefined> {
  const count = String(threads)
  const env = {
    ...process.env,
    KATA_THREADS: count,
    OMP_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
  }
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
  const ask = asker(child)
  try {
    const { peers } = (await ask({ do: 'hello' })) as { peers: { name: string; version: string }[] }
    if (peers.length === 0) return undefined
    return {
      threads,
      names: peers.map(({ name }) => name),
      versions: [...new Set(peers.map(({ name, version }) => `${name.split(' ')[0]} ${version}`))],
      ask,
      close: () => void child.kill(),
    }
  } catch {
    return undefined
  }
}

function asker(child: ChildProcess): Peers['ask'] {
  const waiting: { resolve: (answer: Record<string, unknown>) => void; reject: (error: Error) => void }[] = []
  const fail = (): void => {
    for (const { reject } of waiting.splice(0)) reject(new Error('the peers’ process has ended'))
  }
  child.on('error', fail)
  child.on('exit', fail)
  child.stdin?.on('error', fail)
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)))
  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      child.stdin?.write(`${JSON.stringify(request)}\n`)
    })
}
