/**
 * 6.8  momentum: a step that remembers
 *
 *   v ← β·v + g
 *   p ← p − rate·v
 *
 * In a narrow valley the gradient points across it, back and forth, and hardly along it. The velocity v adds up what keeps
 * its direction. What changes its sign cancels.
 *
 * `momentum` returns a Step of 6.4 that has a memory. Each parameter has a velocity of its own, which is 0 at first. A
 * parameter is a tensor object: between two steps its numbers may change, and its `data` may become another array. The
 * memory belongs to the object. In a WeakMap with the tensor as the key it goes when the tensor goes.
 *
 * The gradient belongs to the caller, who may overwrite its numbers before the next step. Do not change it, and do not
 * keep its array.
 *
 * `linearDecay` wraps any step, and lowers its rate evenly to 0: the last steps settle where the first ones searched. Its
 * t-th call for a parameter, t = 0, 1, 2, …, takes the step `leaf` with the rate
 *
 *   rate · (1 − t / steps)      and 0 from t = steps on, where it makes no difference whether `leaf` is called
 *
 * Throw a ShapeError that shows both shapes if a parameter and its gradient have different ones. Throw a ValueError that
 * says beta unless 0 ≤ β < 1: a velocity that forgets nothing never settles. Throw a ValueError that says `steps` unless
 * it is a whole number above 0.
 *
 * The laws: with β = 0 this is the step of 6.4; under a constant gradient v tends to g / (1 − β); parameters know nothing
 * of each other, and neither do two optimizers.
 *
 * 20 minutes. Needs 6.4.
 */
import { type Tensor, ShapeError, ValueError, sameShape, zeros } from '#lib/tensor'
import { type Step, step } from './4-apply-gradient.ts'

/** v ← β·v + g,   p ← p − rate·v      v: one for each parameter      β not from 0 to below 1: ValueError */
export function momentum(beta = 0.9): Step {
  if (!(beta >= 0 && beta < 1)) throw new ValueError(`momentum wants a beta from 0 to below 1, but got ${beta}.`)
  const velocities = new WeakMap<Tensor, Tensor>()
  return (parameter, gradient, rate) => {
    if (!sameShape(parameter, gradient))
      throw new ShapeError('momentum', 'a gradient of the parameter’s shape', [parameter, gradient])
    const velocity = velocities.get(parameter) ?? zeros(parameter.shape, parameter)
    velocities.set(parameter, velocity)
    const [v, g] = [velocity.data, gradient.data]
    for (let i = 0; i < v.length; i++) v[i] = beta * v[i] + g[i]
    step(parameter, velocity, rate)
  }
}

/** The step `leaf`, with rate · (1 − t / steps) at its t-th call for a parameter      steps not 1, 2, 3, …: ValueError */
export function linearDecay(leaf: Step, steps: number): Step {
  if (!(Number.isInteger(steps) && steps > 0))
    throw new ValueError(`linearDecay wants a whole number of steps above 0, but got ${steps}.`)
  const counts = new WeakMap<Tensor, number>()
  return (parameter, gradient, rate) => {
    const t = counts.get(parameter) ?? 0
    counts.set(parameter, t + 1)
    leaf(parameter, gradient, rate * Math.max(0, 1 - t / steps))
  }
}
