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
  const velocityOf = rememberFor(memory, (tensor) => zerosLike(memory, tensor))
  const { run } = memory.kernels
  return (parameter, gradient, rate) => {
    const found = velocityOf(parameter, gradient)
    if (!found) return own(parameter, gradient, rate)
    const { tensor } = found.parameter
    const velocity = found.memory
    const v = velocity.writableAt()
    run.scale(tensor.length, v, beta, v)
    addGradient(memory, velocity, gradient)
    run.axpy(0, tensor.length, tensor.writableAt(), v, -rate)
    found.parameter.copyOut()
  }
}

/** What Adam keeps of a parameter, and where its gradient is added up. All have the layout of the parameter. */
interface Averages {
  /** 0 between two steps */
  readonly gradient: WasmTensor
  readonly m: Pointer
  readonly v: Pointer
  t: number
}

function adam(memory: Workspace, own: Step): Step {
  const [beta1, beta2, epsilon, weightDecay] = [0.9, 0.999, 1e-8, 0]
  const averagesFor = rememberFor(memory, (tensor) => averagesOf(memory, tensor))
  const { run } = memory.kernels
  return (parameter, gradient, rate) => {
    const found = averagesFor(parameter, gradient)
    if (!found) return own(parameter, gradient, rate)
    const { tensor } = found.parameter
    const { gradient: sum, m, v } = found.memory
    addGradient(memory, sum, gradient)
    const [t, g, p, n] = [++found.memory.t, sum.writableAt(), tensor.writableAt(), tensor.length]
    const [scale1, scale2] = [1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t)]
    run.adam(0, n, p, g, m, v, beta1, 1 - beta1, beta2, 1 - beta2, scale1, scale2, epsilon, rate, weightDecay)
    found.parameter.copyOut()
  }
}

/** What a step keeps of each parameter, made when it first meets it. undefined for one that is not in the kernels’ memory. */
function rememberFor<Memory>(
  { parameters }: Workspace,
  make: (tensor: WasmTensor) => Memory,
): (p: Tensor, gradient: Tensor) => { readonly parameter: Parameter; readonly memory: Memory } | undefined {
  const known = new WeakMap<Parameter, { readonly parameter: Parameter; readonly memory: Memory }>()
  return (p, gradient) => {
    const parameter = parameters.find(p)
    if (!parameter || !sameShape(p, gradient)) return undefined
    const found = known.get(parameter) ?? { parameter, memory: make(parameter.tensor) }
    known.set(parameter, found)
    return found
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
