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

export interface AdamSettings {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  readonly weightDecay?: number
}

/** p ← p − rate·(m̂ / (√v̂ + ε) + weightDecay·p)      beta1 or beta2 not from 0 to below 1: ValueError */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: AdamSettings = {}): Step {
  checkBeta(beta1, 'beta1')
  checkBeta(beta2, 'beta2')
  const memories = new WeakMap<Tensor, Memory>()
  return (parameter, gradient, rate) => {
    if (!sameShape(parameter, gradient))
      throw new ShapeError('adam', 'a gradient of the parameter’s shape', [parameter, gradient])
    const memory = memories.get(parameter) ?? emptyMemory(parameter)
    memories.set(parameter, memory)
    const t = ++memory.t
    const [correction1, correction2] = [1 - beta1 ** t, 1 - beta2 ** t]
    const [p, g, m, v] = [parameter.data, gradient.data, memory.m.data, memory.v.data]
    for (let i = 0; i < p.length; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i]
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
      const direction = m[i] / correction1 / (Math.sqrt(v[i] / correction2) + epsilon)
      p[i] -= rate * (direction + weightDecay * p[i])
    }
  }
}

/** What adam remembers of a parameter: both averages, and how many steps it has taken */
interface Memory {
  readonly m: Tensor
  readonly v: Tensor
  t: number
}

/** The memory before the first step */
function emptyMemory(parameter: Tensor): Memory {
  return { m: zeros(parameter.shape, parameter), v: zeros(parameter.shape, parameter), t: 0 }
}

/** β not from 0 to below 1: ValueError */
function checkBeta(beta: number, name: string): void {
  if (!(beta >= 0 && beta < 1)) throw new ValueError(`adam wants a ${name} from 0 to below 1, but got ${beta}.`)
}
