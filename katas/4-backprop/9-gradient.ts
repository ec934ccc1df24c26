/**
 * 4.9  the gradient of a network: the fold, reversed
 *
 *   forward    x → layer₁ → layer₂ → … → logits → loss        keep the pullback of each step
 *   back       1 → loss.back → … → layer₂.back → layer₁.back      each takes the dx of the one after it as its dy
 *
 * Ask each layer for its own pullback, whatever made the layer. A layer may occur twice: then each place in the chain has a
 * gradient of its own, and that of the layer is their sum.
 *
 * The gradient has the shape of the chain: for each layer W, b, and null for the activation, which has no parameters.
 * The cotangents of every layer show where a gradient went wrong: dy (of its output), dz (before its activation) and
 * dx (of its input).
 *
 * The dx of layer l is the dy of layer l − 1. Training never reads the dx of the first layer. In a getter it is computed
 * only when it is read. A plain property is right too, and costs one more product for each step.
 *
 * The laws: the gradient of each parameter is what the numerical gradient says; the batch twice has the same gradient;
 * for each hidden relu unit j, ⟨W₁[:, j], dW₁[:, j]⟩ + b₁[j]·db₁[j] = ⟨W₂[j, :], dW₂[j, :]⟩.
 *
 * 20 minutes. Needs 4.7, 4.8.
 */
import type { Labels, Tensor } from '#lib/tensor'
import { type Loss, softmaxCrossEntropy } from './7-softmax-cross-entropy.ts'
import type { Chain, LayerGradient } from './8-chain.ts'
import { todo } from '#lib/todo'

export type ParameterGradient = { readonly W: Tensor; readonly b: Tensor; readonly activation: null }

export interface Cotangents {
  readonly dy: Tensor
  readonly dz: Tensor
  readonly dx: Tensor
}

export interface LossGradient {
  readonly loss: number
  readonly gradient: readonly ParameterGradient[]
  readonly cotangents: readonly Cotangents[]
}

/** loss(forward(chain, x), labels) and its gradient      x: (B, I)   labels: B   gradient, cotangents: one per layer */
export function lossGradient(chain: Chain, x: Tensor, labels: Labels, loss: Loss = softmaxCrossEntropy): LossGradient {
  return todo('4.9 lossGradient: loss(forward(chain, x), labels) and its gradient')
}
