import type { DenseGradient } from '#kata/4-backprop/4-dense.ts'
import type { Examples } from '#kata/6-mnist/2-batches.ts'
import type { Operations } from '#kata/6-mnist/5-train.ts'
import { type Labels, type Tensor, ShapeError, ValueError, sameShape, size } from '#lib/tensor'
import { Batch } from './batch.ts'
import { WeightGradient, layerGradient } from './gradients.ts'
import type { Kernels } from './kernels.ts'
import { Workspace, asIs, fill } from './workspace.ts'
import { Panels, WasmTensor } from './wasm-tensor.ts'

/**
 * The operations of training, on kernels: take, dense, relu, loss and step with the meaning of the plain ones, in float32.
 *
 * Nothing is allocated once a step has been taken: the results of a step are put where those of the step before were. So
 * they are good until the `take` after their step. What `data` has given stays good. Parameters move into the kernels’ memory when
 * they are first used; their `data` is read from there. What the kernels do not do (float64, weights, fewer than four columns) goes
 * to `plain`.
 *
 * To a kata each object is an ordinary one of its interface: its own properties are those of the interface, and no others. A spread
 * of one is right too, and slower.
 */
export function kernelOperations(kernels: Kernels, plain: Operations): Operations & { readonly memory: Workspace } {
  const memory = new Workspace(kernels)
  const operations: Operations = {
    take: (examples, rows) => take(memory, plain, examples, rows),
    dense: (x, W, b) => (memory.parameters.find(W) || fits(W, b) ? dense(memory, x, W, b) : plain.dense(x, W, b)),
    relu: (x) => (x instanceof WasmTensor && x.isHere ? relu(memory, x) : plain.relu(x)),
    loss: (x, labels) =>
      x instanceof WasmTensor && x.isHere && x.shape[1] >= 4 && x.shape[1] <= 256
        ? loss(memory, plain, x, labels)
        : plain.loss(x, labels),
    step: (parameter, gradient, rate) => step(memory, plain, parameter, gradient, rate),
  }
  return Object.defineProperty(operations, 'memory', { value: memory }) as Operations & { readonly memory: Workspace }
}

function fits(W: Tensor, b: Tensor): boolean {
  return W.data instanceof Float32Array && b.data instanceof Float32Array && W.shape[1] >= 4
}

function take(memory: Workspace, plain: Operations, examples: Examples, rows: ArrayLike<number>): Examples {
  const { images, labels } = examples
  const all = memory.imagesOf(images)
  if (!all) {
    const taken = plain.take(examples, rows)
    if (!(taken.images.data instanceof Float32Array)) return taken
    return { images: fill(memory.begin().images(taken.images.shape), taken.images), labels: taken.labels }
  }
  const [N] = images.shape
  if (labels.length !== N) throw new ShapeError('take', `${N} labels, one per image`, [{ shape: [labels.length] }])
  const arena = memory.begin()
  const B = rows.length
  const at = arena.place(4 * B)
  const y = arena.labels(B)
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
  if ('bytes' in all) {
    const x = arena.images([B, images.shape[1]])
    memory.kernels.run.takeByteRows(B, images.shape[1], at, all.bytes, all.numbers, all.divisor, x.at)
    return { images: x, labels: y }
  }
  if (!isWhole) memory.fetch(all, rows, at)
  return { images: arena.rows(all, at, B, isWhole), labels: y }
}

function dense(memory: Workspace, x: Tensor, W: Tensor, b: Tensor): [Tensor, (dy: Tensor) => DenseGradient] {
  const [I, O] = W.shape
  if (x.shape.length !== 2 || x.shape[1] !== I) {
    const rows = x.shape.length === 1 ? 1 : x.shape[0]
    const remedy = rows * I === size(x.shape) ? `Reshape it to [${rows}, ${I}].` : ''
    throw new ShapeError(`dense(${I} → ${O})`, `x: [batch, ${I}]`, [x], remedy)
  }
  const { run, threads } = memory.kernels
  memory.enter(x)
  const B = x.shape[0]
  const y = memory.result([B, O])
  const input = x instanceof Batch && !x.isRead ? x : memory.input(x)
  const [weights, bias] = [memory.parameter(W, input instanceof Batch), memory.parameter(b)]
  if (input instanceof Batch && weights instanceof Panels) {
    const { starts, entries, values } = input.of
    const { at, count } = weights
    run.panelSpmm(0, count, B, I, input.rows, starts, entries, values, at, bias.at, y.at, O)
  } else if (input instanceof Batch) {
    const { starts, entries, values } = input.of
    const others = threads > 1 && !input.isWhole ? memory.place(4 * B * O * (threads - 1)) : 0
    const none = others > 0 ? memory.none(4 * O + 64) : 0
    run.spmm(0, B, 0, I, I, input.rows, starts, entries, values, weights.at, bias.at, y.at, O, others, none)
  } else memory.product(B, I, O, asIs(input), asIs(memory.inRows(weights)), y.at, { at: bias.at, row: 0 })

  const back = (given: Tensor): DenseGradient => {
    const dy = memory.input(given)
    const db = memory.result(b.shape)
    run.sumColumns(B, O, dy.at, db.at)
    return layerGradient(memory, weights, input, dy, db)
  }
  return [y, back]
}

function relu(memory: Workspace, z: WasmTensor): [Tensor, (dh: Tensor) => [Tensor]] {
  const { run } = memory.kernels
  const h = memory.result(z.shape)
  const count = h.length
  run.relu(0, count, z.at, h.at)
  const back = (given: Tensor): [Tensor] => {
    const dh = memory.input(given)
    const dz = memory.result(z.shape)
    run.reluBackward(0, count, z.at, dh.at, dz.at)
    return [dz]
  }
  return [h, back]
}

function loss(memory: Workspace, plain: Operations, x: WasmTensor, labels: Labels): [number, (dL?: number) => Tensor] {
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
    scaled.view().fill(0)
    run.axpy(0, B * K, scaled.at, dx.at, dL)
    return scaled
  }
  return [total / B, back]
}

function step(memory: Workspace, plain: Operations, parameter: Tensor, gradient: Tensor, rate: number): void {
  const known = memory.parameters.find(parameter)
  if (!known || !sameShape(parameter, gradient)) return plain.step(parameter, gradient, rate)
  const { placed } = known
  if (gradient instanceof WeightGradient && gradient.fits(placed)) gradient.addTo(placed, -rate)
  else if (placed instanceof Panels) return plain.step(parameter, gradient, rate)
  else {
    const g = memory.input(gradient)
    memory.kernels.run.axpy(0, g.length, placed.change(), g.at, -rate)
  }
  known.copyOut()
}
