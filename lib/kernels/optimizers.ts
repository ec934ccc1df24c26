import type { Step } from '#kata/6-mnist/4-apply-gradient.ts'
import { type Tensor, sameShape } from '#lib/tensor'
import type { Pointer } from './abi.ts'
import { WeightGradient } from './gradients.ts'
import type { Parameter } from './parameters.ts'
import { Panels, WasmTensor } from './wasm-tensor.ts'
import type { Workspace } from './workspace.ts'

/**
 * Steps with a memory on the kernels, with the meaning of 6.8 and 6.9 and their usual settings, in float32. Each takes the tree's own
 * step for parameters that are not in the kernels’ memory.
 */
export interface KernelSteps {
  readonly momentum: (own: Step) => Step
  readonly adam: (own: Step) => Step
}

export function kernelSteps(memory: Workspace): KernelSteps {
  return { momentum: (own) => momentum(memory, own), adam: (own) => adam(memory, own) }
}

/** v ← β·v + g,   p ← p − rate·v      The gradient is added to v in place, without a tensor of its own. */
function momentum(memory: Workspace, own: Step, beta = 0.9): Step {
  const velocities = new WeakMap<Parameter, WasmTensor>()
  const { run } = memory.kernels
  return (parameter, gradient, rate) => {
    const known = memory.parameters.find(parameter)
    if (!known || !sameShape(parameter, gradient)) return own(parameter, gradient, rate)
    const { tensor } = known
    const velocity = velocities.get(known) ?? zerosLike(memory, tensor)
    velocities.set(known, velocity)
    const v = velocity.writableAt()
    run.scale(tensor.length, v, beta, v)
    addGradient(memory, velocity, gradient)
    run.axpy(0, tensor.length, tensor.writableAt(), v, -rate)
    known.copyOut()
  }
}

/** What Adam keeps of a parameter, and where its gradient is added up. All have the layout of the parameter. */
interface Averages {
  readonly gradient: WasmTensor
  readonly m: Pointer
  readonly v: Pointer
  t: number
}

function adam(memory: Workspace, own: Step): Step {
  const [beta1, beta2, epsilon, weightDecay] = [0.9, 0.999, 1e-8, 0]
  const known = new WeakMap<Parameter, Averages>()
  const { kernels } = memory
  return (parameter, gradient, rate) => {
    const found = memory.parameters.find(parameter)
    if (!found || !sameShape(parameter, gradient)) return own(parameter, gradient, rate)
    const { tensor } = found
    const averages = known.get(found) ?? averagesOf(memory, tensor)
    known.set(found, averages)
    const { gradient: sum, m, v } = averages
    const [t, g, p, n] = [++averages.t, sum.writableAt(), tensor.writableAt(), tensor.length]
    kernels.bytes.fill(0, g, g + 4 * n)
    addGradient(memory, sum, gradient)
    const [scale1, scale2] = [1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t)]
    kernels.run.adam(0, n, p, g, m, v, beta1, 1 - beta1, beta2, 1 - beta2, scale1, scale2, epsilon, rate, weightDecay)
    found.copyOut()
  }
}

function averagesOf(memory: Workspace, tensor: WasmTensor): Averages {
  const [gradient, m, v] = [0, 1, 2].map(() => zerosLike(memory, tensor))
  return { gradient, m: m.writableAt(), v: v.writableAt(), t: 0 }
}

/** Zeros with the layout of a parameter, for as long as the training lasts. */
function zerosLike({ kernels }: Workspace, tensor: WasmTensor): WasmTensor {
  const Form = tensor instanceof Panels ? Panels : WasmTensor
  const made = new Form(kernels, tensor.shape, kernels.allocate(4 * tensor.length))
  made.view().fill(0)
  return made
}

/** sum ← sum + gradient. A lazy one is computed into the sum. */
function addGradient(memory: Workspace, sum: WasmTensor, gradient: Tensor): void {
  const { run } = memory.kernels
  if (gradient instanceof WeightGradient && gradient.canAddTo(sum)) return gradient.addTo(sum, 1)
  const g = memory.input(gradient)
  if (!(sum instanceof Panels)) return run.axpy(0, g.length, sum.writableAt(), g.at, 1)
  const rows = memory.rowMajor(sum)
  run.axpy(0, g.length, rows.writableAt(), g.at, 1)
  sum.copyFrom(rows.view())
}
