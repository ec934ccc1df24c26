import type { DenseGradient } from '#kata/4-backprop/4-dense.ts'
import type { Examples } from '#kata/6-mnist/2-batches.ts'
import type { Operations } from '#kata/6-mnist/5-train.ts'
import { type Labels, type Tensor, ShapeError, ValueError, sameShape } from '#lib/tensor'
import type { Kernels, Pointer } from './kernels.ts'
import { type Sparse, rowsOf, sparse, transposed } from './sparse.ts'

/**
 * The operations of training, on kernels: take, dense, relu, loss and step with the meaning of the plain ones, in float32.
 *
 * Nothing is allocated once a step has been taken: the results of a step are put where those of the step before were. So
 * they are good until the next `take`. Parameters move into the kernels’ memory when they are first used; their
 * `data` is then a view of it. What the kernels do not do (float64, weights, fewer than four columns) goes to `plain`.
 */
export function kernelOperations(kernels: Kernels, plain: Operations): Operations & { readonly memory: Memory } {
  const memory = new Memory(kernels)
  return {
    memory,
    take: (examples, rows) => take(memory, plain, examples, rows),
    dense: (x, W, b) => (fits(W, b) ? dense(memory, x, W, b) : plain.dense(x, W, b)),
    relu: (x) => (x instanceof Placed ? relu(memory, x) : plain.relu(x)),
    loss: (x, labels) =>
      x instanceof Placed && x.shape[1] >= 4 && x.shape[1] <= 256
        ? loss(memory, plain, x, labels)
        : plain.loss(x, labels),
    step: (parameter, gradient, rate) => step(memory, plain, parameter, gradient, rate),
  }
}

function fits(W: Tensor, b: Tensor): boolean {
  return W.data instanceof Float32Array && b.data instanceof Float32Array && W.shape[1] >= 4
}

/** A tensor whose numbers lie in the kernels’ memory. */
class Placed implements Tensor {
  readonly shape: readonly number[]
  readonly at: Pointer
  #kernels: Kernels
  #view?: Float32Array

  constructor(kernels: Kernels, shape: readonly number[], at: Pointer) {
    ;[this.#kernels, this.shape, this.at] = [kernels, shape, at]
  }

  get data(): Float32Array {
    // a memory that has grown leaves its old views empty
    if (this.#view?.buffer === this.#kernels.memory.buffer) return this.#view
    return (this.#view = this.#kernels.float32(
      this.at,
      this.shape.reduce((a, b) => a * b, 1),
    ))
  }
}

/** A batch of sparse rows. Whoever reads its `data` gets a dense copy. */
class Batch implements Tensor {
  readonly shape: readonly number[]
  readonly of: Sparse
  readonly rows: Pointer
  /** all rows, in their order */
  readonly isWhole: boolean
  #kernels: Kernels

  constructor(kernels: Kernels, of: Sparse, rows: Pointer, count: number, isWhole: boolean) {
    ;[this.#kernels, this.of, this.rows, this.isWhole] = [kernels, of, rows, isWhole]
    this.shape = [count, of.shape[1]]
  }

  get data(): Float32Array {
    const [B, K] = this.shape
    const { starts, columns, values } = this.of
    const start = this.#kernels.uint32(starts, this.of.shape[0] + 1)
    const all = start[this.of.shape[0]]
    const [column, value] = [this.#kernels.uint16(columns, all), this.#kernels.float32(values, all)]
    const dense = new Float32Array(B * K)
    this.#kernels.uint32(this.rows, B).forEach((row, n) => {
      for (let e = start[row]; e < start[row + 1]; e++) dense[n * K + column[e]] = value[e]
    })
    return dense
  }
}

/** The gradient of the weights behind a batch of sparse rows: not made before somebody looks; a step takes it as it is. */
class WeightGradient implements Tensor {
  readonly shape: readonly number[]
  readonly x: Batch
  readonly dz: Placed
  #memory: Memory

