/** Gradient descent of one layer, row after row, without going back to JavaScript in between. */
import { fetchRows } from './prefetch'
import { addScaled } from './layers'
import { softmaxCrossEntropy } from './loss'
import { sparseScatter } from './scatter'
import { sparseTimes } from './spmm'

/**
 * For n = 0 … B − 1, with x = row rows[n] and its label: z = x·W + b, losses[n] = −ln softmax(z)[label],
 * dz = softmax(z) − onehot(label), W −= rate · xᵀ·dz, b −= rate · dz. The numbers are those of the kernels called one by one.
 *
 * labels: bytes, one for each row there is   falling: values times −rate   z, dz: room for O numbers   losses: float64   W: (I, O), O ≥ 4
 * Returns how many steps it took: fewer than B where the loss of the next is not finite, which is then not taken.
 */
export function descend(
  B: i32,
  I: i32,
  O: i32,
  rows: usize,
  starts: usize,
  entries: usize,
  values: usize,
  falling: usize,
  labels: usize,
  W: usize,
  b: usize,
  rate: f32,
  z: usize,
  dz: usize,
  losses: usize,
): i32 {
  fetchRows(0, 1, B, rows, starts, entries)
  for (let n = 0; n < B; n++) {
    const row = rows + ((<usize>n) << 2)
    sparseTimes(0, 1, 0, I, I, row, starts, entries, values, W, b, z, O)
    const loss = softmaxCrossEntropy(0, 1, O, z, labels + <usize>load<u32>(row), dz, 1)
    if (!isFinite(loss)) return n
    store<f64>(losses + ((<usize>n) << 3), loss)
    sparseScatter(0, I, 1, I, row, starts, entries, falling, dz, W, O)
    addScaled(0, O, b, dz, -rate)
  }
  return B
}
