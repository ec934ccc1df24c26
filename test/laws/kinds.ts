import { numbersFault, otherKind } from '#lib/judge/assert/fault'
import {
  type Kind,
  anyFunction,
  list,
  method,
  number,
  numbers,
  plain,
  pullback,
  record,
  tensor,
  tuple,
} from '#lib/judge/assert/kind'
import { isRecord } from '#lib/judge/assert/whole'

/** What the functions of the course return, in kind, beside the kinds that lib knows. */
export * from '#lib/judge/assert/kind'

const gradients = { dx: tensor, dW: tensor, db: tensor }

/** [y, back] of one tensor: dy → [dx] */
export const unary = pullback(tensor, tuple('dx', tensor))

/** [y, back] of x, W and b: dy → { dx, dW, db } */
export const affine = pullback(tensor, record(gradients))

/** [loss, back]: dL → the gradient of what the loss was given */
export const loss = pullback(number, tensor, 'dL')

/** A layer: a function with its parameters on it, and a pullback. */
export const layer: Kind = {
  read(value, place) {
    if (!isRecord(value) || typeof value !== 'function')
      return place.refuseKind(value, 'a function with W, b, activation and pullback on it')
    const name = place.path === '' ? 'layer' : place.path
    const part = (key: string, kind: Kind): unknown => {
      const path = `${name}.${key}`
      return kind.read(place.read(value, key, path), place.part(path))
    }
    const call = method(name, 'x', tensor).read(value, place) as object
    return Object.assign(call, {
      W: part('W', tensor),
      b: part('b', tensor),
      activation: part('activation', anyFunction),
      pullback: part(
        'pullback',
        method(`${name}.pullback`, 'x', pullback(tensor, record({ ...gradients, dz: tensor }))),
      ),
    })
  },
}

/** [x, y] */
export const point = plain((value) => {
  const fault = numbersFault(value, 'the point [x, y]')
  if (fault !== undefined) return fault
  const { length } = value as ArrayLike<number>
  return length === 2 ? undefined : `is a list of ${length} numbers, expected the point [x, y].`
})

/** The layers of a network of these sizes: one fewer than sizes. */
export function network(sizes: readonly number[]): Kind {
  return list('chain', layer, sizes.length - 1)
}

/** true or false: what a law says */
export const truth = plain((value) => (typeof value === 'boolean' ? undefined : otherKind(value, 'true or false')))

/** { images, labels } */
export const examples = record({ images: tensor, labels: numbers })