  constructor(memory: Memory, shape: readonly number[], x: Batch, dz: Placed) {
    ;[this.#memory, this.shape, this.x, this.dz] = [memory, shape, x, dz]
  }

  /** P ← P + scale · xᵀ·dz */
  addTo(P: Pointer, scale: number): void {
    const { kernels } = this.#memory
    const { of, rows } = this.x
    const O = this.shape[1]
    if (!this.x.isWhole)
      return kernels.run.sparseScatter(this.x.shape[0], rows, of.starts, of.columns, of.values, this.dz.at, P, O, scale)
    for (const { from, starts, who, values } of transposed(kernels, of, rows))
      kernels.run.sparseGather(0, of.shape[1], starts, who, values, this.dz.at + 4 * from * O, P, O, scale)
  }

  get data(): Float32Array {
    const sum = this.#memory.result(this.shape)
    sum.data.fill(0)
    this.addTo(sum.at, 1)
    return sum.data
  }
}

/** Where the numbers of a training lie. */
class Memory {
  readonly kernels: Kernels
  readonly #places: { at: Pointer; bytes: number }[] = []
  readonly #parameters = new WeakMap<Tensor, Placed>()
  readonly #sparse = new WeakMap<Tensor, Sparse | 'dense'>()
  #next = 0
  #labels = new Uint8Array(0)
  #none: Pointer = 0
  #noneBytes = 0

  constructor(kernels: Kernels) {
    this.kernels = kernels
  }

  /** A new step: what the last one has made is no longer needed. */
  begin(): void {
    this.#next = 0
  }

