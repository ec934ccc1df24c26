/**
 * 4.8  a layer is a value you can call, and a network is a fold
 *
 *   layer(x) = activation(x·W + b)
 *   forward([layer₁, layer₂, …], x) = … layer₂(layer₁(x))
 *
 * Dense(W, b, relu) makes a function with its parameters on it: layer(x), layer.W, layer.b, layer.activation. W and b are
 * the given tensors and no copies, since training changes them.
 * layer.pullback(x) is the same layer as an operation. It returns its value and back. back(dy) returns the gradient of
 * everything in the layer, also dz, the gradient of z = x·W + b before the activation:
 *
 *   dy → [dz] = activation.back(dy) → dx, dW, db = dense.back(dz)
 *
 * You need no class and no loop with an index: Object.assign puts properties on a function, and reduce folds.
 * The operation x·W + b itself is the last argument, so that a faster one can stand in.
 *
 * The laws: forward over two chains is forward over their concatenation; an empty chain changes nothing.
 *
 * 20 minutes. Needs 4.2, 4.5.
 */
import type { Tensor } from '#lib/tensor'
import type { Diff } from './2-pullback.ts'
import { type DenseGradient, dense } from './5-dense.ts'
import { todo } from '#lib/todo'

export type Activation = Diff<[Tensor], Tensor>

export interface LayerGradient extends DenseGradient {
  readonly dz: Tensor
}

/** A layer: a function with its parameters on it, its activation, and its pullback. Dense(…) makes one kind. */
export interface Layer {
  (x: Tensor): Tensor
  readonly W: Tensor
  readonly b: Tensor
  readonly activation: Activation
  pullback(x: Tensor): [y: Tensor, back: (dy: Tensor) => LayerGradient]
}

/** The layers of a network, first to last. */
export type Chain = readonly Layer[]

/** y = z      back: dy → [dy] */
export const identity: Activation = (z) => todo('4.8 identity: y = z')

/** layer(x) = activation(x·W + b)      x: (B, I)   W: (I, O)   b: (O) → (B, O)      affine: (x, W, b) → x·W + b and its pullback */
export function Dense(W: Tensor, b: Tensor, activation: Activation = identity, affine = dense): Layer {
  return todo('4.8 Dense: layer(x) = activation(x·W + b)')
}

/** forward([f, g, h], x) = h(g(f(x)))      x: (B, I of the first) → (B, O of the last) */
export function forward(chain: Chain, x: Tensor): Tensor {
  return todo('4.8 forward: forward([f, g, h], x) = h(g(f(x)))')
}
