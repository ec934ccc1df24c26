import { type Tensor, size } from '#lib/tensor'
import { Batch } from './batch.ts'
import type { Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'
import { WasmTensor } from './wasm-tensor.ts'
import type { CsrMatrix } from './csr.ts'

/**
 * The memory of one step: its batch, and the results of its operations. A later step reuses the memory and the objects, so it
 * allocates nothing.
 */
export class Arena {
  readonly #kernels: Kernels
  readonly #blocks: { at: Pointer; bytes: number }[] = []
  readonly #tensors: WasmTensor[] = []
  /** the index of the next block */
  #next = 0
  #isUsed = true
  #labels = new Uint8Array(0)
  /** the images of the batch */
  #images?: Batch | WasmTensor

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** The arena of the step that made x; undefined if x is not in an arena. */
  static of(x: Tensor): Arena | undefined {
    const owner = x instanceof Batch || x instanceof WasmTensor ? x.owner : undefined
    return owner instanceof Arena ? owner : undefined
  }

  /** True once an operation has used the batch. The step then ends when the kata takes another batch. */
  get isUsed(): boolean {
    return this.#isUsed
  }

  /** Each operation on a tensor of this arena calls it. */
  markUsed(x: Tensor): void {
    if (x === this.#images) this.#isUsed = true
  }

  /** False while the batch is unused. A batch whose `data` was read has a copy of its numbers, so its arena is free too. */
  get isFree(): boolean {
    return this.#isUsed || this.#images?.isRead === true
  }

  /** Begins a new step, which overwrites the results of the last one. An unused batch keeps its copy and its labels. */
  reset(): void {
    if (!this.#isUsed) {
      if (this.#images instanceof WasmTensor) this.#images.evict()
      this.#images = undefined
      this.#labels = new Uint8Array(0)
    }
    this.#next = 0
    this.#isUsed = false
  }

  /** The next block of this step. Equal steps get the same blocks in the same order. */
  alloc(bytes: number): Pointer {
    const block = (this.#blocks[this.#next] ??= { at: 0, bytes: -1 })
    this.#next++
    if (block.bytes < bytes) Object.assign(block, { at: this.#kernels.allocate(bytes), bytes })
    return block.at
  }

  /** A tensor in the next block. It is the object of the step before if its shape is the same and no kata has frozen it. */
  allocTensor(shape: readonly number[]): WasmTensor {
    const n = this.#next
    const at = this.alloc(4 * size(shape))
    const before = this.#tensors[n]
    if (before?.isResident && isSameShape(before.shape, shape) && Object.isExtensible(before)) {
      before.reuse()
      if (before.at === at) return before
    }
    return (this.#tensors[n] = new WasmTensor(this.#kernels, shape, at, { owner: this }))
  }

  /** An array for the labels of a batch. All batches of this size share it. */
  labels(B: number): Uint8Array {
    if (this.#labels.length !== B) this.#labels = new Uint8Array(B)
    return this.#labels
  }

  /** The images of a batch; `rows` has their indices. It is the object of the step before if matrix and size are the same. */
  sparseImages(matrix: CsrMatrix, rows: Pointer, count: number, isWhole: boolean): Batch {
    const before = this.#images instanceof Batch ? this.#images : undefined
    const isReusable = before?.matrix === matrix && before.rows === rows && before.shape[0] === count
    const batch =
      isReusable && Object.isExtensible(before) ? before : new Batch(this.#kernels, this, matrix, rows, count)
    batch.reuse(isWhole)
    this.#images = batch
    return batch
  }

  /** A tensor for the images of a batch. The caller writes the numbers. */
  denseImages(shape: readonly number[]): WasmTensor {
    const images = this.allocTensor(shape)
    this.#images = images
    return images
  }
}

function isSameShape(a: readonly number[], b: readonly number[]): boolean {
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return a.length === b.length
}
