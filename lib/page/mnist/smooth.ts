/** a curve: as many x as y */
export interface Points {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

/** Means of the losses over pieces of a tenth of an epoch: the line through the dots. */
export function smooth(at: readonly number[], losses: readonly number[]): Points {
  const [x, y]: [number[], number[]] = [[], []]
  let [sum, count, piece] = [0, 0, 0]
  const put = (): void => {
    if (count === 0) return
    x.push((piece + 0.5) / 10)
    y.push(sum / count)
  }
  for (let i = 0; i < at.length; i++) {
    const next = Math.ceil(at[i] * 10 - 1e-6) - 1
    if (next !== piece) {
      put()
      ;[sum, count, piece] = [0, 0, next]
    }
    sum += losses[i]
    count++
  }
  put()
  return { x, y }
}
