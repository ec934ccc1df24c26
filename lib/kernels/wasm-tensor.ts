import { type Tensor, size } from '#lib/tensor'
import type { Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'

/**
 * The descriptor of an own property with a getter. Spread, Object.assign and JSON find an own property, but not a getter of a class.
 */
export function ownGetter<This extends object, Value>(get: (this: This) => Value): PropertyDescriptor & ThisType<This> {
  return { get, enumerable: true }
}

/**
 * A tensor in the kernels’ memory.
 *
 * To its reader it is a record { shape, data }. `data` is a copy in an array of its own, made when it is first read. So it outlives
 * the step and can be cloned. If the reader writes into `data`, the next operation on the tensor uses the new numbers.
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
  #isResident = true

  /** owner: the arena of its step   copy: the array for `data` */
  constructor(kernels: Kernels, shape: readonly number[], at: Pointer, { owner, copy }: WasmTensorOptions = {}) {
    this.shape = shape
    Object.defineProperty(this, 'data', dataProperty)
    ;[this.#kernels, this.#at, this.#length] = [kernels, at, size(shape)]
    ;[this.#owner, this.#copy] = [owner, copy]
  }

  get length(): number {
    return this.#length
  }

  /** the arena of its step (see Arena.of); undefined for a parameter */
  get owner(): object | undefined {
    return this.#owner
  }

  /** False once another tensor has its memory. Its numbers are then only in `data`. */
  get isResident(): boolean {
    return this.#isResident
  }

  /** True if a reader has `data`. */
  get isRead(): boolean {
    return this.#copy !== undefined
  }

  /** Gives its memory away. The caller makes sure that `data` was read. */
  evict(): void {
    this.#isResident = false
  }

  /** The address for an operation that reads the numbers. It first writes a lent copy back. */
  get at(): Pointer {
    if (this.#isLent) this.copyFrom(this.#copy as Float32Array)
    return this.#at
  }

  /** The address for an operation that writes the numbers. The next read of `data` copies them again. */
  writableAt(): Pointer {
    const { at } = this
    this.#isLent = false
    return at
  }

  /** Makes it the result of another step, which gets another array for `data`. */
  reuse(): void {
    this.#copy = undefined
    this.#isLent = false
  }

  /** The copy for a reader, who may write into it. */
  lendData(): Float32Array {
    const copy = (this.#copy ??= new Float32Array(this.#length))
    if (!this.#isLent) this.copyTo(copy)
    this.#isLent = true
    return copy
  }

  /** Copies the numbers to an array, in row-major order. */
  copyTo(into: { set(numbers: Float32Array): void }): void {
    into.set(this.view())
  }

  /** Copies the numbers from an array in row-major order. */
  copyFrom(from: ArrayLike<number>): void {
    this.view().set(from)
  }

  /** The numbers in their order in memory. The view becomes empty when the memory grows. */
  view(): Float32Array {
    return this.#kernels.float32(this.#at, this.#length)
  }
}

interface WasmTensorOptions {
  readonly owner?: object
  readonly copy?: Float32Array
}

const dataProperty = ownGetter(function (this: WasmTensor) {
  return this.lendData()
})

/** The number of columns of a panel. */
export const panelWidth = 32

/** Weights in panels of 32 columns, the layout for products with CSR rows (see assembly/panels.ts). */
export class Panels extends WasmTensor {
  get panelCount(): number {
    return this.shape[1] / panelWidth
  }

  /** True if the weights fill at least two panels. A single panel would equal the row-major layout. */
  static suits(shape: readonly number[]): boolean {
    return shape.length === 2 && shape[1] % panelWidth === 0 && shape[1] > panelWidth
  }

  override copyTo(into: Float32Array): void {
    this.#forEachPanelRow((at, panel) => into.set(panel, at))
  }

  override copyFrom(from: Float32Array): void {
    this.#forEachPanelRow((at, panel) => panel.set(from.subarray(at, at + panelWidth)))
  }

  /** Calls `move` for each row of each panel, with the index of its first number in the row-major matrix. */
  #forEachPanelRow(move: (at: number, panel: Float32Array) => void): void {
    const [I, O] = this.shape
    const all = this.view()
    for (let from = 0; from < all.length; from += panelWidth) {
      const [panel, i] = [Math.floor(from / panelWidth / I), (from / panelWidth) % I]
      move(i * O + panel * panelWidth, all.subarray(from, from + panelWidth))
    }
  }
}
