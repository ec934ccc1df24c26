import type { Products, Tensor } from '#lib/tensor'
import { bundle } from '../resolve/bundle.ts'
import { resolver } from '../resolve/resolver.ts'
import { solutions } from '../course/trees.ts'
import { originsOf } from './code-origin.ts'
import { weightsOf } from './layer.ts'
import { median } from '../stats.ts'
import type * as entry from './product.ts'
import type { Report } from './results.ts'

/** The inputs of the products of one step. */
export interface Step {
  /** (N, I), the rows for the first layer */
  readonly images: Tensor
  /** W: (I, O), of each layer */
  readonly weights: readonly Tensor[]
  /** the number of rows in a step */
  readonly batch: number
}

/** the maximal number of rows that are timed */
const most = 256

/** Times the products of one step, in seconds: x·W and xᵀ·dy of each layer, and dy·Wᵀ of each layer but the first. */
export function secondsOfStep({ AB, AtB, ABt }: Products, { images, weights, batch }: Step): number {
  const B = Math.min(batch, most, images.shape[0])
  let x: Tensor = { shape: [B, images.shape[1]], data: images.data.subarray(0, B * images.shape[1]) }
  let total = 0
  for (const [l, W] of weights.entries()) {
    const [input, y] = [x, AB(x, W)]
    total += secondsOf(() => void AB(input, W)) + secondsOf(() => void AtB(input, y))
    if (l > 0) total += secondsOf(() => void ABt(y, W))
    x = { shape: y.shape, data: y.data.map((v) => Math.max(0, v)) }
  }
  return total
}

/** The median time of a call, over as many calls as fit into a twentieth of a second. */
function secondsOf(call: () => void): number {
  const times: number[] = []
  for (let left = 0.05; left > 0 && times.length < 25; left -= times[times.length - 1]) {
    const began = performance.now()
    call()
    times.push((performance.now() - began) / 1000)
  }
  return median(times)
}

/**
 * Compares the learner's products of 1.5 with the reference's, after a training that used them. The learner's time was
 * measured in the training. The ratio is measured now, on the same inputs. Returns no sentence if the training did not
 * use the learner's 1.5.
 */
export async function compareProducts(
  { origins, outcome }: Pick<Report, 'origins' | 'outcome'>,
  tree: string,
): Promise<string[]> {
  const { seconds, weights, images, batch } = outcome
  const isTheirs = originsOf(origins, 'yours').some(({ exercise }) => exercise.slug === 'tensor-ops/matmul')
  if (!isTheirs || seconds.products < 3) return []
  const step = { images, weights: weights.map(weightsOf), batch }
  const [own, reference] = [await productsOf(tree), await productsOf(solutions)]
  return describeProducts(seconds.products, secondsOfStep(reference, step) / secondsOfStep(own, step))
}

/**
 * The sentences about the seconds in the learner's products, and the share that the reference would take. Returns none
 * if the share is more than a third.
 */
export function describeProducts(seconds: number, share: number): string[] {
  if (share > 1 / 3) return []
  return [
    `${seconds.toFixed(0)} s of this were spent in the products of 1.5; those of the reference take about ${(seconds * share).toPrecision(2)} s.`,
    'Stage 9 makes them faster.',
  ]
}

async function productsOf(tree: string): Promise<Products> {
  const { module } = await bundle<typeof entry>('lib/training/product.ts', [resolver({ tree, mode: 'filled' })])
  return module.products
}
