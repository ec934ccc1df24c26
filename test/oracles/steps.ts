import type { Tensor } from '#lib/tensor'

/** The parameter after each step. The velocity of a step is written out, as a sum over all gradients so far: Σⱼ βᵗ⁻ʲ·gⱼ. */
export function momentum(p: Tensor, gradients: readonly Tensor[], rate: number, beta: number): Tensor[] {
  const now = Array.from(p.data)
  return gradients.map((_, t) => {
    for (let i = 0; i < now.length; i++) {
      let velocity = 0
      for (let j = 0; j <= t; j++) velocity += beta ** (t - j) * gradients[j].data[i]
      now[i] -= rate * velocity
    }
    return { shape: p.shape, data: p.data.map((_, i) => now[i]) }
  })
}

/** What Adam is told, all of it. */
export interface Adam {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly weightDecay: number
}

/** The mean of the first t + 1 numbers, each with the weight βᵗ⁻ʲ: the last counts most. */
function weightedMean(values: readonly number[], t: number, beta: number): number {
  let [sum, weights] = [0, 0]
  for (let j = 0; j <= t; j++) {
    sum += beta ** (t - j) * values[j]
    weights += beta ** (t - j)
  }
  return sum / weights
}

/** The parameter after each step. m̂ and v̂ are written out, as weighted means of all gradients so far and of their squares. */
export function adam(
  p: Tensor,
  gradients: readonly Tensor[],
  rates: readonly number[],
  { beta1, beta2, epsilon, weightDecay }: Adam,
): Tensor[] {
  const now = Array.from(p.data)
  return gradients.map((_, t) => {
    for (let i = 0; i < now.length; i++) {
      const g = gradients.map(({ data }) => data[i])
      const mean = weightedMean(g, t, beta1)
      const square = weightedMean(
        g.map((v) => v * v),
        t,
        beta2,
      )
      now[i] -= rates[t] * (mean / (Math.sqrt(square) + epsilon) + weightDecay * now[i])
    }
    return { shape: p.shape, data: p.data.map((_, i) => now[i]) }
  })
}
