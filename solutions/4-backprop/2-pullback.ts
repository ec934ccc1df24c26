/**
 * 4.2  the pullback: a value, and the way back
 *
 * Each function here returns two things: its value y, and a function `back` that pulls a gradient back through it.
 * Given dy = ∂L/∂y, how the loss reacts to the output, back(dy) returns how it reacts to each argument:
 *
 *   mul(a, b) = a·b        back(dy) = [dy·b, dy·a]
 *   sin(x)                 back(dy) = [dy·cos x]
 *   compose(f, g) = g∘f    back(dz) = f.back(...g.back(dz))      the chain rule, from the end to the beginning
 *
 * The type says it too: the pullback returns one gradient for each argument, in an array. For one argument that is [dx].
 *
 * The laws: ⟨dy, J·u⟩ = ⟨back(dy), u⟩; compose is associative, so a network is one long compose.
 *
 * 15 minutes.
 */

/** A differentiable function: its value and its pullback, together. */
export type Diff<A extends unknown[], B> = (...args: A) => [y: B, back: (dy: B) => A]

/** y = a·b      back: dy → [dy·b, dy·a] */
export const mul: Diff<[number, number], number> = (a, b) => [a * b, (dy) => [dy * b, dy * a]]

/** y = sin x      back: dy → [dy·cos x] */
export const sin: Diff<[number], number> = (x) => [Math.sin(x), (dy) => [dy * Math.cos(x)]]

/** z = g(f(…args))      back: dz → f.back(...g.back(dz)) */
export function compose<A extends unknown[], B, C>(f: Diff<A, B>, g: Diff<[B], C>): Diff<A, C> {
  return (...args) => {
    const [y, f_back] = f(...args)
    const [z, g_back] = g(y)
    return [z, (dz) => f_back(...g_back(dz))]
  }
}
