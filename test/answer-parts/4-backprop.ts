import { zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import { products as plain } from '#kata/1-tensor-ops/5-matmul.ts'
import { softmax as probabilities } from '#kata/2-softmax/1-softmax.ts'
import { type Weight, perClass } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import type * as numerical from '#kata/4-backprop/1-numerical-gradient.ts'
import type { Diff } from '#kata/4-backprop/2-pullback.ts'
import type * as branches from '#kata/4-backprop/3-fork.ts'
import type * as affine from '#kata/4-backprop/5-dense.ts'
import { type DenseGradient, dense } from '#kata/4-backprop/5-dense.ts'
import type * as smooth from '#kata/4-backprop/6-softmax.ts'
import type { Loss } from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { type Activation, type Chain, Dense, identity } from '#kata/4-backprop/8-chain.ts'
import type * as network from '#kata/4-backprop/9-gradient.ts'
import { type LossGradient, lossGradient } from '#kata/4-backprop/9-gradient.ts'
import * as own from '#kata/4-backprop/10-yours.ts'
import { type Labels, type Products, type Tensor, zeros } from '#lib/tensor'

export const stepOf = (xi: number): number => 1e-5 * Math.max(1, Math.abs(xi))

/** the right loop of a numerical gradient around another quotient: `at(v)` is f where entry i is v and all others are as they were */
export function quotients(
  slope: (at: (v: number) => number, xi: number, x: Tensor) => number,
): Pick<typeof numerical, 'numericalGradient'> {
  return {
    numericalGradient(f, x) {
      const moved = { shape: x.shape, data: x.data.slice() }
      const gradient = zeros(x.shape, x)
      for (let i = 0; i < x.data.length; i++) {
        const at = (v: number): number => {
          moved.data[i] = v
          const y = f(moved)
          moved.data[i] = x.data[i]
          return y
        }
        gradient.data[i] = slope(at, x.data[i], x)
      }
      return gradient
    },
  }
}

/** this function, with another way back in the place of its own; the inputs of the call come along */
export function wrapBack<Inputs extends unknown[], Y, Back>(
  right: (...inputs: Inputs) => [Y, Back],
  wrap: (back: Back, ...inputs: Inputs) => Back,
): (...inputs: Inputs) => [Y, Back] {
  return (...inputs) => {
    const [y, back] = right(...inputs)
    return [y, wrap(back, ...inputs)]
  }
}

/** this value, with this way back: dx from x, y and dy */
export function withBack(
  value: (x: Tensor) => Tensor,
  back: (x: Tensor, y: Tensor, dy: Tensor) => Tensor,
): Diff<[Tensor], Tensor> {
  return (x) => {
    const y = value(x)
    return [y, (dy) => [back(x, y, dy)]]
  }
}

interface Paths<B, C> {
  readonly f_back: (du: B) => [Tensor]
  readonly g_back: (dv: C) => [Tensor]
  readonly du: B
  readonly dv: C
}

/** a fork that calls f and g rightly, with another way back */
export function forkBack(back: <B, C>(paths: Paths<B, C>) => [Tensor]): Pick<typeof branches, 'fork'> {
  return {
    fork: (f, g) => (x) => {
      const [u, f_back] = f(x)
      const [v, g_back] = g(x)
      return [[u, v], ([du, dv]) => back({ f_back, g_back, du, dv })]
    },
  }
}

/** softmax with another way back */
export function softmaxBack(back: (x: Tensor, p: Tensor, dp: Tensor) => Tensor): Pick<typeof smooth, 'softmax'> {
  return { softmax: withBack(probabilities, back) }
}

/** sigmoid with another way back */
export function sigmoidBack(back: (x: Tensor, y: Tensor, dy: Tensor) => Tensor): Pick<typeof own, 'sigmoid'> {
  return { sigmoid: withBack((x) => own.sigmoid(x)[0], back) }
}

/** squaredError with another way back, which gets y − t and the number of its entries */
export function errorBack(
  back: (error: Tensor, dL: number, n: number) => [dy: Tensor, dt: Tensor],
): Pick<typeof own, 'squaredError'> {
  return {
    squaredError(y, t) {
      const error = zip(y, t, (a, b) => a - b)
      return [own.squaredError(y, t)[0], (dL) => back(error, dL, error.data.length)]
    },
  }
}

/** scale with another gradient of x or of g */
export function scaleBack(
  wrong: (call: { x: Tensor; g: Tensor; dy: Tensor }) => { dx?: Tensor; dg?: Tensor },
): Pick<typeof own, 'scale'> {
  return {
    scale: wrapBack(own.scale, (back, x, g) => (dy) => {
      const [dx, dg] = back(dy)
      const other = wrong({ x, g, dy })
      return [other.dx ?? dx, other.dg ?? dg]
    }),
  }
}

/** the same function, whose way back returns dx itself, without a list around it */
export function withoutList<X>(right: Diff<[X], X>): Diff<[X], X> {
  return wrapBack(right, (back) => ((dy: X) => back(dy)[0]) as unknown as (dy: X) => [X])
}

/** adds each tensor to the sum of those before it */
export function runningSum(): (x: Tensor) => Tensor {
  let sum: Tensor | undefined
  return (x) => (sum = sum ? zip(sum, x, (a, b) => a + b) : x)
}

type Pullback = ReturnType<typeof Dense>['pullback']

interface Call {
  readonly x: Tensor
  readonly W: Tensor
  readonly b: Tensor
  readonly products: Products
}

/** the right layer, with some of its gradients worked out otherwise */
export function withGradient(
  wrong: (call: Call & { dy: Tensor }) => Partial<DenseGradient>,
): Pick<typeof affine, 'dense'> {
  return {
    dense(x, W, b, products = plain) {
      const [y, back] = dense(x, W, b, products)
      return [y, (dy) => ({ ...back(dy), ...wrong({ x, W, b, products, dy }) })]
    },
  }
}

/** the right gradients, with another way forward */
export function withValue(wrong: (call: Call) => Tensor): Pick<typeof affine, 'dense'> {
  return {
    dense(x, W, b, products = plain) {
      const [, back] = dense(x, W, b, products)
      return [wrong({ x, W, b, products }), back]
    },
  }
}

/** a layer with another pullback */
export function withPullback(
  wrong: (layer: { W: Tensor; b: Tensor; activation: Activation; affine: typeof dense }) => Pullback,
): typeof Dense {
  return (W, b, activation = identity, affine = dense) => {
    const pullback = wrong({ W, b, activation, affine })
    return Object.assign((x: Tensor) => pullback(x)[0], { W, b, activation, pullback })
  }
}

/** the right layer, with something else around its way back */
export function wrapLayerBack(wrap: (back: ReturnType<Pullback>[1]) => ReturnType<Pullback>[1]): typeof Dense {
  return withPullback(({ W, b, activation, affine }) => wrapBack(Dense(W, b, activation, affine).pullback, wrap))
}

/** the right result for a network, with something else made of the gradients of its layers */
export function changeGradients(
  change: (gradient: LossGradient['gradient'], chain: Chain, x: Tensor) => unknown,
): Pick<typeof network, 'lossGradient'> {
  return {
    lossGradient(chain, x, ...given) {
      const result = lossGradient(chain, x, ...given)
      return { ...result, gradient: change(result.gradient, chain, x) as LossGradient['gradient'] }
    },
  }
}

/** a loss with this value, and this way back, which gets the weight of each class */
export function lossBy(
  value: (x: Tensor, labels: Labels, weight: Weight) => number,
  back: (x: Tensor, labels: Labels, w: readonly number[]) => (dL: number) => Tensor,
): (x: Tensor, labels: Labels, weight?: Weight) => ReturnType<Loss> {
  return (x, labels, weight = 1) => {
    const pull = back(x, labels, perClass(weight, x.shape[1]))
    return [value(x, labels, weight), (dL = 1) => pull(dL)]
  }
}

/** a tensor that is worked out when it is read */
export class LazyTensor implements Tensor {
  readonly #make: () => Tensor
  #made?: Tensor
  constructor(make: () => Tensor) {
    this.#make = make
  }
  get shape(): readonly number[] {
    return (this.#made ??= this.#make()).shape
  }
  get data(): Tensor['data'] {
    return (this.#made ??= this.#make()).data
  }
}
