import type { Tensor } from '#lib/tensor'
import { type Layer, parametersOf, weightsOf } from './layer.ts'

/** Measurements of a network on unseen images, apart from its predictions. */
export interface Probe {
  /** the mean of −ln p[label], where p = softmax(outputs) */
  readonly loss: number
  /** the same, where p = softmax(softmax(outputs)) */
  readonly lossOfTwo: number
  /** each row of the outputs is a distribution: no entry below 0, and a sum of 1 */
  readonly areProbabilities: boolean
  /** the mean of the largest p */
  readonly confidence: number
  /** of each hidden layer: how many of its units are 0 for every image */
  readonly silent: readonly { readonly units: number; readonly of: number }[]
  /** of each layer: ‖W − W₀‖ / ‖W₀‖, where W are its weights, and W₀ those before training */
  readonly moved: readonly number[]
}

/** This many images are enough. */
const most = 1000

/** Looks at a network layer by layer. `before`: the weights of each layer before training. */
export function probe(
  chain: readonly Layer[],
  { images, labels }: { readonly images: Tensor; readonly labels: ArrayLike<number> },
  before: readonly Numbers[],
): Probe {
  const [N, pixels] = images.shape
  const B = Math.min(most, N)
  let h: Tensor = { shape: [B, pixels], data: images.data.subarray(0, B * pixels) }
  const silent: { units: number; of: number }[] = []
  chain.forEach((layer, l) => {
    h = layer(h)
    if (l < chain.length - 1) silent.push(silentUnits(h))
  })
  const moved = chain.map((layer, l) => distance(weightsOf(parametersOf(layer)).data, before[l].data))
  return { ...lookAtOutputs(h, labels), silent, moved }
}

interface Numbers {
  readonly data: ArrayLike<number>
}

/** data: (B, …, O): a unit is an entry of the last axis, at every place of the others */
function silentUnits({ shape, data }: Tensor): { units: number; of: number } {
  const O = shape[shape.length - 1]
  const isAwake = new Uint8Array(O)
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) isAwake[i % O] = 1
  return { units: isAwake.filter((awake) => awake === 0).length, of: O }
}

function lookAtOutputs({ shape: [B, K], data }: Tensor, labels: ArrayLike<number>) {
  let [loss, lossOfTwo, confidence, areProbabilities] = [0, 0, 0, true]
  for (let n = 0; n < B; n++) {
    const row = Array.from({ length: K }, (_, j) => data[n * K + j])
    const p = softmax(row)
    loss += outputLoss(row, labels[n]) / B
    lossOfTwo += outputLoss(p, labels[n]) / B
    confidence += Math.max(...p) / B
    const isDistribution = row.every((v) => v >= 0) && Math.abs(row.reduce((sum, v) => sum + v, 0) - 1) < 1e-3
    areProbabilities &&= isDistribution
  }
  return { loss, lossOfTwo, confidence, areProbabilities }
}

/** −ln softmax(x)[label] = ln Σ eˣ − x[label] */
export function outputLoss(x: readonly number[], label: number): number {
  const top = Math.max(...x)
  return top + Math.log(x.reduce((sum, v) => sum + Math.exp(v - top), 0)) - x[label]
}

function softmax(x: readonly number[]): number[] {
  const top = Math.max(...x)
  const e = x.map((v) => Math.exp(v - top))
  const sum = e.reduce((total, v) => total + v, 0)
  return e.map((v) => v / sum)
}

/** ‖a − b‖ / ‖b‖      b = 0: ∞, or 0 if a is 0 too */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, size] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    difference += (a[i] - b[i]) ** 2
    size += b[i] ** 2
  }
  return difference === 0 ? 0 : Math.sqrt(difference / size)
}
