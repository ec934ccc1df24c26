import { type Tensor, size } from '#lib/tensor'
import type { Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'

/**
 * A property of the object itself whose value is made when it is read: a spread, Object.assign and JSON find it, as they find any
 * other. A getter of the class would be lost there.
 */
export function ownGetter<This extends object, Value>(get: (this: This) => Value): PropertyDescriptor & ThisType<This> {
  return { get, enumerable: true }
}

/**
 * A tensor whose numbers lie in the kernels’ memory.
 *
 * To its reader it is a record { shape, data }. `data` is an array of its own, copied from the kernels’ memory when it is first read:
 * it outlives the step and can be cloned. The next operation on the tensor sees what was written into it.
 */
export class WasmTensor implements Tensor {
  readonly shape: readonly number[]
  declare readonly data: Float32Array
  readonly #kernels: Kernels
  readonly #at: Pointer
  readonly #length: number
  readonly #owner?: object
  #copy?: Float32Array
  #isLent = false
  #isHere = true

  /** `owner`: the arena of its step. `copy`: the array that `data` is to be. */
  constructor(kernels: Kernels, shape: readonly number[], at: Pointer, { owner, copy }: Beside = {}) {
    this.shape = shape
    Object.defineProperty(this, 'data', numbers)
    ;[this.#kernels, this.#at, this.#length] = [kernels, at, size(shape)]
    ;[this.#owner, this.#copy] = [owner, copy]
  }

  /** how many numbers there are */
  get length(): number {
    return this.#length
  }

  /** the arena of its step: see Arena.of */
  get owner(): object | undefined {
    return this.#owner
  }

  /** false: its place is another’s now, and its numbers are in `data` alone */
  get isHere(): boolean {
    return this.#isHere
  }

  /** Its reader has an array of its numbers. */
  get isRead(): boolean {
    return this.#copy !== undefined
  }

  /** It was read, and gives its place away. */
  leave(): void {
    this.#isHere = false
  }

  /** Where the numbers are, for an operation that reads them. */
  get at(): Pointer {
    if (this.#isLent) this.write(this.#copy as Float32Array)
    return this.#at
  }

  /** Where the numbers are, for an operation that changes them: `data` is copied anew when it is read again. */
  change(): Pointer {
    const { at } = this
    this.#isLent = false
    return at
  }

  /** It becomes the result of another step, whose `data` is another array. */
  renew(): void {
    this.#copy = undefined
    this.#isLent = false
  }

  lend(): Float32Array {
    const copy = (this.#copy ??= new Float32Array(this.#length))
    if (!this.#isLent) this.read(copy)
    this.#isLent = true
    return copy
  }

  /** Copies the numbers into an array, row after row. */
  read(into: { set(numbers: Float32Array): void }): void {
    into.set(this.view())
  }

  /** Copies the numbers from an array, row after row. */
  write(from: ArrayLike<number>): void {
    this.view().set(from)
  }

  /** The numbers as they lie in memory. A memory that grows leaves the view empty. */
  view(): Float32Array {
    return this.#kernels.float32(this.#at, this.#length)
  }
}

interface Beside {
  readonly owner?: object
  readonly copy?: Float32Array
}

const numbers = ownGetter(function (this: WasmTensor) {
  return this.lend()
})

/** columns of a panel */
export const wide = 32

/** Weights in panels of 32 columns, as products with sparse rows want them: see assembly/panels.ts. */
export class Panels extends WasmTensor {
  get count(): number {
    return this.shape[1] / wide
  }

  /** One panel is what its rows are anyway. */
  static fit(shape: readonly number[]): boolean {
    return shape.length === 2 && shape[1] % wide === 0 && shape[1] > wide
  }

  override read(into: Float32Array): void {
    this.#eachPart((at, panel) => into.set(panel, at))
  }

  override write(from: Float32Array): void {
    this.#eachPart((at, panel) => panel.set(from.subarray(at, at + wide)))
  }

  /** Each row of each panel, and where it is in the matrix. */
  #eachPart(move: (at: number, panel: Float32Array) => void): void {
    const [I, O] = this.shape
    const all = this.view()
    for (let from = 0; from < all.length; from += wide) {
      const [panel, i] = [Math.floor(from / wide / I), (from / wide) % I]
      move(i * O + panel * wide, all.subarray(from, from + wide))
    }
  }
}
