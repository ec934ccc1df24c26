import type { DenseGradient } from '#kata/4-backprop/5-dense.ts'
import type { Examples } from '#kata/6-mnist/2-batches.ts'
import type { Operations } from '#kata/6-mnist/5-train.ts'
import { type Labels, type Tensor, ShapeError, reshapeRemedy, ValueError, sameShape } from '#lib/tensor'
import { Batch } from './batch.ts'
import { WeightGradient, layerGradient } from './gradients.ts'
import type { Kernels } from './kernels.ts'
import { Workspace, rowMajorView, copyInto } from './workspace.ts'
import { Panels, WasmTensor } from './wasm-tensor.ts'

/**
 * The operations of training on kernels: take, dense, relu, loss and step, with the meaning of `plain`, in float32.
 *
 * After the first step nothing is allocated, since each step reuses the memory of the step before. So a result is valid until the
 * `take` after its step. An array that `data` has returned stays valid. Parameters move into the kernels’ memory when they are first
 * used, and their `data` reads from there. The kernels leave float64 and fewer than four columns to `plain`.
 *
 * To a kata each object is an ordinary one: its own properties are those of its interface, and no others. A spread copy of a record
 * works too, and is slower.
 */
export function kernelOperations(kernels: Kernels, plain: Operations): Operations & { readonly memory: Workspace } {
  const memory = new Workspace(kernels)
  const operations: Operations = {
    take: (examples, rows) => take(memory, plain, examples, rows),
    dense: (x, W, b) =>
      memory.parameters.find(W) || suitsKernels(W, b) ? dense(memory, x, W, b) : plain.dense(x, W, b),
    relu: (x) => (x instanceof WasmTensor && x.isResident ? relu(memory, x) : plain.relu(x)),
    loss: (x, labels) =>
      x instanceof WasmTensor && x.isResident && x.shape[1] >= 4 && x.shape[1] <= 256
        ? loss(memory, plain, x, labels)
        : plain.loss(x, labels),
    step: (parameter, gradient, rate) => step(memory, plain, parameter, gradient, rate),
  }
  return Object.defineProperty(operations, 'memory', { value: memory }) as Operations & { readonly memory: Workspace }
}

function suitsKernels(W: Tensor, b: Tensor): boolean {
  return W.data instanceof Float32Array && b.data instanceof Float32Array && W.shape[1] >= 4
}

function take(memory: Workspace, plain: Operations, examples: Examples, rows: ArrayLike<number>): Examples {
  const { images, labels } = examples
  const matrix = memory.imagesOf(images)
  if (!matrix) {
    const taken = plain.take(examples, rows)
    if (!(taken.images.data instanceof Float32Array)) return taken
    return { images: copyInto(memory.startBatch().denseImages(taken.images.shape), taken.images), labels: taken.labels }
  }
  const [N] = images.shape
  if (labels.length !== N) throw new ShapeError('take', `${N} labels, one per image`, [{ shape: [labels.length] }])
  const arena = memory.startBatch()
  const B = rows.length
  const at = arena.alloc(4 * B)
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
  if ('bytes' in matrix) {
    const x = arena.denseImages([B, images.shape[1]])
    memory.kernels.run.takeByteRows(B, images.shape[1], at, matrix.bytes, matrix.table, matrix.divisor, x.at)
    return { images: x, labels: y }
  }
  if (!isWhole) memory.prefetch(matrix, rows, at)
  return { images: arena.sparseImages(matrix, at, B, isWhole), labels: y }
}

function dense(memory: Workspace, x: Tensor, W: Tensor, b: Tensor): [Tensor, (dy: Tensor) => DenseGradient] {
  const [I, O] = W.shape
  if (x.shape.length !== 2 || x.shape[1] !== I) {
    throw new ShapeError(`dense(${I} → ${O})`, `x: [batch, ${I}]`, [x], reshapeRemedy(x, I))
  }
  const { run, threads } = memory.kernels
  memory.activateArenaOf(x)
  const B = x.shape[0]
  const y = memory.allocTensor([B, O])
  const input = x instanceof Batch && !x.isRead ? x : memory.input(x)
  const [weights, bias] = [memory.parameter(W, input instanceof Batch), memory.parameter(b)]
  if (input instanceof Batch && weights instanceof Panels) {
    const { rowPointers, entries, valueTable } = input.matrix
    const { at, panelCount } = weights
    run.panelSpmm(0, panelCount, B, I, input.rows, rowPointers, entries, valueTable, at, bias.at, y.at, O)
  } else if (input instanceof Batch) {
    const { rowPointers, entries, valueTable } = input.matrix
    const partials = threads > 1 && !input.isWhole ? memory.alloc(4 * B * O * (threads - 1)) : 0
    const zeroRow = partials > 0 ? memory.zeros(4 * O + 64) : 0
    const { rows } = input
    run.spmm(0, B, 0, I, I, rows, rowPointers, entries, valueTable, weights.at, bias.at, y.at, O, partials, zeroRow)
  } else {
    const weightsView = rowMajorView(memory.rowMajor(weights))
    memory.gemm(B, I, O, rowMajorView(input), weightsView, y.at, { at: bias.at, rowStride: 0 })
  }

  const back = (gradient: Tensor): DenseGradient => {
    const dy = memory.input(gradient)
    const db = memory.allocTensor(b.shape)
    run.sumColumns(B, O, dy.at, db.at)
    return layerGradient(memory, weights, input, dy, db)
  }
  return [y, back]
}

function relu(memory: Workspace, z: WasmTensor): [Tensor, (dh: Tensor) => [Tensor]] {
  const { run } = memory.kernels
  const h = memory.allocTensor(z.shape)
  const count = h.length
  run.relu(0, count, z.at, h.at)
  const back = (gradient: Tensor): [Tensor] => {
    const dh = memory.input(gradient)
    const dz = memory.allocTensor(z.shape)
    run.reluBackward(0, count, z.at, dh.at, dz.at)
    return [dz]
  }
  return [h, back]
}

function loss(memory: Workspace, plain: Operations, x: WasmTensor, labels: Labels): [number, (dL?: number) => Tensor] {
  const [B, K] = x.shape
  if (labels.length !== B || B === 0) return plain.loss(x, labels) // it throws the error
  const y = memory.alloc(B)
  const dx = memory.allocTensor(x.shape)
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
    const scaled = memory.allocTensor(x.shape)
    scaled.view().fill(0)
    run.axpy(0, B * K, scaled.at, dx.at, dL)
    return scaled
  }
  return [total / B, back]
}

function step(memory: Workspace, plain: Operations, parameter: Tensor, gradient: Tensor, rate: number): void {
  const known = memory.parameters.find(parameter)
  if (!known || !sameShape(parameter, gradient)) return plain.step(parameter, gradient, rate)
  const { tensor } = known
  if (gradient instanceof WeightGradient && gradient.canAddTo(tensor)) gradient.addTo(tensor, -rate)
  else if (tensor instanceof Panels) return plain.step(parameter, gradient, rate)
  else {
    const g = memory.input(gradient)
    memory.kernels.run.axpy(0, g.length, tensor.writableAt(), g.at, -rate)
  }
  known.copyOut()
}
