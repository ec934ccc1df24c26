import type { DenseGradient } from '#kata/4-backprop/4-dense.ts'
import type { Tensor } from '#lib/tensor'
import { Batch } from './batch.ts'
import type { Columns, Pointer } from './abi.ts'
import { type Workspace, asIs, transposedView } from './workspace.ts'
import { Panels, type WasmTensor, ownGetter } from './wasm-tensor.ts'
import { type CsrMatrix, rowsPerGroup, groupColumns } from './csr.ts'

/** From how many rows on it pays to transpose them (128: 0.32 s instead of 0.56 an epoch for 784 → 512): fewer have little in common. */
const several = 32

/**
 * The gradient of the weights of a layer, xᵀ·dz. To its reader it is a record { shape, data }; `data` is made when it is first read.
 * A step takes the gradient without it.
 */
export class WeightGradient implements Tensor {
  readonly shape: readonly number[]
  declare readonly data: Float32Array
  readonly #memory: Workspace
  #x: Batch | WasmTensor
  #dz: WasmTensor
  #sum?: WasmTensor

  constructor(memory: Workspace, shape: readonly number[], x: Batch | WasmTensor, dz: WasmTensor) {
    this.shape = shape
    Object.defineProperty(this, 'data', numbers)
    ;[this.#memory, this.#x, this.#dz] = [memory, x, dz]
  }

  /** It becomes the gradient of another step. */
  renew(x: Batch | WasmTensor, dz: WasmTensor): void {
    ;[this.#x, this.#dz, this.#sum] = [x, dz, undefined]
  }

  /** Can it be added to these weights as it is? Its reader may have written into `data`: then those are its numbers. */
  fits(P: WasmTensor): boolean {
    return this.#sum === undefined && !(P instanceof Panels && !(this.#x instanceof Batch))
  }

  /** P ← P + scale · xᵀ·dz */
  addTo(P: WasmTensor, scale: number): void {
    const { kernels } = this.#memory
    const x = this.#x
    const B = x.shape[0]
    if (x instanceof Batch && P instanceof Panels) return this.#addToPanels(P, x, this.#memory.scaleValues(x.of, scale))
    const [I, O] = this.shape
    const at = P.change()
    if (!(x instanceof Batch)) {
      const dz = { at: this.#scaled(scale), row: 4 * O, column: 4 }
      return this.#memory.product(I, B, O, transposedView(x), dz, at, { at, row: 4 * O })
    }
    const { of, rows, isWhole } = x
    const values = this.#memory.scaleValues(of, scale)
    const dz = this.#dz.at
    if (isWhole) {
      for (const { from, bounds, entries } of groupColumns(kernels, of, rows))
        kernels.run.gatherGradient(0, I, bounds, entries, values, dz + 4 * from * O, at, O)
    } else kernels.run.scatterGradient(0, I, B, I, rows, of.starts, of.entries, values, dz, at, O)
  }

  #addToPanels(P: Panels, { of, rows, isWhole, shape: [B] }: Batch, values: Pointer): void {
    const { run } = this.#memory.kernels
    const [I, O] = this.shape
    const [at, all] = [P.change(), this.#dz.at]
    const packed = this.#memory.place(4 * Math.min(B, rowsPerGroup) * O)
    const gather = (from: number, to: number, { bounds, entries }: Columns): void =>
      run.panelGatherGradient(0, P.count, to - from, I, bounds, entries, values, all + 4 * from * O, packed, at, O)
    if (isWhole) {
      for (const group of groupColumns(this.#memory.kernels, of, rows))
        gather(group.from, Math.min(group.from + rowsPerGroup, B), group)
      return
    }
    for (let from = 0; from < B; from += rowsPerGroup) {
      const to = Math.min(from + rowsPerGroup, B)
      const some = rows + 4 * from
      if (to - from >= several) gather(from, to, this.#transposed(of, some, to - from))
      else {
        const dz = all + 4 * from * O
        run.panelScatterGradient(0, P.count, to - from, I, some, of.starts, of.entries, values, dz, at, O)
      }
    }
  }

  /** Some rows, transposed for this step. */
  #transposed({ starts, entries, shape: [, I] }: CsrMatrix, rows: Pointer, count: number): Columns {
    const room = 2 * count // a row may have its last column twice
    const turned = { bounds: this.#memory.place(8 * I), entries: this.#memory.place(4 * room * I) }
    const { run } = this.#memory.kernels
    run.transposeRows(0, I, count, I, rows, starts, entries, turned.bounds, turned.entries, room)
    return turned
  }

  /** scale · dz */
  #scaled(scale: number): Pointer {
    const { length, at } = this.#dz
    const scaled = this.#memory.place(4 * length + 16)
    this.#memory.kernels.run.scale(length, at, scale, scaled)
    return scaled
  }

  lend(): Float32Array {
    if (this.#sum === undefined) {
      const sum = this.#memory.result(this.shape)
      sum.view().fill(0)
      this.addTo(sum, 1)
      this.#sum = sum
    }
    return this.#sum.data
  }
}

const numbers = ownGetter(function (this: WeightGradient) {
  return this.lend()
})

/** What the gradients of a layer are made of, and the record that shows them: dx is made when it is first read. */
class Layer {
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
    const dx = (): Tensor => this.#back()
    this.record = {
      get dx() {
        return dx()
      },
      dW,
      db,
    }
  }

  /** Has its reader left the record as it was? */
  get isWhole(): boolean {
    const { record } = this
    const isFrozen = !Object.isExtensible(record) || !Object.isExtensible(this.#dW)
    return record.dW === this.#dW && record.db === this.#db && !isFrozen
  }

  renew(x: Batch | WasmTensor, dy: WasmTensor): void {
    this.#dW.renew(x, dy)
    ;[this.#dy, this.#dx] = [dy, undefined]
  }

  #back(): Tensor {
    if (this.#dx) return this.#dx
    const [I, O] = this.W.shape
    const B = this.#dy.shape[0]
    const dx = (this.#dx = this.#memory.result([B, I]))
    this.#memory.product(B, O, I, asIs(this.#dy), transposedView(this.#memory.inRows(this.W)), dx.at)
    return dx
  }
}

/** by db, which lies at its place in each step */
const layers = new WeakMap<WasmTensor, Layer>()

/** The gradients of a layer. The record is that of the step before, where the step is like it. */
export function layerGradient(
  memory: Workspace,
  W: WasmTensor,
  x: Batch | WasmTensor,
  dy: WasmTensor,
  db: WasmTensor,
): DenseGradient {
  const before = layers.get(db)
  if (before !== undefined && before.W === W && before.isWhole) {
    before.renew(x, dy)
    return before.record
  }
  const layer = new Layer(memory, W, x, dy, db)
  layers.set(db, layer)
  return layer.record
}
