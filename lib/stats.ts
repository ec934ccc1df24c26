/**
 * The p-quantile of the finite values: a share p of them, from 0 to 1, is smaller. It interpolates between neighbours in sorted order
 * (type 7 of Hyndman and Fan). NaN if no value is finite.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  const finite = new Float64Array(values.length) // a loop: for 25 000 weights, filter takes 4 ms and this 0.05
  let count = 0
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) finite[count++] = values[i]
  if (count === 0) return NaN
  const inOrder = finite.subarray(0, count).sort()
  const place = (count - 1) * p
  const [below, above] = [inOrder[Math.floor(place)], inOrder[Math.ceil(place)]]
  return below + (place % 1) * (above - below)
}

/** The middle one of the values in order, or the mean of the two in the middle; NaN of none. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5)
}
