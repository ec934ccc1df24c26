/**
 * 9.2  in place: the product is written into the caller's tensor
 *
 *   y[m, n] ← Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)
 *
 * A training takes 18,750 steps with several products each, all of the same few sizes. A new tensor for each product costs
 * an allocation, zeros, and garbage collection. A function that writes into a given tensor has none of these costs.
 *
 * The price is that y is used again and again: it may hold anything, such as the last result or NaN. Write every cell, and
 * use no old value. If y shared memory with a or b, writing a cell of y would overwrite an entry that is read later. Two
 * windows on one buffer that only touch share nothing.
 *
 *   sizesOf(y, a, b)      checks before anything is written; the other rungs use it too
 *
 * The laws: those of 1.5, whatever y held before. The promise: matmulInto allocates nothing, however often it is called.
 *
 * 15 minutes.
 */
import { type Tensor, ShapeError, ValueError, matrixShape } from '#lib/tensor'

type Numbers = Tensor['data']

/** [M, K, N]      shapes do not fit, that of y included: ShapeError that shows all three · y shares memory with a or b: ValueError */
export function sizesOf(y: Tensor, a: Tensor, b: Tensor, who = 'matmulInto'): [M: number, K: number, N: number] {
  const [M, K] = matrixShape(a, who)
  const [inner, N] = matrixShape(b, who)
  const [rows, columns] = matrixShape(y, who)
  if (inner !== K || rows !== M || columns !== N) {
    throw new ShapeError(who, 'y: [M, N], a: [M, K] and b: [K, N]', [y, a, b])
  }
  if (overlap(y.data, a.data) || overlap(y.data, b.data)) {
    throw new ValueError(`${who} wants a y of its own, but it shares memory with a factor: writing y would change it.`)
  }
  return [M, K, N]
}

/** y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before */
export function matmulInto(y: Tensor, a: Tensor, b: Tensor): void {
  const [M, K, N] = sizesOf(y, a, b)
  y.data.fill(0)
  for (let m = 0; m < M; m++) {
    for (let k = 0; k < K; k++) {
      const v = a.data[m * K + k]
      for (let n = 0; n < N; n++) y.data[m * N + n] += v * b.data[k * N + n]
    }
  }
}

/** True if p and q are windows on one buffer and have a byte in common: the later begin is before the earlier end. */
function overlap(p: Numbers, q: Numbers): boolean {
  const begin = Math.max(p.byteOffset, q.byteOffset)
  const end = Math.min(p.byteOffset + p.byteLength, q.byteOffset + q.byteLength)
  return p.buffer === q.buffer && begin < end
}
