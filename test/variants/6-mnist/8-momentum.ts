import type * as kata from '#kata/6-mnist/8-momentum.ts'
import { type Step, step } from '#kata/6-mnist/4-apply-gradient.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError } from '#lib/tensor'
import { checkBeta, checkGradient, checkSteps, momentumBy } from '../../answer-parts/optimizers.ts'

/** The velocity of a parameter, and what a step does with it. */
class Velocity {
  readonly #v: Float64Array
  readonly #beta: number

  constructor(length: number, beta: number) {
    this.#v = new Float64Array(length)
    this.#beta = beta
  }

  add({ data }: Tensor): Float64Array {
    for (let i = 0; i < data.length; i++) this.#v[i] = this.#beta * this.#v[i] + data[i]
    return this.#v
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'rate-in-velocity',
    how: 'v ← β·v + rate·g, p ← p − v: the same for a rate that stays; after the last step the leaf is not called',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = beta * v + rate * g
          return [p - velocity, velocity]
        },
      }),
      linearDecay(leaf, steps) {
        checkSteps(steps)
        const left = new Map<Tensor, number>()
        return (parameter, gradient, rate) => {
          const more = left.get(parameter) ?? steps
          left.set(parameter, more - 1)
          if (more > 0) leaf(parameter, gradient, (rate * more) / steps)
        }
      },
    }),
  },
  {
    id: 'downhill-velocity',
    how: 'the velocity points downhill: v ← β·v − rate·g, p ← p + v',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = beta * v - rate * g
          return [p + velocity, velocity]
        },
      }),
    }),
  },
  {
    id: 'symbol',
    how: 'the velocity and the count lie on the parameter, under a symbol of this optimizer',
    answer: () => {
      const on = <Value>(tensor: Tensor): { [key: symbol]: Value | undefined } =>
        tensor as unknown as { [key: symbol]: Value | undefined }
      return {
        momentum(beta = 0.9) {
          checkBeta(beta)
          const key = Symbol('velocity')
          return (parameter, gradient, rate) => {
            checkGradient(parameter, gradient)
            const memory = on<number[]>(parameter)
            const before = memory[key]
            const velocity = Array.from(gradient.data, (g, i) => g + beta * (before ? before[i] : 0))
            memory[key] = velocity
            velocity.forEach((v, i) => (parameter.data[i] -= rate * v))
          }
        },
        linearDecay(leaf, steps) {
          checkSteps(steps)
          const key = Symbol('count')
          return (parameter, gradient, rate) => {
            const memory = on<number>(parameter)
            const t = memory[key] ?? 0
            memory[key] = t + 1
            leaf(parameter, gradient, t < steps ? rate - (rate * t) / steps : 0)
          }
        },
      }
    },
  },
  {
    id: 'two-arrays',
    how: 'a list of parameters, and a list of what belongs to them; the first velocity is a copy of the gradient',
    answer: () => ({
      momentum(beta = 0.9) {
        if (Number.isNaN(beta) || beta < 0 || beta >= 1) throw new ValueError(`A beta of ${beta} makes no momentum.`)
        const [parameters, velocities]: [Tensor[], Tensor['data'][]] = [[], []]
        return (parameter, gradient, rate) => {
          if (String(parameter.shape) !== String(gradient.shape))
            throw new ShapeError(`[${gradient.shape.join(', ')}] is no gradient of [${parameter.shape.join(', ')}].`)
          let at = parameters.indexOf(parameter)
          if (at < 0) {
            at = parameters.push(parameter) - 1
            velocities.push(gradient.data.slice())
          } else velocities[at] = velocities[at].map((v, i) => beta * v + gradient.data[i])
          parameter.data.set(parameter.data.map((p, i) => p - rate * velocities[at][i]))
        }
      },
      linearDecay(leaf, steps) {
        checkSteps(steps)
        const parameters: Tensor[] = []
        return (parameter, gradient, rate) => {
          const t = parameters.filter((known) => known === parameter).length
          if (t < steps) parameters.push(parameter)
          leaf(parameter, gradient, rate * (1 - t / steps))
        }
      },
    }),
  },
  {
    id: 'objects',
    how: 'an object for each parameter, in a Map, with a method; the parameter moves by the step of 6.4',
    answer: () => ({
      momentum(beta = 0.9): Step {
        checkBeta(beta)
        const known = new Map<Tensor, Velocity>()
        return (parameter, gradient, rate) => {
          checkGradient(parameter, gradient)
          const velocity = known.get(parameter) ?? new Velocity(parameter.data.length, beta)
          known.set(parameter, velocity)
          step(parameter, { shape: gradient.shape, data: velocity.add(gradient) }, rate)
        }
      },
    }),
  },
]
