import type { Products, Tensor } from '#lib/tensor'
import { bundle } from '../course/bundle.ts'
import { resolver } from '../course/resolver.ts'
import { solutions } from '../course/trees.ts'
import { ownedBy } from './code-origin.ts'
import { median } from './median.ts'
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

/** so many rows are timed, at most: what more take is in proportion */
const most = 256

/** The seconds that the products of one step take: x·W and xᵀ·dy of each layer, and dy·Wᵀ of each but the first. */
export function secondsOfStep({ AB, AtB, ABt }: Products, { images, weights, batch }: Step): number {
  const B = Math.min(batch, most, images.shape[0])
  let x: Tensor = { shape: [B, images.shape[1]], data: images.data.subarray(0, B * images.shape[1]) }
  let total = 0
  for (const [l, W] of weights.entries()) {
    const y = AB(x, W)
    const input = x
    total += secondsOf(() => void AB(input, W)) + secondsOf(() => void AtB(input, y))
    if (l > 0) total += secondsOf(() => void ABt(y, W))
    x = { shape: y.shape, data: y.data.map((v) => Math.max(0, v)) }
  }
  return (total * batch) / B
}

/** The median of some calls, which are stopped after a twentieth of a second. */
function secondsOf(call: () => void): number {
  const times: number[] = []
  for (let left = 0.05; left > 0 && times.length < 25;) {
    const began = performance.now()
    call()
    times.push((performance.now() - began) / 1000)
    left -= times[times.length - 1]
  }
  return median(times)
}

/**
 * A sentence for a training that spends its time in a learner's 1.5: how long its products took, and how long the reference's
 * would. Nothing if 1.5 is not theirs or not much slower, or if another product stood in for it.
 */
export async function compareProducts(
  { origins, outcome }: Pick<Report, 'origins' | 'outcome'>,
  tree: string,
): Promise<string[]> {
  const { seconds, steps, weights, images, batch } = outcome
  const isTheirs = ownedBy(origins, 'yours').some(({ exercise }) => exercise.slug === 'tensor-ops/matmul')
  if (!isTheirs || seconds.epochs.length === 0) return []
  const step = { images, weights: weights.map(({ W }) => W), batch }
  const [own, usual] = await Promise.all([tree, solutions].map(async (of) => secondsOfStep(await productsOf(of), step)))
  return describeProducts(own * steps.losses.length, usual * steps.losses.length)
}

/** The sentence, of two durations in seconds: nothing below 3 s, and nothing unless theirs is three times the reference's. */
export function describeProducts(own: number, usual: number): string[] {
  if (own < 3 || own < 3 * usual) return []
  return [
    `About ${own.toFixed(0)} s of this were spent in the products of 1.5; those of the reference take about ${usual.toPrecision(2)} s.`,
    'Stage 9 makes them faster.',
  ]
}

async function productsOf(tree: string): Promise<Products> {
  const { module } = await bundle<typeof entry>('lib/training/product.ts', [resolver({ tree, mode: 'filled' })])
  return module.products
}
