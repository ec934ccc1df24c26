import type { Implementation } from '#kata/4-backprop/11-property.ts'
import type { Tensor } from '#lib/tensor'
import * as oracle from '../oracles/network.ts'

/** An implementation of dense that a learner’s law is tried on. Its way forward is right. */
export interface WayBack {
  /** it follows “a way back”, in a title */
  readonly that: string
  readonly make: () => Implementation
}

export interface WrongWayBack extends WayBack {
  /** what a law does not see that holds of it */
  readonly fault: string
}

interface Inputs {
  readonly x: Tensor
  readonly W: Tensor
  readonly b: Tensor
  readonly dy: Tensor
}

type Gradient = ReturnType<ReturnType<Implementation>[1]>

/** the right way forward with this way back */
const withBack =
  (back: (inputs: Inputs) => Gradient): WayBack['make'] =>
  () =>
  (x, W, b) => [oracle.dense(x, { W, b }), (dy) => back({ x, W, b, dy })]

const exact = ({ x, W, b, dy }: Inputs): Gradient => oracle.denseBack(x, { W, b }, dy)

const map = (x: Tensor, f: (v: number, i: number) => number): Tensor => ({ shape: x.shape, data: x.data.map(f) })

/** the tensor of this shape whose entry is a sum over k < K of products, in the order of `indices` */
function summed(
  [M, N]: readonly [number, number],
  K: number,
  term: (m: number, n: number, k: number) => number,
  indices: (K: number) => number[],
): Tensor {
  const data = new Float64Array(M * N)
  for (let m = 0; m < M; m++)
    for (let n = 0; n < N; n++) data[m * N + n] = indices(K).reduce((sum, k) => sum + term(m, n, k), 0)
  return { shape: [M, N], data }
}

/** all three gradients by the definition, with sums in the order of `indices` */
function ordered({ x, W, dy }: Inputs, indices: (K: number) => number[]): Gradient {
  const [[B, I], O] = [x.shape, W.shape[1]]
  const db = summed([1, O], B, (_, o, n) => dy.data[n * O + o], indices)
  return {
    dx: summed([B, I], O, (n, i, o) => dy.data[n * O + o] * W.data[i * O + o], indices),
    dW: summed([I, O], B, (i, o, n) => x.data[n * I + i] * dy.data[n * O + o], indices),
    db: { shape: [O], data: db.data },
  }
}

const upwards = (K: number): number[] => Array.from({ length: K }, (_, k) => k)

/** dx from a W whose entry [i, o] is read at `place` */
function dxFrom({ x, W, dy }: Inputs, place: (i: number, o: number, I: number, O: number) => number): Tensor {
  const [[B, I], O] = [x.shape, W.shape[1]]
  return summed([B, I], O, (n, i, o) => dy.data[n * O + o] * W.data[place(i, o, I, O)], upwards)
}

export const rightWays: readonly WayBack[] = [
  { that: 'of plain matrix products', make: withBack(exact) },
  {
    that: 'that sums from the last term to the first',
    make: withBack((all) => ordered(all, (K) => upwards(K).reverse())),
  },
  {
    that: 'that sums every other term, then the rest',
    make: withBack((all) => ordered(all, (K) => upwards(K).sort((k, l) => (k % 2) - (l % 2) || k - l))),
  },
  {
    that: 'that computes a gradient when it is read',
    make: withBack((all) => ({
      get dx() {
        return exact(all).dx
      },
      get dW() {
        return exact(all).dW
      },
      get db() {
        return exact(all).db
      },
    })),
  },
  {
    that: 'whose gradients are windows on a larger array',
    make: withBack((all) => {
      const window = ({ shape, data }: Tensor): Tensor => ({
        shape,
        data: Float64Array.of(7, ...data, 7).subarray(1, data.length + 1),
      })
      const { dx, dW, db } = exact(all)
      return { dx: window(dx), dW: window(dW), db: window(db) }
    }),
  },
]

export const wrongWays: readonly WrongWayBack[] = [
  {
    that: 'whose gradients are twice as large',
    fault: 'a factor of 2',
    make: withBack((all) => {
      const { dx, dW, db } = exact(all)
      return { dx: map(dx, (v) => 2 * v), dW: map(dW, (v) => 2 * v), db: map(db, (v) => 2 * v) }
    }),
  },
  {
    that: 'whose dx has the opposite sign',
    fault: 'the opposite sign of dx',
    make: withBack((all) => ({ ...exact(all), dx: map(exact(all).dx, (v) => -v) })),
  },
  {
    that: 'that does not transpose a square W',
    fault: 'a missing transpose where W is square',
    make: withBack((all) => ({ ...exact(all), dx: dxFrom(all, (i, o, I, O) => (I === O ? o * O + i : i * O + o)) })),
  },
  {
    that: 'that reads W as if it had I columns',
    fault: 'a W read with the wrong width, which is right only where W is square',
    make: withBack((all) => ({ ...exact(all), dx: dxFrom(all, (i, o, I) => i * I + o) })),
  },
  {
    that: 'that divides dW and db by B',
    fault: 'a mean over the batch in place of the sum',
    make: withBack((all) => {
      const { dx, dW, db } = exact(all)
      return { dx, dW: map(dW, (v) => v / all.x.shape[0]), db: map(db, (v) => v / all.x.shape[0]) }
    }),
  },
  {
    that: 'whose db is the first row of dy',
    fault: 'a db that forgets all rows but the first',
    make: withBack((all) => ({
      ...exact(all),
      db: { shape: all.b.shape, data: all.dy.data.slice(0, all.b.shape[0]) },
    })),
  },
  {
    that: 'that takes dy[0, 0] for every entry of dy',
    fault: 'a way back that reads only one entry of dy',
    make: withBack((all) => exact({ ...all, dy: map(all.dy, () => all.dy.data[0]) })),
  },
  {
    that: 'that takes 0 for the negative entries of dy',
    fault: 'negative entries of dy that are lost',
    make: withBack((all) => exact({ ...all, dy: map(all.dy, (v) => Math.max(0, v)) })),
  },
  {
    that: 'that takes |x| for x in dW',
    fault: 'a sign of x that is lost in dW',
    make: withBack((all) => ({ ...exact(all), dW: exact({ ...all, x: map(all.x, Math.abs) }).dW })),
  },
  {
    that: 'that adds 0.01·W to dW',
    fault: 'an error of a hundredth in dW',
    make: withBack((all) => ({ ...exact(all), dW: map(exact(all).dW, (v, i) => v + 0.01 * all.W.data[i]) })),
  },
  {
    that: 'whose dW is NaN',
    fault: 'NaN in dW',
    make: withBack((all) => ({ ...exact(all), dW: map(all.W, () => NaN) })),
  },
  {
    that: 'that throws for a batch of one row',
    fault: 'an error that is thrown for a batch of one row',
    make: withBack((all) => {
      if (all.dy.shape[0] === 1) throw new RangeError('row 1 of dy is missing')
      return exact(all)
    }),
  },
  {
    that: 'that throws for a batch of more than one row',
    fault: 'an error that is thrown for a batch of more than one row',
    make: withBack((all) => {
      if (all.dy.shape[0] > 1) throw new RangeError('dy has more than one row')
      return exact(all)
    }),
  },
]
