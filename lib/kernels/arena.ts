import { type Tensor, size } from '#lib/tensor'
import { Batch } from './batch.ts'
import type { Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'
import { WasmTensor } from './wasm-tensor.ts'
import type { CsrMatrix } from './csr.ts'

/**
 * The memory of one step: its batch, and what operations make of it. A later step takes it over, with its places and its objects,
 * so nothing is allocated then.
 */
export class Arena {
  readonly #kernels: Kernels
  readonly #places: { at: Pointer; bytes: number }[] = []
  readonly #results: WasmTensor[] = []
  #next = 0
  #isUsed = true
  #labels = new Uint8Array(0)
  /** the images of the batch */
  #taken?: Batch | WasmTensor

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** The arena of the step in which x was made; undefined if x is not of the kernels' memory. */
  static of(x: Tensor): Arena | undefined {
    const owner = x instanceof Batch || x instanceof WasmTensor ? x.owner : undefined
    return owner instanceof Arena ? owner : undefined
  }

  /** An operation has used the batch: the step is over when another batch is taken. */
  get isUsed(): boolean {
    return this.#isUsed
  }

  /** An operation runs on x, which lies here. */
  use(x: Tensor): void {
    if (x === this.#taken) this.#isUsed = true
  }

  /** No batch lies here that is still to be used: one that was read has its numbers elsewhere as well. */
  get isFree(): boolean {
    return this.#isUsed || this.#taken?.isRead === true
  }

  /** A new step begins here: what the last one has made is overwritten. A batch that is still to be used keeps what is its own. */
  reset(): void {
    if (!this.#isUsed) {
      if (this.#taken instanceof WasmTensor) this.#taken.leave()
      this.#taken = undefined
      this.#labels = new Uint8Array(0)
    }
    this.#next = 0
    this.#isUsed = false
  }

  /** The next place of this step: where the step before put what it made at this point. */
  place(bytes: number): Pointer {
    const place = (this.#places[this.#next] ??= { at: 0, bytes: -1 })
    this.#next++
    if (place.bytes < bytes) Object.assign(place, { at: this.#kernels.allocate(bytes), bytes })
    return place.at
  }

  /** A tensor at the next place, the same object as in the step before if it has the same shape and no kata has frozen it. */
  result(shape: readonly number[]): WasmTensor {
    const n = this.#next
    const at = this.place(4 * size(shape))
    const before = this.#results[n]
    if (before?.isHere && isSame(before.shape, shape) && Object.isExtensible(before)) {
      before.renew()
      if (before.at === at) return before
    }
    return (this.#results[n] = new WasmTensor(this.#kernels, shape, at, { owner: this }))
  }

  /** Room for the labels of a batch: the same for each batch of this size. */
  labels(B: number): Uint8Array {
    if (this.#labels.length !== B) this.#labels = new Uint8Array(B)
    return this.#labels
  }

  /** The images of a batch, listed there: the same object as in the step before if there are as many of the same images. */
  rows(of: CsrMatrix, rows: Pointer, count: number, isWhole: boolean): Batch {
    const before = this.#taken instanceof Batch ? this.#taken : undefined
    const isLike = before?.of === of && before.rows === rows && before.shape[0] === count
    const batch = isLike && Object.isExtensible(before) ? before : new Batch(this.#kernels, this, of, rows, count)
    batch.renew(isWhole)
    this.#taken = batch
    return batch
  }

  /** The images of a batch, to be written here. */
  images(shape: readonly number[]): WasmTensor {
    const images = this.result(shape)
    this.#taken = images
    return images
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return a.length === b.length
}
