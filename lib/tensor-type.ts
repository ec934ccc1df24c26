/**
 * The tensor: a shape and its numbers in one typed array, row after row.
 *
 * Entry [i, j] of a matrix (M, N) is `data[i·N + j]`. A vector (K) is a row; a column is a matrix (B, 1).
 * float64 where something is checked, float32 where something is trained: a result has the dtype of its first input.
 */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float32Array | Float64Array
}

export type Dtype = 'float32' | 'float64'
