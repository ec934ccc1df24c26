import type { Tensor } from '#lib/tensor'
import type { Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'
import { ownGetter } from './wasm-tensor.ts'
import type { CsrMatrix } from './csr.ts'

/** Some rows of a CSR matrix. To its reader it is a record { shape, data }; `data` is a dense copy, made when it is first read. */
export class Batch implements Tensor {
  readonly shape: readonly number[]
  declare readonly data: Float32Array
  readonly #kernels: Kernels
  readonly #owner: object
  readonly #matrix: CsrMatrix
  readonly #rows: Pointer
  #isWhole = false
  #dense?: Float32Array

  constructor(kernels: Kernels, owner: object, matrix: CsrMatrix, rows: Pointer, count: number) {
    this.shape = [count, matrix.shape[1]]
    Object.defineProperty(this, 'data', dataProperty)
    ;[this.#kernels, this.#owner, this.#matrix, this.#rows] = [kernels, owner, matrix, rows]
  }

  /** the arena of its step (see Arena.of) */
  get owner(): object {
    return this.#owner
  }

  get matrix(): CsrMatrix {
    return this.#matrix
  }

  get rows(): Pointer {
    return this.#rows
  }

  /** True if it has all rows of the matrix, in order. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** True once `data` was read. The reader may write into it, so `data` has the numbers from then on. */
  get isRead(): boolean {
    return this.#dense !== undefined
  }

  /** Makes it another batch with the same number of rows. */
  reuse(isWhole: boolean): void {
    this.#isWhole = isWhole
    this.#dense = undefined
  }

  toDense(): Float32Array {
    return (this.#dense ??= this.#computeDense())
  }

  #computeDense(): Float32Array {
    const [B, K] = this.shape
    const { entries, valueCount, shape } = this.#matrix
    const rowPointers = this.#kernels.uint32(this.#matrix.rowPointers, shape[0] + 1)
    const values = this.#kernels.float32(this.#matrix.valueTable, valueCount)
    const dense = new Float32Array(B * K)
    this.#kernels.uint32(this.#rows, B).forEach((row, n) => {
      const [from, to] = [rowPointers[row], rowPointers[row + 1]]
      const pairs = this.#kernels.uint16(entries + 4 * from, 2 * (to - from))
      for (let e = 0; e < pairs.length; e += 2) dense[n * K + pairs[e]] += values[pairs[e + 1] / 4]
    })
    return dense
  }
}

const dataProperty = ownGetter(function (this: Batch) {
  return this.toDense()
})
