import type { Labels, Tensor } from '#lib/tensor'
import { crossEntropyBack, crossEntropyFromLogits } from './softmax.ts'
import { fromRows, matmul, rowsOf, sum, transpose } from './tensor-ops.ts'

/** A network of relu layers with a last layer without: its weights, and the gradient worked out link by link. */
export interface Layer {
  readonly W: Tensor
  readonly b: Tensor
}

export function dense(x: Tensor, { W, b }: Layer): Tensor {
  const rows = rowsOf(matmul(x, W)).map((row) => row.map((v, j) => v + b.data[j]))
  return fromRows(rows, x, W.shape[1])
}

export function denseBack(x: Tensor, { W }: Layer, dy: Tensor): { dx: Tensor; dW: Tensor; db: Tensor } {
  return { dx: matmul(dy, transpose(W)), dW: matmul(transpose(x), dy), db: sum(dy, 0) }
}

export function relu(x: Tensor): Tensor {
  return { shape: x.shape, data: x.data.map((v) => Math.max(0, v)) }
}

export function reluBack(x: Tensor, dy: Tensor): Tensor {
  return { shape: x.shape, data: dy.data.map((d, i) => (x.data[i] > 0 ? d : 0)) }
}

export interface Backward {
  readonly logits: Tensor
  readonly loss: number
  /** before each activation, first layer to last */
  readonly z: readonly Tensor[]
  readonly layers: readonly { dx: Tensor; dz: Tensor; dy: Tensor; dW: Tensor; db: Tensor }[]
}

/** forward and back through relu layers and a last linear one, with softmax and cross-entropy behind */
export function backward(layers: readonly Layer[], x: Tensor, labels: Labels): Backward {
  const inputs = [x]
  const z = layers.map((layer, l) => {
    const before = dense(inputs[l], layer)
    inputs.push(l < layers.length - 1 ? relu(before) : before)
    return before
  })
  const logits = inputs[layers.length]
  let dy = crossEntropyBack(logits, labels)
  const backs: Backward['layers'][number][] = []
  for (let l = layers.length - 1; l >= 0; l--) {
    const dz = l < layers.length - 1 ? reluBack(z[l], dy) : dy
    const back = denseBack(inputs[l], layers[l], dz)
    backs[l] = { ...back, dz, dy }
    dy = back.dx
  }
  return { logits, loss: crossEntropyFromLogits(logits, labels), z, layers: backs }
}

/** Does some unit before a relu lie so close to 0 that a difference quotient would step over the kink? */
export function nearKink(z: readonly Tensor[]): boolean {
  return z.slice(0, -1).some(({ data }) => data.some((v) => Math.abs(v) < 1e-3))
}

/** Plain gradient descent in the order of the file, in place: the mean loss of each batch, as it was before its step. */
export function descend(
  layers: readonly Layer[],
  images: Tensor,
  labels: Labels,
  batchSize: number,
  epochs: number,
  rate: number,
): number[] {
  const rows = rowsOf(images)
  const losses: number[] = []
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let from = 0; from < rows.length; from += batchSize) {
      const x = fromRows(rows.slice(from, from + batchSize), images)
      const y = Array.from(labels).slice(from, from + batchSize)
      const { loss, layers: back } = backward(layers, x, y)
      losses.push(loss)
      layers.forEach(({ W, b }, l) => {
        for (let i = 0; i < W.data.length; i++) W.data[i] -= rate * back[l].dW.data[i]
        for (let i = 0; i < b.data.length; i++) b.data[i] -= rate * back[l].db.data[i]
      })
    }
  }
  return losses
}
