import type * as kata from '#kata/6-mnist/9-adam.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError } from '#lib/tensor'
import { type Settings, adamBy, checkBetas, checkGradient, usualSettings } from '../../answer-parts/optimizers.ts'

/** What a parameter has felt, as an object with a method. */
class Memory {
  #m: number[]
  #v: number[]
  #powers: readonly [number, number] = [1, 1]

  constructor(length: number) {
    this.#m = Array.from({ length }, () => 0)
    this.#v = [...this.#m]
  }

  /** the direction of the step, with the gradient among what was felt */
  feel({ data }: Tensor, { beta1, beta2, epsilon }: Settings): number[] {
    const [a, b] = this.#powers
    this.#powers = [a * beta1, b * beta2]
    this.#m = this.#m.map((m, i) => m + (1 - beta1) * (data[i] - m))
    this.#v = this.#v.map((v, i) => v + (1 - beta2) * (data[i] ** 2 - v))
    const [power1, power2] = this.#powers
    return this.#m.map((m, i) => m / (1 - power1) / (Math.sqrt(this.#v[i] / (1 - power2)) + epsilon))
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'correction-in-front',
    how: 'both corrections are a factor of the rate, and ε is multiplied by √(1 − β₂ᵗ) below',
    answer: () => ({
      adam: adamBy({
        mean: ({ m }) => m,
        meanSquare: ({ v }) => v,
        direction(m, v, { t, beta1, beta2, epsilon }) {
          const root = Math.sqrt(1 - beta2 ** t)
          return ((root / (1 - beta1 ** t)) * m) / (Math.sqrt(v) + epsilon * root)
        },
      }),
    }),
  },
  {
    id: 'running-powers',
    how: 'm += (1 − β₁)·(g − m), the powers of β by multiplication, and an object with a method in a Map',
    answer: () => ({
      adam(own) {
        const settings = { ...usualSettings, ...own }
        checkBetas(settings)
        const known = new Map<Tensor, Memory>()
        return (parameter, gradient, rate) => {
          checkGradient(parameter, gradient)
          const memory = known.get(parameter) ?? new Memory(parameter.data.length)
          known.set(parameter, memory)
          const direction = memory.feel(gradient, settings)
          direction.forEach((d, i) => (parameter.data[i] -= rate * (d + settings.weightDecay * parameter.data[i])))
        }
      },
    }),
  },
  {
    id: 'decay-first',
    how: 'p·(1 − rate·weightDecay), then the step',
    answer: () => ({
      adam: adamBy({
        move: ({ p, rate, weightDecay }, direction) => p * (1 - rate * weightDecay) - rate * direction,
      }),
    }),
  },
  {
    id: 'all-gradients',
    how: 'no averages are kept, but copies of all gradients: each step adds them up anew, with the powers of β',
    answer: () => ({
      adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = {}) {
        for (const beta of [beta1, beta2]) if (!(beta < 1) || beta < 0) throw new ValueError(`${beta} is no beta.`)
        const symbol = Symbol('gradients')
        return (parameter, gradient, rate) => {
          if (String(parameter.shape) !== String(gradient.shape))
            throw new ShapeError(`[${gradient.shape.join(', ')}] is no gradient of [${parameter.shape.join(', ')}].`)
          const memory = parameter as unknown as { [key: symbol]: Tensor['data'][] | undefined }
          const gradients = [...(memory[symbol] ?? []), gradient.data.slice()]
          memory[symbol] = gradients
          const mean = (beta: number, of: (g: Tensor['data']) => number): number => {
            const [sum, weights] = gradients.reduce(
              ([total, weight], g) => [beta * total + of(g), beta * weight + 1],
              [0, 0],
            )
            return sum / weights
          }
          parameter.data.forEach((p, i) => {
            const root = Math.sqrt(mean(beta2, (g) => g[i] ** 2))
            parameter.data[i] = p - rate * (mean(beta1, (g) => g[i]) / (root + epsilon) + weightDecay * p)
          })
        }
      },
    }),
  },
]
