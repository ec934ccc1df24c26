import { near } from '../assert/measure.ts'
import type { Evidence } from '../assert/mismatch.ts'
import { indexOf } from '../../planes.ts'

/** Tensors of more axes have too many orders to try: 5 axes have 120. */
const mostAxes = 5

/**
 * Says how the axes of the right numbers are exchanged, in tensors of three axes or more, or undefined. The order must be that of
 * all differences. At least two of them must decide: an axis of size 1 may stand anywhere. Of all orders that fit, it says the one
 * that moves the fewest axes.
 */
export function findAxisOrder(differences: readonly Evidence[]): string | undefined {
  const rank = differences.at(0)?.expected.shape.length ?? 0
  if (rank < 3 || rank > mostAxes) return undefined
  if (differences.some(({ expected, received }) => expected.shape.length !== rank || received.shape.length !== rank))
    return undefined
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  const movedAxes = (order: readonly number[]): number[] => order.filter((axis, place) => axis !== place)
  const isDecided = (order: readonly number[]): boolean =>
    differences.filter(({ expected: { shape } }) => movedAxes(order).every((axis) => shape[axis] > 1)).length >= 2
  const order = permutations(axes)
    .filter((one) => movedAxes(one).length > 0 && isDecided(one))
    .toSorted((a, b) => movedAxes(a).length - movedAxes(b).length)
    .find((one) => differences.every((difference) => hasOrder(difference, one)))
  if (order === undefined) return undefined
  const [a, b, ...others] = movedAxes(order).toSorted((p, q) => p - q)
  const how = others.length === 0 ? `axes ${a} and ${b} are swapped` : `the axes are in the order ${order.join(', ')}`
  return `These are the right numbers in another order: ${how}.`
}

/** Axis j of received is axis order[j] of expected. Its shape may be that of this order, or the expected one over the same numbers. */
function hasOrder({ expected, received }: Evidence, order: readonly number[]): boolean {
  const shape = order.map((axis) => expected.shape[axis])
  const isOf = (sizes: readonly number[]): boolean => sizes.every((size, axis) => size === received.shape[axis])
  if (!isOf(shape) && !isOf(expected.shape)) return false
  const strides = expected.shape.map((_, axis) => expected.shape.slice(axis + 1).reduce((n, size) => n * size, 1))
  return received.data.every((v, at) => {
    const source = indexOf(shape, at).reduce((sum, place, j) => sum + place * strides[order[j]], 0)
    return near(v, expected.data[source])
  })
}

function permutations(axes: readonly number[]): number[][] {
  if (axes.length === 0) return [[]]
  return axes.flatMap((first) => permutations(axes.filter((axis) => axis !== first)).map((rest) => [first, ...rest]))
}
