import type { Tensor } from '#lib/tensor'

/** m[i] = Σₙ x[n, i] / N */
export function meanImage({ shape: [N, P], data }: Tensor): number[] {
  return Array.from({ length: P }, (_, i) => {
    let sum = 0
    for (let n = 0; n < N; n++) sum += data[n * P + i]
    return sum / N
  })
}

/** y[n, i] = x[n, i] − m[i] */
export function minus({ shape, data }: Tensor, m: readonly number[]): Tensor {
  return { shape, data: data.map((v, i) => v - m[i % m.length]) }
}
