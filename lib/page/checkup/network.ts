import type { Layer } from '#kata/4-backprop/8-chain.ts'
import { type Tensor, zeros } from '../../tensor.ts'

/** The page's own network in plain loops. A checked exercise gets it in place of the other exercises. */

/** Returns max(0, x) and its pullback. */
export function relu(x: Tensor): [Tensor, (dy: Tensor) => [Tensor]] {
  const gate = (of: Tensor): Tensor => ({ shape: x.shape, data: of.data.map((v, i) => (x.data[i] > 0 ? v : 0)) })
  return [gate(x), (dy) => [gate(dy)]]
}

/** Returns z and its pullback. */
function identity(z: Tensor): [Tensor, (dy: Tensor) => [Tensor]] {
  return [z, (dy) => [dy]]
}

/** activation(x·W + b), a layer of 4.8 */
export function layer(W: Tensor, b: Tensor, activation = identity): Layer {
  const [I, O] = W.shape
  const pullback: Layer['pullback'] = (x) => {
    const B = x.shape[0]
    const z = zeros([B, O], x)
    each(B, I, O, (n, i, o) => (z.data[n * O + o] += x.data[n * I + i] * W.data[i * O + o]))
    each(B, 1, O, (n, _, o) => (z.data[n * O + o] += b.data[o]))
    const [y, activationBack] = activation(z)
    const back = (dy: Tensor) => {
      const [dz] = activationBack(dy)
      const [dx, dW, db] = [zeros([B, I], x), zeros([I, O], W), zeros([O], b)]
      each(B, I, O, (n, i, o) => {
        dx.data[n * I + i] += dz.data[n * O + o] * W.data[i * O + o]
        dW.data[i * O + o] += dz.data[n * O + o] * x.data[n * I + i]
      })
      each(B, 1, O, (n, _, o) => (db.data[o] += dz.data[n * O + o]))
      return { dz, dx, dW, db }
    }
    return [y, back]
  }
  return Object.assign((x: Tensor) => pullback(x)[0], { W, b, activation, pullback })
}

function each(B: number, I: number, O: number, visit: (n: number, i: number, o: number) => void): void {
  for (let n = 0; n < B; n++) for (let i = 0; i < I; i++) for (let o = 0; o < O; o++) visit(n, i, o)
}
