/**
 * 6.9  adam: each weight has a step of its own length
 *
 *   m ← β₁·m + (1 − β₁)·g        m̂ = m / (1 − β₁ᵗ)      the gradient, averaged
 *   v ← β₂·v + (1 − β₂)·g²       v̂ = v / (1 − β₂ᵗ)      its square, averaged      t = 1 at the first step
 *   p ← p − rate·(m̂ / (√v̂ + ε) + weightDecay·p)
 *
 * Both averages begin at 0, so at first they are too small. Divided by 1 − βᵗ they are averages of the gradients so far.
 * A direction in which the gradient is always small gets steps as long as one in which it is always large.
 *
 * ε stands beside the root, after the correction: where all gradients were 0 the step is 0, and not 0 / 0.
 * weightDecay pulls each weight towards 0. It is no part of the gradient, which Adam would divide by √v̂. Both terms of a
 * step read p as it was before the step.
 *
 * `adam` returns a Step of 6.4 that has a memory. As in 6.8, each parameter has its own m, v and t, which belong to the
 * tensor object: its `data` may become another array. The gradient belongs to the caller: do not change it, and do not
 * keep its array. The rate may be another one in each step.
 *
 * The settings are beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 and weightDecay = 0, if the caller leaves them out. Throw a
 * ShapeError that shows both shapes if a parameter and its gradient have different ones. Throw a ValueError that says the
 * value unless 0 ≤ beta1 < 1 and 0 ≤ beta2 < 1. Do not check the other settings.
 *
 * The laws, without weightDecay and as far as ε is small beside g: the first step is rate · sign(g); under a constant
 * gradient each step is as long as the first; ten times the gradients make the same steps.
 *
 * 25 minutes. Needs 6.4.
 */
import { type Tensor, ShapeError, ValueError, sameShape, zeros } from '#lib/tensor'
import type { Step } from './4-apply-gradient.ts'
import { todo } from '#lib/todo'

export interface AdamSettings {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  readonly weightDecay?: number
}

/** p ← p − rate·(m̂ / (√v̂ + ε) + weightDecay·p)      beta1 or beta2 not from 0 to below 1: ValueError */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: AdamSettings = {}): Step {
  return todo('6.9 adam: p ← p − rate·(m̂ / (√v̂ + ε) + weightDecay·p)')
}
