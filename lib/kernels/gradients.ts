import type { DenseGradient } from '#kata/4-backprop/4-dense.ts'
import type { Tensor } from '#lib/tensor'
import type { Pointer } from './exports.ts'
import { type Memory, type Rowed, asIs, turned } from './memory.ts'
import { Batch, type Placed } from './placed.ts'
import { transposed } from './sparse.ts'

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
  addTo(P: Rowed, scale: number): void {
    const { kernels } = this.#memory
    const { x } = this
    const B = x.shape[0]
    const [I, O] = this.shape
    if (!(x instanceof Batch)) {
      const dz = this.#scaled(scale)
      return this.#memory.product(I, B, O, turned(x), { at: dz, row: 4 * O, column: 4 }, P, P)
    }
    const { of, rows, isWhole } = x
    const values = this.#memory.scaled(of, scale)
    if (isWhole) {
      for (const { from, starts, entries } of transposed(kernels, of, rows))
        kernels.run.sparseGather(0, I, starts, entries, values, this.dz.at + 4 * from * O, P.at, P.row, O)
    } else kernels.run.sparseScatter(0, I, B, I, rows, of.starts, of.entries, values, this.dz.at, P.at, P.row, O)
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
    this.#memory.product(B, O, I, asIs(this.#dy), turned(this.#W), dx)
    return dx
  }
}
