/**
 * 4.1  the numerical gradient: push each number a little and see what the loss does
 *
 *   ∂f/∂xᵢ ≈ (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h,      h = 1e-5 · max(1, |xᵢ|)
 *
 * Push x from both sides: the error of one side shrinks with h, and that of both sides with h². Do not take h smaller
 * than 1e-5: below that, rounding grows faster than the formula improves. Divide by the step that survived rounding,
 * (xᵢ + h) − (xᵢ − h), which is not quite 2h.
 *
 * Do not change x: work on a copy, and put each entry back before you go to the next.
 *
 * The law: for f(x) = ⟨c, x⟩ the gradient is c. With a gradient you can drive any function downhill: in the last test
 * a given chain of links reaches for a point with yours.
 *
 * The numerical gradient costs two evaluations per number. That is why the rest of this stage exists: backprop computes all
 * derivatives for the price of about two ways forward.
 *
 * 15 minutes.
 */
import { type Tensor, zeros } from '#lib/tensor'

/** gᵢ = (f(x + h·eᵢ) − f(x − h·eᵢ)) / ((xᵢ + h) − (xᵢ − h))      x, g: one shape   f: tensor → number */
export function numericalGradient(f: (x: Tensor) => number, x: Tensor): Tensor {
  const moved = { shape: x.shape, data: x.data.slice() }
  const gradient = zeros(x.shape, x)
  x.data.forEach((_, i) => {
    const h = 1e-5 * Math.max(1, Math.abs(x.data[i]))
    moved.data[i] = x.data[i] + h
    const [above, f_above] = [moved.data[i], f(moved)] // in float32, above is not x + h
    moved.data[i] = x.data[i] - h
    const [below, f_below] = [moved.data[i], f(moved)]
    moved.data[i] = x.data[i]
    gradient.data[i] = (f_above - f_below) / (above - below)
  })
  return gradient
}
