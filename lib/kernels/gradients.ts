import type { DenseGradient } from '#kata/4-backprop/4-dense.ts'
import type { Tensor } from '#lib/tensor'
import type { Columns, Pointer } from './exports.ts'
import { type Memory, asIs, turned } from './memory.ts'
import { Batch, Panels, type Placed } from './placed.ts'
import { type Sparse, grouped, transposed } from './sparse.ts'

/** From how many rows on it pays to transpose them (128: 0.32 s instead of 0.56 an epoch for 784 → 512): fewer have little in common. */
const several = 32

/** The gradient of the weights of a layer: not made before somebody looks; a step takes it as it is. */
export class WeightGradient implements Tensor {
  readonly shape: readonly number[]
  readonly x: Batch | Placed
  readonly dz: Placed
  #memory: Memory
  #sum?: Placed

  constructor(memory: Memory, shape: readonly number[], x: Batch | Placed, dz: Placed) {
    ;[this.#memory, this.shape, this.x, this.dz] = [memory, shape, x, dz]
  }

  /** P ← P + scale · xᵀ·dz */
  addTo(P: Placed, scale: number): void {
    const { kernels } = this.#memory
    const { x } = this
    const B = x.shape[0]
    if (x instanceof Batch && P instanceof Panels) return this.#addToPanels(P, x, this.#memory.scaled(x.of, scale))
    const [I, O] = this.shape
    if (!(x instanceof Batch)) {
      const dz = this.#scaled(scale)
      return this.#memory.product(I, B, O, turned(x), { at: dz, row: 4 * O, column: 4 }, P.at, { at: P.at, row: 4 * O })
    }
    const { of, rows, isWhole } = x
    const values = this.#memory.scaled(of, scale)
    if (isWhole) {
      for (const { from, bounds, entries } of transposed(kernels, of, rows))
        kernels.run.sparseGather(0, I, bounds, entries, values, this.dz.at + 4 * from * O, P.at, O)
    } else kernels.run.sparseScatter(0, I, B, I, rows, of.starts, of.entries, values, this.dz.at, P.at, O)
  }

  #addToPanels(P: Panels, { of, rows, isWhole, shape: [B] }: Batch, values: Pointer): void {
    const { run } = this.#memory.kernels
    const [I, O] = this.shape
    const packed = this.#memory.place(4 * Math.min(B, grouped) * O)
    const gather = (from: number, to: number, { bounds, entries }: Columns): void =>
      run.panelGather(0, P.count, to - from, I, bounds, entries, values, this.dz.at + 4 * from * O, packed, P.at, O)
    if (isWhole) {
      for (const group of transposed(this.#memory.kernels, of, rows))
        gather(group.from, Math.min(group.from + grouped, B), group)
      return
    }
    for (let from = 0; from < B; from += grouped) {
      const to = Math.min(from + grouped, B)
      const some = rows + 4 * from
      if (to - from >= several) gather(from, to, this.#transposed(of, some, to - from))
      else {
        const dz = this.dz.at + 4 * from * O
        run.panelScatter(0, P.count, to - from, I, some, of.starts, of.entries, values, dz, P.at, O)
      }
    }
  }

  /** Some rows, transposed for this step. */
  #transposed({ starts, entries, shape: [, I] }: Sparse, rows: Pointer, count: number): Columns {
    const room = 2 * count // a row may have its last column twice
    const turned = { bounds: this.#memory.place(8 * I), entries: this.#memory.place(4 * room * I) }
    const { run } = this.#memory.kernels
    run.transposeRows(0, I, count, I, rows, starts, entries, turned.bounds, turned.entries, room)
    return turned
  }

  /** scale · dz */
  #scaled(scale: number): Pointer {
    const { length, at } = this.dz
    const scaled = this.#memory.place(4 * length + 16)
    this.#memory.kernels.run.scaled(length, at, scale, scaled)
    return scaled
  }

  get data(): Float32Array {
    if (this.#sum) return this.#sum.data
    const sum = (this.#sum = this.#memory.result(this.shape))
    sum.data.fill(0)
    this.addTo(sum, 1)
    return sum.data
  }
}

/** The gradients of a layer; that of its input is made when somebody asks for it. */
export class LayerGradient implements DenseGradient {
  readonly dW: Tensor
  readonly db: Tensor
  #memory: Memory
  #dy: Placed
  #W: Placed
  #dx?: Placed

  constructor(memory: Memory, dy: Placed, W: Placed, dW: Tensor, db: Tensor) {
    ;[this.#memory, this.#dy, this.#W, this.dW, this.db] = [memory, dy, W, dW, db]
  }

  get dx(): Placed {
    if (this.#dx) return this.#dx
    const [I, O] = this.#W.shape
    const B = this.#dy.shape[0]
    const dx = (this.#dx = this.#memory.result([B, I]))
    this.#memory.product(B, O, I, asIs(this.#dy), turned(this.#memory.inRows(this.#W)), dx.at)
    return dx
  }
}