  /** The next place of this step: where the step before put what it made at this point. */
  place(bytes: number): Pointer {
    const place = (this.#places[this.#next] ??= { at: 0, bytes: -1 })
    this.#next++
    if (place.bytes < bytes) Object.assign(place, { at: this.kernels.allocate(bytes), bytes })
    return place.at
  }

  result(shape: readonly number[]): Placed {
    return new Placed(this.kernels, shape, this.place(4 * shape.reduce((a, b) => a * b, 1)))
  }

  /** Room for the labels of a batch: the same for each batch of this size. */
  labels(B: number): Uint8Array {
    if (this.#labels.length !== B) this.#labels = new Uint8Array(B)
    return this.#labels
  }

  /** A parameter, moved in when it is first seen. */
  parameter(p: Tensor): Placed {
    const known = p instanceof Placed ? p : this.#parameters.get(p)
    if (known) return known
    const placed = new Placed(this.kernels, p.shape, this.kernels.allocate(4 * p.data.length))
    placed.data.set(p.data)
    Object.defineProperty(p, 'data', { get: () => placed.data, configurable: true, enumerable: true })
    this.#parameters.set(p, placed)
    return placed
  }

  known(p: Tensor): Placed | undefined {
    return this.#parameters.get(p)
  }

  /** An input, copied in if it lies outside. */
  input(x: Tensor): Placed {
    if (x instanceof Placed) return x
    const placed = this.result(x.shape)
    placed.data.set(x.data)
    return placed
  }

  /** Images that were put down as sparse rows already, by whoever read them. */
  adopt(images: Tensor, rows: Sparse): void {
    this.#sparse.set(images, rows)
  }

  #looked(images: Tensor): Sparse | 'dense' {
    if (!(images.data instanceof Float32Array)) return 'dense'
    return sparse(this.kernels, rowsOf(images)) ?? 'dense'
  }

  sparseOf(images: Tensor): Sparse | undefined {
    const known = this.#sparse.get(images) ?? this.#looked(images)
    this.#sparse.set(images, known)
    return known === 'dense' ? undefined : known
  }

  /** zeros that nobody writes: the bias of a product that has none */
  none(bytes: number): Pointer {
    if (this.#noneBytes < bytes) {
      this.#none = this.kernels.allocate(bytes)
      this.#noneBytes = bytes
      this.kernels.bytes.fill(0, this.#none, this.#none + bytes)
    }
    return this.#none
  }

  /** y = bias + a·b, where a[m, k] is at a.at + m·a.row + k·a.column, and so b */
  product(M: number, K: number, N: number, a: Strided, b: Strided, y: Pointer, bias?: Pointer): void {
    const { run } = this.kernels
    const packed = this.place(run.packedBytes(K, N))
    run.pack(K, N, b.at, b.row, b.column, packed)
    run.product(0, M, K, N, a.at, a.row, a.column, packed, y, 4 * N, bias ?? this.none(4 * N + 64))
  }
}

interface Strided {
  readonly at: Pointer
  readonly row: number
  readonly column: number
}

const asIs = ({ at, shape }: Placed): Strided => ({ at, row: 4 * shape[1], column: 4 })
const turned = ({ at, shape }: Placed): Strided => ({ at, row: 4, column: 4 * shape[1] })

function take(memory: Memory, plain: Operations, examples: Examples, rows: ArrayLike<number>): Examples {
  const { images, labels } = examples
  const all = memory.sparseOf(images)
  if (!all) {
    memory.begin()
    const taken = plain.take(examples, rows)
    return taken.images.data instanceof Float32Array ? { ...taken, images: memory.input(taken.images) } : taken
  }
  const [N] = images.shape
  if (labels.length !== N) throw new ShapeError('take', `${N} labels, one per image`, [{ shape: [labels.length] }])
  memory.begin()
  const B = rows.length
  const at = memory.place(4 * B)
  const y = memory.labels(B)
  const { words } = memory.kernels
  let isWhole = B === N
  for (let n = 0; n < B; n++) {
    const row = rows[n]
    if (!(Number.isInteger(row) && row >= 0 && row < N))
      throw new ValueError(`take wants indices from 0 to ${N - 1}, but index ${n} is ${row}.`)
    words[(at >> 2) + n] = row
    y[n] = labels[row]
    isWhole &&= row === n
  }
  return { images: new Batch(memory.kernels, all, at, B, isWhole), labels: y }
}

function dense(memory: Memory, x: Tensor, W: Tensor, b: Tensor): [Tensor, (dy: Tensor) => DenseGradient] {
  const [I, O] = W.shape
  if (x.shape.length !== 2 || x.shape[1] !== I)
    throw new ShapeError(`dense(${I} → ${O})`, `x: [batch, ${I}]`, [x], `Reshape it to [${x.shape[0]}, ${I}].`)
  const { run } = memory.kernels
  const [weights, bias] = [memory.parameter(W), memory.parameter(b)]
  const B = x.shape[0]
  const y = memory.result([B, O])
  const input = x instanceof Batch ? x : memory.input(x)
  if (input instanceof Batch) {
    const { starts, columns, values } = input.of
    run.sparseTimes(0, B, input.rows, starts, columns, values, weights.at, bias.at, y.at, O)
  } else memory.product(B, I, O, asIs(input), asIs(weights), y.at, bias.at)

  const back = (given: Tensor): DenseGradient => {
    const dy = memory.input(given)
    let dx: Tensor | undefined
    const db = memory.result([O])
    run.columnSums(B, O, dy.at, db.at)
    return {
      get dx() {
        if (dx) return dx
        const made = memory.result([B, I])
        memory.product(B, O, I, asIs(dy), turned(weights), made.at)
        return (dx = made)
      },
      dW: input instanceof Batch ? new WeightGradient(memory, W.shape, input, dy) : weightGradient(memory, input, dy),
      db,
    }
  }
  return [y, back]
}

/** xᵀ·dy */
function weightGradient(memory: Memory, x: Placed, dy: Placed): Tensor {
  const [B, I] = x.shape
  const O = dy.shape[1]
  const dW = memory.result([I, O])
  memory.product(I, B, O, turned(x), asIs(dy), dW.at)
  return dW
}

function relu(memory: Memory, z: Placed): [Tensor, (dh: Tensor) => [Tensor]] {
  const { run } = memory.kernels
  const h = memory.result(z.shape)
  const count = h.data.length
  run.relu(0, count, z.at, h.at)
  const back = (given: Tensor): [Tensor] => {
    const dh = memory.input(given)
    const dz = memory.result(z.shape)
    run.reluBack(0, count, h.at, dh.at, dz.at)
    return [dz]
  }
  return [h, back]
}

function loss(memory: Memory, plain: Operations, x: Placed, labels: Labels): [number, (dL?: number) => Tensor] {
  const [B, K] = x.shape
  if (labels.length !== B || B === 0) return plain.loss(x, labels) // which refuses it
  const y = memory.place(B)
  const dx = memory.result(x.shape)
  const { bytes, run } = memory.kernels
  for (let n = 0; n < B; n++) {
    const label = labels[n]
    if (!(Number.isInteger(label) && label >= 0 && label < K)) return plain.loss(x, labels)
    bytes[y + n] = label
  }
  const total = run.softmaxCrossEntropy(0, B, K, x.at, y, dx.at, 1 / B)
  if (!Number.isFinite(total)) return plain.loss(x, labels)
  const back = (dL = 1): Tensor => {
    if (dL === 1) return dx
    const scaled = memory.result(x.shape)
    scaled.data.fill(0)
    run.addScaled(0, B * K, scaled.at, dx.at, dL)
    return scaled
  }
  return [total / B, back]
}

function step(memory: Memory, plain: Operations, parameter: Tensor, gradient: Tensor, rate: number): void {
  const placed = memory.known(parameter)
  if (!placed || !sameShape(parameter, gradient)) return plain.step(parameter, gradient, rate)
  if (gradient instanceof WeightGradient) return gradient.addTo(placed.at, -rate)
  const g = memory.input(gradient)
  memory.kernels.run.addScaled(0, g.data.length, placed.at, g.at, -rate)
}
