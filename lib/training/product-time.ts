import type { Products, Tensor } from '#lib/tensor'
import { bundle } from '../resolve/bundle.ts'
import { resolver } from '../resolve/resolver.ts'
import { solutions } from '../course/trees.ts'
import { originsOf } from './code-origin.ts'
import { weightsOf } from './layer.ts'
import { median } from '../stats.ts'
import type * as entry from './product.ts'
import type { Report } from './results.ts'

/** What the products of one step are taken of. */
export interface Step {
  /** (N, I): the first layer is given these rows */
  readonly images: Tensor
  /** W: (I, O), of each layer */
  readonly weights: readonly Tensor[]
  /** rows of a step */
  readonly batch: number
}

/** so many rows are timed, at most */
const most = 256

/** The seconds that the products of one step of these rows take: x·W and xᵀ·dy of each layer, and dy·Wᵀ of each but the first. */
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

/** The median of some calls, which are stopped after a twentieth of a second. */
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
 * A sentence for a training that spent its time in a learner's 1.5: how long, and how long the reference's would take. Theirs was
 * measured in the training; how many times as fast the reference's are is measured now, on the same inputs. Nothing if 1.5 is
 * not theirs, or if another product stood in for it.
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

/** The sentence, of the seconds in their products, and how much of that the reference's take: nothing unless that is less than a third. */
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
