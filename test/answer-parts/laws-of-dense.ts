import type * as kata from '#kata/4-backprop/11-property.ts'
import type { Random } from '#lib/random'
import { type Tensor, zeros } from '#lib/tensor'

/** Right halves of a law of dense: inputs, and what it compares. An answer puts a wrong half beside a right one. */
export interface Drawn {
  readonly x: Tensor
  readonly W: Tensor
  readonly b: Tensor
  readonly dy: Tensor
}

export type Draw = (random: Random) => Drawn
export type Claim = (dense: kata.Implementation, drawn: Drawn, random: Random) => boolean
export type Sizes = readonly [B: number, I: number, O: number]

/** numbers from −2 to 2 */
export const symmetric = (random: Random): number => 4 * random() - 2

export function tensorOf(shape: readonly number[], entry: () => number): Tensor {
  return { shape, data: zeros(shape).data.map(entry) }
}

/** each size from 1 to 4 */
export const anySizes = (random: Random): Sizes => {
  const size = (): number => 1 + Math.floor(4 * random())
  return [size(), size(), size()]
}

/** inputs of drawn sizes, with drawn entries; `sizes` or `entry` may be other ones */
export function drawInputs(sizes: (random: Random) => Sizes = anySizes, entry = symmetric): Draw {
  return (random) => {
    const [B, I, O] = sizes(random)
    const next = (): number => entry(random)
    return { x: tensorOf([B, I], next), W: tensorOf([I, O], next), b: tensorOf([O], next), dy: tensorOf([B, O], next) }
  }
}

export function lawOf(draw: Draw, claim: Claim): Pick<typeof kata, 'holds'> {
  return { holds: (dense, random) => claim(dense, draw(random), random) }
}

/** ⟨a, b⟩ */
export function dot(a: Tensor, b: Tensor): number {
  let sum = 0
  a.data.forEach((v, i) => (sum += v * b.data[i]))
  return sum
}

/** x + t·u */
export function move(x: Tensor, t: number, u: Tensor): Tensor {
  return { shape: x.shape, data: x.data.map((v, i) => v + t * u.data[i]) }
}

export const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9

/** a and b agree in each entry */
export function areClose(a: Tensor, b: Tensor): boolean {
  return a.data.length === b.data.length && a.data.every((v, i) => isClose(v, b.data[i]))
}

/** the slope of ⟨dy, y⟩ in a drawn direction is what the gradients say, all three together; `agree` compares the two */
export function adjoint(agree = isClose): Claim {
  return (dense, { x, W, b, dy }, random) => {
    const [u, v, w] = [x, W, b].map(({ shape }) => tensorOf(shape, () => symmetric(random)))
    const y_at = (t: number): Tensor => dense(move(x, t, u), move(W, t, v), move(b, t, w))[0]
    const { dx, dW, db } = dense(x, W, b)[1](dy)
    return agree((dot(dy, y_at(1)) - dot(dy, y_at(-1))) / 2, dot(dx, u) + dot(dW, v) + dot(db, w))
  }
}

/** the gradients of dense, by loops over the formula; `order` gives the indices of a sum */
export function gradientsOf({ x, W, b, dy }: Drawn): { dx: Tensor; dW: Tensor; db: Tensor } {
  const [dx, dW, db] = [zeros(x.shape), zeros(W.shape), zeros(b.shape)]
  const [[B, I], [O]] = [x.shape, b.shape]
  for (let n = 0; n < B; n++) {
    for (let o = 0; o < O; o++) {
      const d = dy.data[n * O + o]
      db.data[o] += d
      for (let i = 0; i < I; i++) {
        dx.data[n * I + i] += d * W.data[i * O + o]
        dW.data[i * O + o] += d * x.data[n * I + i]
      }
    }
  }
  return { dx, dW, db }
}
