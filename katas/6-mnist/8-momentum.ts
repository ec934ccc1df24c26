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
import { todo } from '#lib/todo'

/** v ← β·v + g,   p ← p − rate·v      v: one for each parameter      β not from 0 to below 1: ValueError */
export function momentum(beta = 0.9): Step {
  return todo('6.8 momentum: v ← β·v + g')
}

/** The step `leaf`, with rate · (1 − t / steps) at its t-th call for a parameter      steps not 1, 2, 3, …: ValueError */
export function linearDecay(leaf: Step, steps: number): Step {
  return todo('6.8 linearDecay: The step `leaf`, with rate · (1 − t / steps) at its t-th call for a parameter')
}
