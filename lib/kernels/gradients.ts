import type { DenseGradient } from '#kata/4-backprop/5-dense.ts'
import type { Tensor } from '#lib/tensor'
import { Batch } from './batch.ts'
import type { CscColumns, Pointer } from './abi.ts'
import { type Workspace, rowMajorView, transposedView } from './workspace.ts'
import { Panels, type WasmTensor, ownGetter } from './wasm-tensor.ts'
import { type CsrMatrix, rowsPerGroup, transposeInGroups } from './csr.ts'

/**
 * Transposing pays from this number of rows on, since fewer rows share few columns.
 * At 128 rows an epoch of 784 → 512 takes 0.32 s with it, and 0.56 s without (measured).
 */
const minRowsToTranspose = 32

/**
 * A lazy weight gradient, xᵀ·dz. To its reader it is a record { shape, data }; `data` is computed on first read.
 * `step` applies the gradient without computing `data`.
 */
export class WeightGradient implements Tensor {
  readonly shape: readonly number[]
  declare readonly data: Float32Array
  readonly #memory: Workspace
  #x: Batch | WasmTensor
  #dz: WasmTensor
  #value?: WasmTensor

  constructor(memory: Workspace, shape: readonly number[], x: Batch | WasmTensor, dz: WasmTensor) {
    this.shape = shape
    Object.defineProperty(this, 'data', dataProperty)
    ;[this.#memory, this.#x, this.#dz] = [memory, x, dz]
  }

  /** Makes it the gradient of another step. */
  reuse(x: Batch | WasmTensor, dz: WasmTensor): void {
    ;[this.#x, this.#dz, this.#value] = [x, dz, undefined]
  }

  /** False once `data` was read, since the reader may write into it. Panels also need a sparse x. */
  canAddTo(P: WasmTensor): boolean {
    return this.#value === undefined && !(P instanceof Panels && !(this.#x instanceof Batch))
  }

  /** P ← P + scale · xᵀ·dz */
  addTo(P: WasmTensor, scale: number): void {
    const { kernels } = this.#memory
    const x = this.#x
    const B = x.shape[0]
    if (x instanceof Batch && P instanceof Panels) {
      return this.#addToPanels(P, x, this.#memory.scaleValues(x.matrix, scale))
    }
    const [I, O] = this.shape
    const at = P.writableAt()
    if (!(x instanceof Batch)) {
      const dz = { at: this.#scaleDz(scale), rowStride: 4 * O, columnStride: 4 }
      return this.#memory.gemm(I, B, O, transposedView(x), dz, at, { at, rowStride: 4 * O })
    }
    const { matrix, rows, isWhole } = x
    const scaledTable = this.#memory.scaleValues(matrix, scale)
    const dz = this.#dz.at
    if (isWhole) {
      for (const { from, columnBounds, entries } of transposeInGroups(kernels, matrix, rows))
        kernels.run.gatherGradient(0, I, columnBounds, entries, scaledTable, dz + 4 * from * O, at, O)
      return
    }
    const { rowPointers, entries } = matrix
    kernels.run.scatterGradient(0, I, B, I, rows, rowPointers, entries, scaledTable, dz, at, O)
  }

  #addToPanels(P: Panels, { matrix, rows, isWhole, shape: [B] }: Batch, scaledTable: Pointer): void {
    const { run } = this.#memory.kernels
    const [I, O] = this.shape
    const { panelCount } = P
    const [at, dz] = [P.writableAt(), this.#dz.at]
    const dzAt = (row: number): Pointer => dz + 4 * row * O
    const packed = this.#memory.alloc(4 * Math.min(B, rowsPerGroup) * O)
    const gather = (from: number, to: number, { columnBounds, entries }: CscColumns): void => {
      const count = to - from
      run.panelGatherGradient(0, panelCount, count, I, columnBounds, entries, scaledTable, dzAt(from), packed, at, O)
    }
    if (isWhole) {
      for (const group of transposeInGroups(this.#memory.kernels, matrix, rows))
        gather(group.from, Math.min(group.from + rowsPerGroup, B), group)
      return
    }
    const { rowPointers, entries } = matrix
    for (let from = 0; from < B; from += rowsPerGroup) {
      const to = Math.min(from + rowsPerGroup, B)
      const count = to - from
      const group = rows + 4 * from
      if (count >= minRowsToTranspose) gather(from, to, this.#transpose(matrix, group, count))
      else
        run.panelScatterGradient(0, panelCount, count, I, group, rowPointers, entries, scaledTable, dzAt(from), at, O)
    }
  }

  /** Transposes some rows for this step. */
  #transpose({ rowPointers, entries, shape: [, I] }: CsrMatrix, rows: Pointer, count: number): CscColumns {
    const capacity = 2 * count // a row may repeat its last column
    const csc = { columnBounds: this.#memory.alloc(8 * I), entries: this.#memory.alloc(4 * capacity * I) }
    const { run } = this.#memory.kernels
    run.transposeRows(0, I, count, I, rows, rowPointers, entries, csc.columnBounds, csc.entries, capacity)
    return csc
  }

  /** scale · dz */
  #scaleDz(scale: number): Pointer {
    const { length, at } = this.#dz
    const scaled = this.#memory.alloc(4 * length + 16)
    this.#memory.kernels.run.scale(length, at, scale, scaled)
    return scaled
  }

  /** `data` for a reader, who may write into it. */
  lendData(): Float32Array {
    if (this.#value === undefined) {
      const value = this.#memory.allocTensor(this.shape)
      value.view().fill(0)
      this.addTo(value, 1)
      this.#value = value
    }
    return this.#value.data
  }
}

const dataProperty = ownGetter(function (this: WeightGradient) {
  return this.lendData()
})

/** The gradients of a layer. A kata gets `record`; its dx is computed on first read. */
class LazyDenseGradient {
  readonly record: DenseGradient
  readonly W: WasmTensor
  readonly #memory: Workspace
  readonly #dW: WeightGradient
  readonly #db: Tensor
  #dy: WasmTensor
  #dx?: WasmTensor

  constructor(memory: Workspace, W: WasmTensor, x: Batch | WasmTensor, dy: WasmTensor, db: Tensor) {
    ;[this.#memory, this.W, this.#dy, this.#db] = [memory, W, dy, db]
    const dW = (this.#dW = new WeightGradient(memory, W.shape, x, dy))
    const dx = (): Tensor => this.#computeDx()
    this.record = {
      get dx() {
        return dx()
      },
      dW,
      db,
    }
  }

  /** False if a kata has replaced a gradient in the record, or has frozen it. Such a record is not used again. */
  get isUntouched(): boolean {
    const { record } = this
    const isFrozen = !Object.isExtensible(record) || !Object.isExtensible(this.#dW)
    return record.dW === this.#dW && record.db === this.#db && !isFrozen
  }

  reuse(x: Batch | WasmTensor, dy: WasmTensor): void {
    this.#dW.reuse(x, dy)
    ;[this.#dy, this.#dx] = [dy, undefined]
  }

  #computeDx(): Tensor {
    if (this.#dx) return this.#dx
    const [I, O] = this.W.shape
    const B = this.#dy.shape[0]
    const dx = (this.#dx = this.#memory.allocTensor([B, I]))
    this.#memory.gemm(B, O, I, rowMajorView(this.#dy), transposedView(this.#memory.rowMajor(this.W)), dx.at)
    return dx
  }
}

/** The key is db, which is the same object in each step. */
const lazyGradients = new WeakMap<WasmTensor, LazyDenseGradient>()

/** The gradients of a layer. The record of the step before is used again if the kata has not changed it. */
export function layerGradient(
  memory: Workspace,
  W: WasmTensor,
  x: Batch | WasmTensor,
  dy: WasmTensor,
  db: WasmTensor,
): DenseGradient {
  const before = lazyGradients.get(db)
  if (before !== undefined && before.W === W && before.isUntouched) {
    before.reuse(x, dy)
    return before.record
  }
  const layer = new LazyDenseGradient(memory, W, x, dy, db)
  lazyGradients.set(db, layer)
  return layer.record
}
