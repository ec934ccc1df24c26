import { type Tensor, zeros } from '#lib/tensor'

/** 1 / (1 + e⁻ˣ), by an exponential that never overflows */
export function sigmoid(x: Tensor): Tensor {
  return {
    shape: x.shape,
    data: x.data.map((v) => (v < 0 ? Math.exp(v) / (1 + Math.exp(v)) : 1 / (1 + Math.exp(-v)))),
  }
}

/** dy · e⁻ˣ / (1 + e⁻ˣ)², which is even in x */
export function sigmoidBack(x: Tensor, dy: Tensor): Tensor {
  const slope = (v: number): number => Math.exp(-Math.abs(v)) / (1 + Math.exp(-Math.abs(v))) ** 2
  return { shape: x.shape, data: dy.data.map((d, i) => d * slope(x.data[i])) }
}

export function squaredError(y: Tensor, t: Tensor): number {
  let total = 0
  for (let i = 0; i < y.data.length; i++) total += (y.data[i] - t.data[i]) ** 2
  return total / y.data.length
}

export function squaredErrorBack(y: Tensor, t: Tensor, dL: number): { dy: Tensor; dt: Tensor } {
  const [dy, dt] = [zeros(y.shape, y), zeros(t.shape, t)]
  for (let i = 0; i < y.data.length; i++) {
    dy.data[i] = (dL * 2 * (y.data[i] - t.data[i])) / y.data.length
    dt.data[i] = (dL * 2 * (t.data[i] - y.data[i])) / y.data.length
  }
  return { dy, dt }
}

export function scale(x: Tensor, g: Tensor): Tensor {
  const y = zeros(x.shape, x)
  const [B, J] = x.shape
  for (let n = 0; n < B; n++) for (let j = 0; j < J; j++) y.data[n * J + j] = x.data[n * J + j] * g.data[j]
  return y
}

export function scaleBack(x: Tensor, g: Tensor, dy: Tensor): { dx: Tensor; dg: Tensor } {
  const dg = zeros(g.shape, g)
  const [B, J] = x.shape
  for (let n = 0; n < B; n++) for (let j = 0; j < J; j++) dg.data[j] += dy.data[n * J + j] * x.data[n * J + j]
  return { dx: scale(dy, g), dg }
}
