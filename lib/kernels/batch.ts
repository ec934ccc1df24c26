import type { Tensor } from '#lib/tensor'
import type { Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'
import { ownGetter } from './wasm-tensor.ts'
import type { CsrMatrix } from './csr.ts'

/** A batch of sparse rows. To its reader it is a record { shape, data }; `data` is a dense copy, made when it is first read. */
export class Batch implements Tensor {
  readonly shape: readonly number[]
  declare readonly data: Float32Array
  readonly #kernels: Kernels
  readonly #owner: object
  readonly #of: CsrMatrix
  readonly #rows: Pointer
  #isWhole = false
  #dense?: Float32Array

  constructor(kernels: Kernels, owner: object, of: CsrMatrix, rows: Pointer, count: number) {
    this.shape = [count, of.shape[1]]
    Object.defineProperty(this, 'data', numbers)
    ;[this.#kernels, this.#owner, this.#of, this.#rows] = [kernels, owner, of, rows]
  }

  /** the arena of its step: see Arena.of */
  get owner(): object {
    return this.#owner
  }

  get of(): CsrMatrix {
    return this.#of
  }

  get rows(): Pointer {
    return this.#rows
  }

  /** all rows, in their order */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** Its reader may have written into `data`: from then on those are its numbers. */
  get isRead(): boolean {
    return this.#dense !== undefined
  }

  /** It becomes another batch of as many rows. */
  renew(isWhole: boolean): void {
    this.#isWhole = isWhole
    this.#dense = undefined
  }

  dense(): Float32Array {
    return (this.#dense ??= this.#densely())
  }

  #densely(): Float32Array {
    const [B, K] = this.shape
    const { starts, entries, values, count, shape } = this.#of
    const start = this.#kernels.uint32(starts, shape[0] + 1)
    const number = this.#kernels.float32(values, count)
    const dense = new Float32Array(B * K)
    this.#kernels.uint32(this.#rows, B).forEach((row, n) => {
      const pairs = this.#kernels.uint16(entries + 4 * start[row], 2 * (start[row + 1] - start[row]))
      for (let e = 0; e < pairs.length; e += 2) dense[n * K + pairs[e]] += number[pairs[e + 1] / 4]
    })
    return dense
  }
}

const numbers = ownGetter(function (this: Batch) {
  return this.dense()
})
