import type { Step } from '#kata/6-mnist/4-apply-gradient.ts'
import type * as adaptive from '#kata/6-mnist/9-adam.ts'
import { type Tensor, ShapeError, ValueError, sameShape, zeros } from '#lib/tensor'

/** an entry of the parameter, of the gradient, and of the velocity, in one step */
export interface Moved {
  readonly p: number
  readonly g: number
  readonly v: number
  readonly rate: number
  readonly beta: number
}

/** how a step finds the velocity of a parameter, and makes one of zeros if there is none */
export type Memory = (parameter: Tensor) => Tensor

export function byParameter(): Memory {
  const known = new WeakMap<Tensor, Tensor>()
  return (parameter) => {
    const velocity = known.get(parameter) ?? zeros(parameter.shape, parameter)
    known.set(parameter, velocity)
    return velocity
  }
}

export function checkBeta(beta: number): void {
  if (!(beta >= 0 && beta < 1)) throw new ValueError(`momentum wants a beta from 0 to below 1, but got ${beta}.`)
}

export function checkGradient(parameter: Tensor, gradient: Tensor): void {
  if (!sameShape(parameter, gradient))
    throw new ShapeError('the step', 'a gradient of the parameter’s shape', [parameter, gradient])
}

/** momentum, but for what becomes of an entry, and for where the velocities are */
export function momentumBy({
  entry = ({ p, g, v, rate, beta }: Moved): readonly [p: number, v: number] => [
    p - rate * (beta * v + g),
    beta * v + g,
  ],
  remember = byParameter,
  check = checkGradient,
} = {}): (beta?: number) => Step {
  return (beta = 0.9) => {
    checkBeta(beta)
    const velocityOf = remember()
    return (parameter, gradient, rate) => {
      check(parameter, gradient)
      const [p, g, v] = [parameter.data, gradient.data, velocityOf(parameter).data]
      for (let i = 0; i < p.length; i++) [p[i], v[i]] = entry({ p: p[i], g: g[i], v: v[i], rate, beta })
    }
  }
}

/** linearDecay, but for the share of the rate at its t-th call, and for how the calls are counted */
export function decayBy({
  share = (t: number, steps: number): number => Math.max(0, 1 - t / steps),
  count = byTensor,
  check = checkSteps,
} = {}): (leaf: Step, steps: number) => Step {
  return (leaf, steps) => {
    check(steps)
    const next = count()
    return (parameter, gradient, rate) => leaf(parameter, gradient, rate * share(next(parameter), steps))
  }
}

/** how often it was called before for this tensor */
export function byTensor(): (parameter: Tensor) => number {
  const counts = new WeakMap<Tensor, number>()
  return (parameter) => {
    const t = counts.get(parameter) ?? 0
    counts.set(parameter, t + 1)
    return t
  }
}

export function checkSteps(steps: number): void {
  if (Number.isInteger(steps) && steps > 0) return
  throw new ValueError(`linearDecay wants a whole number of steps above 0, but got ${steps}.`)
}

export interface Settings {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly weightDecay: number
}

/** an entry in one step of adam: of the parameter, of the gradient, and of both averages; and how many steps there were, this one included */
export interface Felt extends Settings {
  readonly p: number
  readonly g: number
  readonly m: number
  readonly v: number
  readonly t: number
  readonly rate: number
}

/** both averages of a parameter, and how many steps it has taken */
export interface Averages {
  readonly m: Tensor
  readonly v: Tensor
  t: number
}

export function averagesOf(parameter: Tensor): Averages {
  return { m: zeros(parameter.shape, parameter), v: zeros(parameter.shape, parameter), t: 0 }
}

function averagesByParameter(): (parameter: Tensor) => Averages {
  const known = new WeakMap<Tensor, Averages>()
  return (parameter) => {
    const averages = known.get(parameter) ?? averagesOf(parameter)
    known.set(parameter, averages)
    return averages
  }
}

export function checkBetas({ beta1, beta2 }: Settings): void {
  for (const beta of [beta1, beta2])
    if (!(beta >= 0 && beta < 1)) throw new ValueError(`adam wants betas from 0 to below 1, but got ${beta}.`)
}

export const usualSettings: Settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }

const rightAdam = {
  average: ({ g, m, beta1 }: Felt): number => beta1 * m + (1 - beta1) * g,
  square: ({ g, v, beta2 }: Felt): number => beta2 * v + (1 - beta2) * g * g,
  mean: ({ m, t, beta1 }: Felt): number => m / (1 - beta1 ** t),
  meanSquare: ({ v, t, beta2 }: Felt): number => v / (1 - beta2 ** t),
  /** from m̂, v̂ and ε; m and v are those after this step */
  direction: (mean: number, square: number, { epsilon }: Felt): number => mean / (Math.sqrt(square) + epsilon),
  move: ({ p, rate, weightDecay }: Felt, direction: number): number => p - rate * (direction + weightDecay * p),
}

/** adam, but for one part of its formula, for where its averages are, or for what it refuses */
export function adamBy({
  remember = averagesByParameter,
  check = checkGradient,
  checkSettings = checkBetas,
  before = 0,
  defaults = usualSettings,
  ...parts
}: Partial<typeof rightAdam> & {
  readonly remember?: () => (parameter: Tensor) => Averages
  readonly check?: typeof checkGradient
  readonly checkSettings?: (settings: Settings) => void
  /** what t is before the first step */
  readonly before?: number
  readonly defaults?: Settings
} = {}): typeof adaptive.adam {
  const { average, square, mean, meanSquare, direction, move } = { ...rightAdam, ...parts }
  return (own = {}) => {
    const settings = { ...defaults, ...own }
    checkSettings(settings)
    const find = remember()
    return (parameter, gradient, rate) => {
      check(parameter, gradient)
      const averages = find(parameter)
      const t = before + ++averages.t
      const [p, g, m, v] = [parameter.data, gradient.data, averages.m.data, averages.v.data]
      const felt = { ...settings, p: 0, g: 0, m: 0, v: 0, t, rate } // one for all entries, since there may be 140,000
      for (let i = 0; i < p.length; i++) {
        ;[felt.p, felt.g, felt.m, felt.v] = [p[i], g[i], m[i], v[i]]
        const [averaged, squared] = [average(felt), square(felt)]
        ;[felt.m, felt.v, m[i], v[i]] = [averaged, squared, averaged, squared]
        p[i] = move(felt, direction(mean(felt), meanSquare(felt), felt))
      }
    }
  }
}
