/**
 * 1.1  map and zip: one formula for every entry
 *
 * A tensor is a shape and a flat array of numbers, row after row: entry [i, j] of a matrix (M, N) is data[i·N + j].
 * For a formula on every entry the shape does not matter. One loop over the flat array is enough, for any number of axes.
 *
 * The house rules, from here to the end of the course:
 * - batches are rows: an image is a row of x, and a layer is x·W (books that write W·x keep images as columns);
 * - inputs are never changed: make a new tensor with zeros(shape, like), whose dtype follows `like`, the first input;
 * - for bad input throw the error class that the docstring names; its message shows the shape or value that does not fit, in
 *   any words;
 * - inputs may be long: a hundred thousand rows are not too many;
 * - entries are finite numbers, and each result of f is stored as it is.
 *
 * The laws: map(x, identity) = x, map(map(x, f), g) = map(x, v ⇒ g(f(v))), zip(a, b, f) = zip(b, a, swapped f).
 *
 * 10 minutes.
 */
import { type Tensor, ShapeError, sameShape, zeros } from '#lib/tensor'

/** map(x, f)ᵢ = f(xᵢ)      x, y: any shape */
export function map(x: Tensor, f: (value: number) => number): Tensor {
  const y = zeros(x.shape, x)
  for (let i = 0; i < x.data.length; i++) y.data[i] = f(x.data[i])
  return y
}

/** zip(a, b, f)ᵢ = f(aᵢ, bᵢ)      a, b, y: one and the same shape; otherwise throw new ShapeError(who, wanted, [a, b]) */
export function zip(a: Tensor, b: Tensor, f: (a: number, b: number) => number): Tensor {
  if (!sameShape(a, b)) throw new ShapeError('zip', 'two tensors of the same shape', [a, b])
  const y = zeros(a.shape, a)
  for (let i = 0; i < a.data.length; i++) y.data[i] = f(a.data[i], b.data[i])
  return y
}
