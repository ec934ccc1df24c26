import type { Labels, Tensor } from '#lib/tensor'
import { fromRows, rowsOf } from './tensor-ops.ts'

/** pᵢ = 1 / Σⱼ exp(xⱼ − xᵢ): the same function, by another road; an overflow here is a probability of 0, as it should be. */
export function softmax(x: Tensor): Tensor {
  const rows = rowsOf(x).map((row) => row.map((xi) => 1 / total(row.map((xj) => exp(xj, xi)))))
  return fromRows(rows, x, x.shape[1])
}

export function logSumExp(x: Tensor): number[] {
  return rowsOf(x).map((row) => {
    const m = Math.max(...row)
    return m + Math.log(total(row.map((xj) => exp(xj, m))))
  })
}

export function logSoftmax(x: Tensor): Tensor {
  const lse = logSumExp(x)
  return fromRows(
    rowsOf(x).map((row, n) => row.map((xi) => xi - lse[n])),
    x,
    x.shape[1],
  )
}

/** The Jacobian of one row, written out: ∂pᵢ/∂xⱼ */
export function jacobian(p: number[]): number[][] {
  return p.map((pi, i) => p.map((pj, j) => (i === j ? pi * (1 - pj) : -pi * pj)))
}

/** dx = Jᵀ·dp, row by row */
export function softmaxBack(x: Tensor, dp: Tensor): Tensor {
  const p = rowsOf(softmax(x))
  const rows = rowsOf(dp).map((d, n) => {
    const J = jacobian(p[n])
    return d.map((_, j) => total(d.map((di, i) => di * J[i][j])))
  })
  return fromRows(rows, x, x.shape[1])
}

export function crossEntropy(p: Tensor, labels: Labels, weights: readonly number[] = ones(p)): number {
  const rows = rowsOf(p)
  return total(rows.map((row, n) => -weights[labels[n]] * Math.log(row[labels[n]]))) / rows.length
}

export function crossEntropyFromLogits(x: Tensor, labels: Labels, weights: readonly number[] = ones(x)): number {
  const lse = logSumExp(x)
  const rows = rowsOf(x)
  return total(rows.map((row, n) => weights[labels[n]] * (lse[n] - row[labels[n]]))) / rows.length
}

/** dL/dx of crossEntropyFromLogits: w·(p − y)/B, entry by entry; 0 is never −0 */
export function crossEntropyBack(x: Tensor, labels: Labels, weights: readonly number[] = ones(x)): Tensor {
  const p = rowsOf(softmax(x))
  const rows = p.map((row, n) =>
    row.map((pj, j) => (weights[labels[n]] * (pj - (j === labels[n] ? 1 : 0))) / p.length + 0),
  )
  return fromRows(rows, x, x.shape[1])
}

function exp(x: number, minus: number): number {
  return x === -Infinity ? 0 : Math.exp(x - minus)
}

function ones(x: Tensor): number[] {
  return Array.from({ length: x.shape[1] }, () => 1)
}

function total(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0)
}
