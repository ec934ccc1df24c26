import { type Tensor, size } from '#lib/tensor'
import type { Pointer } from './exports.ts'
import type { Kernels } from './kernels.ts'
import type { Sparse } from './sparse.ts'

/** A tensor whose numbers lie in the kernels’ memory. */
export class Placed implements Tensor {
  readonly shape: readonly number[]
  readonly at: Pointer
  /** how many numbers there are */
  readonly length: number
  protected readonly kernels: Kernels
  #view?: Float32Array

  constructor(kernels: Kernels, shape: readonly number[], at: Pointer) {
    ;[this.kernels, this.shape, this.at] = [kernels, shape, at]
    this.length = size(shape)
  }

  get data(): Float32Array {
    // a memory that has grown leaves its old views empty
    if (this.#view?.buffer === this.kernels.bytes.buffer) return this.#view
    return (this.#view = this.kernels.float32(this.at, this.length))
  }
}

/** columns of a panel */
export const wide = 32

/**
 * Weights in panels of 32 columns, as products with sparse rows want them: see assembly/panels.ts.
 *
 * Whoever reads `data` gets a copy in rows, and may write into it: `settle` brings that back before the weights are used again.
 */
export class Panels extends Placed {
  readonly count: number
  #copy?: Float32Array
  #isLent = false

  constructor(kernels: Kernels, shape: readonly number[], at: Pointer) {
    super(kernels, shape, at)
    this.count = shape[1] / wide
  }

  /** One panel is what its rows are anyway. */
  static fit(shape: readonly number[]): boolean {
    return shape.length === 2 && shape[1] % wide === 0 && shape[1] > wide
  }

  override get data(): Float32Array {
    this.#copy ??= new Float32Array(this.length)
    if (!this.#isLent) this.#eachPart(this.#copy, (inRows, inPanels) => inRows.set(inPanels))
    this.#isLent = true
    return this.#copy
  }

  settle(): void {
    if (this.#isLent && this.#copy) this.#eachPart(this.#copy, (inRows, inPanels) => inPanels.set(inRows))
    this.#isLent = false
  }

  #eachPart(copy: Float32Array, move: (inRows: Float32Array, inPanels: Float32Array) => void): void {
    const [I, O] = this.shape
    const all = this.kernels.float32(this.at, this.length)
    for (let from = 0; from < this.length; from += wide) {
      const [panel, i] = [Math.floor(from / wide / I), (from / wide) % I]
      const to = i * O + panel * wide
      move(copy.subarray(to, to + wide), all.subarray(from, from + wide))
    }
  }
}

/** A batch of sparse rows. Whoever reads its `data` gets a dense copy. */
export class Batch implements Tensor {
  readonly shape: readonly number[]
  readonly of: Sparse
  readonly rows: Pointer
  /** all rows, in their order */
  readonly isWhole: boolean
  #kernels: Kernels
  #dense?: Float32Array

  constructor(kernels: Kernels, of: Sparse, rows: Pointer, count: number, isWhole: boolean) {
    ;[this.#kernels, this.of, this.rows, this.isWhole] = [kernels, of, rows, isWhole]
    this.shape = [count, of.shape[1]]
  }

  get data(): Float32Array {
    return (this.#dense ??= this.#densely())
  }

  #densely(): Float32Array {
    const [B, K] = this.shape
    const { starts, entries, values, count } = this.of
    const start = this.#kernels.uint32(starts, this.of.shape[0] + 1)
    const number = this.#kernels.float32(values, count)
    const dense = new Float32Array(B * K)
    this.#kernels.uint32(this.rows, B).forEach((row, n) => {
      const pairs = this.#kernels.uint16(entries + 4 * start[row], 2 * (start[row + 1] - start[row]))
      for (let e = 0; e < pairs.length; e += 2) dense[n * K + pairs[e]] += number[pairs[e + 1] / 4]
    })
    return dense
  }
}
