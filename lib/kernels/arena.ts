import { size } from '#lib/tensor'
import { Batch } from './batch.ts'
import type { Pointer } from './exports.ts'
import type { Kernels } from './kernels.ts'
import { Placed } from './placed.ts'
import type { Sparse } from './sparse.ts'

/**
 * The memory of one step: its batch, and what operations make of it. A later step takes it over, with its places and its objects,
 * so nothing is allocated then.
 */
export class Arena {
  /** An operation has run since the batch was taken. */
  isUsed = true
  readonly #kernels: Kernels
  readonly #places: { at: Pointer; bytes: number }[] = []
  readonly #results: Placed[] = []
  #next = 0
  #labels = new Uint8Array(0)
  #batch?: Batch

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** No batch lies here that is still to be used: a batch that was read has its numbers elsewhere. */
  get isFree(): boolean {
    return this.isUsed || this.#batch?.isRead === true
  }

  /** A new step begins here: what the last one has made is overwritten, but for a batch that was read and not used. */
  reset(): void {
    if (!this.isUsed) {
      this.#batch = undefined
      this.#labels = new Uint8Array(0)
    }
    this.#next = 0
    this.isUsed = false
  }

  /** The next place of this step: where the step before put what it made at this point. */
  place(bytes: number): Pointer {
    const place = (this.#places[this.#next] ??= { at: 0, bytes: -1 })
    this.#next++
    if (place.bytes < bytes) Object.assign(place, { at: this.#kernels.allocate(bytes), bytes })
    return place.at
  }

  /** A tensor at the next place, the same object as in the step before if it has the same shape. */
  result(shape: readonly number[]): Placed {
    const n = this.#next
    const at = this.place(4 * size(shape))
    const before = this.#results[n]
    if (before !== undefined && isSame(before.shape, shape)) {
      before.renew()
      if (before.at === at) return before
    }
    return (this.#results[n] = new Placed(this.#kernels, shape, at, { arena: this }))
  }

  /** Room for the labels of a batch: the same for each batch of this size. */
  labels(B: number): Uint8Array {
    if (this.#labels.length !== B) this.#labels = new Uint8Array(B)
    return this.#labels
  }

  /** The rows that are listed there: the same object as in the step before if there are as many of the same images. */
  batch(of: Sparse, rows: Pointer, count: number, isWhole: boolean): Batch {
    const { shape, of: images, rows: at } = this.#batch ?? {}
    const batch = images === of && at === rows && shape?.[0] === count ? (this.#batch as Batch) : undefined
    this.#batch = batch ?? new Batch(this.#kernels, this, of, rows, count)
    this.#batch.renew(isWhole)
    return this.#batch
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return a.length === b.length
}
