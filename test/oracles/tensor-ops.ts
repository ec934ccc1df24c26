import { type Tensor, zeros } from '#lib/tensor'

/** Slow, obvious loops over nested arrays, in float64: what the tests of stage 1 expect. */
export type Rows = number[][]

export function rowsOf(x: Tensor): Rows {
  const [M, N] = x.shape
  const rows: Rows = []
  for (let i = 0; i < M; i++) {
    rows.push([])
    for (let j = 0; j < N; j++) rows[i].push(x.data[i * N + j])
  }
  return rows
}

/** like: the dtype of this tensor; columns: of a matrix without rows */
export function fromRows(rows: Rows, like: Tensor, columns = rows[0]?.length ?? 0): Tensor {
  const y = zeros([rows.length, columns], like)
  rows.forEach((row, i) => y.data.set(row, i * columns))
  return y
}

export function transpose(x: Tensor): Tensor {
  const rows = rowsOf(x)
  const turned: Rows = []
  for (let j = 0; j < x.shape[1]; j++) turned.push(rows.map((row) => row[j]))
  return fromRows(turned, x, x.shape[0])
}

export function matmul(a: Tensor, b: Tensor): Tensor {
  const [A, B] = [rowsOf(a), rowsOf(b)]
  const product: Rows = []
  for (let m = 0; m < a.shape[0]; m++) {
    product.push([])
    for (let n = 0; n < b.shape[1]; n++) {
      let sum = 0
      for (let k = 0; k < a.shape[1]; k++) sum += A[m][k] * B[k][n]
      product[m].push(sum)
    }
  }
  return fromRows(product, a, b.shape[1])
}

/** b stretched to the shape of x, then entry by entry */
export function broadcast(x: Tensor, b: Tensor, f: (x: number, b: number) => number): Tensor {
  const [B, K] = x.shape
  const perRow = b.shape.length === 2 && b.shape[1] === 1 && b.shape[0] === B
  const result: Rows = []
  for (let n = 0; n < B; n++) {
    result.push([])
    for (let j = 0; j < K; j++) result[n].push(f(x.data[n * K + j], perRow ? b.data[n] : b.data[j]))
  }
  return fromRows(result, x, K)
}

export function sum(x: Tensor, axis: 0 | 1): Tensor {
  return reduced(x, axis, (values) => values.reduce((total, v) => total + v, 0))
}

export function max(x: Tensor, axis: 0 | 1): Tensor {
  return reduced(x, axis, (values) => values.reduce((best, v) => Math.max(best, v), -Infinity))
}

function reduced(x: Tensor, axis: 0 | 1, f: (values: number[]) => number): Tensor {
  const rows = rowsOf(x)
  const columns = Array.from({ length: x.shape[1] }, (_, j) => rows.map((row) => row[j]))
  const Floats = x.data instanceof Float32Array ? Float32Array : Float64Array
  return { shape: axis === 0 ? [x.shape[1]] : [x.shape[0], 1], data: Floats.from((axis === 0 ? columns : rows).map(f)) }
}

export function argmax(x: Tensor): number[] {
  return rowsOf(x).map((row) => row.indexOf(Math.max(...row)))
}
