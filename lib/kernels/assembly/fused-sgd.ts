/** Fused SGD: forward pass, loss, gradient and update of one layer at batch size 1, many steps per call from JavaScript. */
import { prefetchRows } from './prefetch'
import { axpy } from './layers'
import { softmaxCrossEntropy } from './loss'
import { scatterGradient } from './scatter'
import { spmm } from './spmm'

/**
 * SGD steps for n = 0 … B − 1, where x is row rows[n] of the CSR matrix (see spmm.ts) and labels[rows[n]] is its label:
 *
 *   z = x·W + b
 *   losses[n] = −ln softmax(z)[label]
 *   dz = softmax(z) − onehot(label)
 *   W ← W − rate · xᵀ·dz
 *   b ← b − rate · dz
 *
 * W: (I, O), O ≥ 4   b, z, dz: (O)   labels: one byte per row of the matrix   losses: (B), float64
 * scaledTable: the value table times −rate
 *
 * Returns the number of steps taken. It is less than B if the next loss is not finite; that step is not taken.
 * The results equal those of the separate kernels bit for bit.
 */
export function fusedSgd(
  B: i32,
  I: i32,
  O: i32,
  rows: usize,
  rowPointers: usize,
  entries: usize,
  valueTable: usize,
  scaledTable: usize,
  labels: usize,
  W: usize,
  b: usize,
  rate: f32,
  z: usize,
  dz: usize,
  losses: usize,
): i32 {
  prefetchRows(0, 1, B, rows, rowPointers, entries)
  for (let n = 0; n < B; n++) {
    const row = rows + ((<usize>n) << 2)
    spmm(0, 1, 0, I, I, row, rowPointers, entries, valueTable, W, b, z, O)
    const loss = softmaxCrossEntropy(0, 1, O, z, labels + <usize>load<u32>(row), dz, 1)
    if (!isFinite(loss)) return n
    store<f64>(losses + ((<usize>n) << 3), loss)
    scatterGradient(0, I, 1, I, row, rowPointers, entries, scaledTable, dz, W, O)
    axpy(0, O, b, dz, -rate)
  }
  return B
}
