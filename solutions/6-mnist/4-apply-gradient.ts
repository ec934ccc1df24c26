/**
 * 6.4  apply the gradient: one step downhill, through everything that has parameters
 *
 *   W ← W − rate · dW
 *
 * The gradient has the shape of the model: an array of layers, each a record of tensors, and null where there is nothing
 * to learn. So one function walks both at once:
 *
 *   null       nothing to do
 *   a tensor   step(parameter, gradient, rate)
 *   an array   each entry with its counterpart
 *   a record   each key with its counterpart
 *
 * In stages 1 to 6 this is the one place that changes its argument: the network learns in place, with no second copy.
 *
 * Throw a ShapeError that shows both shapes if a parameter and its gradient have different ones. Throw a ValueError that
 * names the key or the index if the gradient has a part, even null, that the model lacks. Throw a ValueError that says the
 * rate unless 0 < rate < ∞, whatever the model and the step are.
 *
 * The laws: a gradient of zeros changes nothing; a step and one against the opposite gradient cancel.
 *
 * 15 minutes.
 */
import { type Tensor, ShapeError, ValueError, isTensor, sameShape } from '#lib/tensor'

/** A gradient: tensors, and null where there are no parameters, in arrays and records of any depth. */
export type Gradient = Tensor | null | readonly Gradient[] | { readonly [name: string]: Gradient }

/** A model has the shape of its gradient: tensors in arrays and records. Its other properties are left alone. */
export type Model = Tensor | readonly unknown[] | object

/** parameter ← parameter − rate · gradient, in place */
export type Step = (parameter: Tensor, gradient: Tensor, rate: number) => void

/** pᵢ ← pᵢ − rate·gᵢ, in place      shapes differ: ShapeError */
export const step: Step = (parameter, gradient, rate) => {
  if (!sameShape(parameter, gradient))
    throw new ShapeError('step', 'a gradient of the parameter’s shape', [parameter, gradient])
  const [p, g] = [parameter.data, gradient.data]
  for (let i = 0; i < p.length; i++) p[i] -= rate * g[i]
}

/** Takes the step at each tensor of the gradient      rate not between 0 and ∞, or no counterpart: ValueError */
export function applyGradient(model: Model, gradient: Gradient, rate: number, leaf: Step = step): void {
  if (!(rate > 0 && rate < Infinity))
    throw new ValueError(`applyGradient wants a finite rate above 0, but got ${rate}.`)
  if (isTensor(gradient)) return leaf(model as Tensor, gradient, rate)
  for (const [key, part] of Object.entries(gradient ?? {})) applyPart(model, key, part as Gradient, rate, leaf)
}

/** Applies the gradient to the part of the model with this name, or with this index      no such part: ValueError */
function applyPart(model: Model, key: string, part: Gradient, rate: number, leaf: Step): void {
  const counterpart = (model as Record<string, Model>)[key]
  if (counterpart === undefined)
    throw new ValueError(`applyGradient has a gradient for ‘${key}’, but the model has no such part.`)
  applyGradient(counterpart, part, rate, leaf)
}
