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
