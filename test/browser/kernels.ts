import { network } from '#kata/6-mnist/3-glorot.ts'
import { plain, train } from '#kata/6-mnist/5-train.ts'
import { createRandom } from '#lib/random'
import { writeIdx } from '../../lib/data/idx.ts'
import { syntheticDigits } from '../../lib/data/synthetic.ts'
import { Kernels } from '../../lib/kernels/kernels.ts'
import { kernelOperations } from '../../lib/kernels/operations.ts'
import { load, loadSparse } from '../../lib/training/load.ts'

/** What the page found: one training on the kernels, one in plain TypeScript, in this engine. */
export interface Found {
  readonly kind: string
  readonly steps: number
  /** the largest difference between two losses of the same step, and between two weights */
  readonly losses: number
  readonly weights: number
}

async function compiled(kind: string): Promise<Uint8Array> {
  const answer = await fetch(`/lib/kernels/built/${kind}.wasm`)
  return new Uint8Array(await answer.arrayBuffer())
}

async function find(): Promise<Found> {
  const kernels = await Kernels.of({ relaxed: await compiled('relaxed'), plain: await compiled('plain') })
  if (!kernels) throw new Error('this engine has no SIMD')
  const digits = syntheticDigits(300, createRandom(1))
  const files = [writeIdx([300, 28, 28], digits.pixels), writeIdx([300], digits.labels)] as const
  const operations = kernelOperations(kernels, plain)
  const [ours, theirs] = [network([784, 30, 10], createRandom(2), operations), network([784, 30, 10], createRandom(2))]
  const recipe = () => ({ epochs: 3, batchSize: 32, rate: 0.1, rng: createRandom(3) })
  const losses = [...train(ours, loadSparse(...files, operations), recipe(), operations)].map(({ loss }) => loss)
  const truth = [...train(theirs, load(...files), recipe())].map(({ loss }) => loss)
  const numbers = (chain: typeof ours): number[] => chain.flatMap(({ W, b }) => [...W.data, ...b.data])
  const expected = numbers(theirs)
  return {
    kind: kernels.kind,
    steps: losses.length,
    losses: Math.max(...losses.map((loss, i) => Math.abs(loss - truth[i]))),
    weights: Math.max(...numbers(ours).map((w, i) => Math.abs(w - expected[i]))),
  }
}

find().then(
  (found) => Object.assign(globalThis, { found }),
  (error: unknown) => Object.assign(globalThis, { found: { error: String(error) } }),
)
