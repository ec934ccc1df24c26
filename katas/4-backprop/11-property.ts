/**
 * 4.11  property: the law that finds a wrong way back
 *
 *   holds(dense, random) = true, if your law holds of this dense, for the inputs that you draw; else false
 *
 * Until now the laws tested your code. Now you write the law. It tests implementations of dense that you do not see:
 *
 *   y = x·W + b      x: (B, I)   W: (I, O)   b: (O)   y: (B, O)      B, I, O: 1 or more
 *   back: dy → dx, dW, db      as in the exercise dense
 *
 * The way forward of each is right. The way back is right too, or it is wrong: for all inputs, or only for some sizes or
 * signs. It may also give NaN, or throw an error.
 *
 * The tests call `holds` 100 times with each implementation:
 *
 *   a right one is accepted      true in all calls. Its sums may run in another order, so the last digits differ
 *   a wrong one is rejected      false in one call or more; an error that holds throws counts too
 *
 * The score is the number of wrong ones that you reject. With inputs of about size 1, a wrong entry is off by more than a
 * thousandth in some calls.
 *
 * Take all random numbers from random(), which gives the next one in [0, 1). Then the same seed gives the same inputs, and
 * a failure can be repeated.
 *
 * You choose the law. The laws in the headers of this stage are laws of the way back too.
 *
 * 25 minutes. Needs 4.5.
 */
import type { Random } from '#lib/random'
import { type Tensor, zeros } from '#lib/tensor'
import type { DenseGradient } from './5-dense.ts'
import { todo } from '#lib/todo'

/** An implementation of dense, right or wrong. */
export type Implementation = (x: Tensor, W: Tensor, b: Tensor) => [y: Tensor, back: (dy: Tensor) => DenseGradient]

/** true if the law holds of dense for inputs drawn with random, else false      an error counts as false */
export function holds(dense: Implementation, random: Random): boolean {
  return todo('4.11 holds: true if the law holds of dense for inputs drawn with random, else false')
}
