import { formatShort } from '../format.ts'
import { type Picture, heading, label, picture } from './svg.ts'

const [side, left, top] = [260, 60, 48]

/**
 * A scatter plot with a point for each entry of a gradient. x: |numerical|   y: |analytic|, both on logarithmic axes
 *
 * On the diagonal the two are equal. A line beside it shows a wrong factor. A point in the wrong colour has the wrong sign.
 */
export function gradientScatter(title: string, analytic: ArrayLike<number>, numeric: ArrayLike<number>): Picture {
  const sizes = [...Array.from(analytic), ...Array.from(numeric)].map(Math.abs).filter((v) => v > 1e-12 && v < Infinity)
  const low = Math.floor(Math.log10(Math.min(...sizes, 1)) - 0.01)
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...sizes, 1e-12)) + 0.01))
  const along = (v: number) => (Math.max(low, Math.log10(Math.abs(v))) - low) / (high - low)
  const x = (v: number) => left + side * along(v)
  const y = (v: number) => top + side * (1 - along(v))
  let off = 0
  const points = Array.from(analytic, (a, i) => {
    const n = numeric[i]
    const wrong = !(Math.abs(a - n) <= 1e-3 * Math.max(Math.abs(a), Math.abs(n)) + 1e-9)
    if (wrong) off++
    if (!Number.isFinite(a) || !Number.isFinite(n)) return ''
    const colour = wrong ? '--wrong' : '--line'
    return `<circle cx="${x(n).toFixed(1)}" cy="${y(a).toFixed(1)}" r="${wrong ? 5 : 4}" fill="var(${colour})" fill-opacity="0.6"/>`
  })
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i))
  const every = Math.ceil(ticks.length / 6)
  const verdict =
    off === 0 ? `${analytic.length} ${agreement(analytic, numeric)}` : `${off} of ${analytic.length} differ`
  const body = [
    heading(`${title}: ${verdict}`),
    `<path d="M${left} ${top}v${side}h${side}" fill="none" stroke="var(--ink)"/>`,
    `<path d="M${left} ${top + side}L${left + side} ${top}" stroke="var(--faint)" stroke-width="2"/>`,
    ...ticks
      .filter((_, i) => i % every === 0)
      .flatMap((v) => [
        label(x(v), top + side + 18, formatShort(v), 'text-anchor="middle"'),
        label(left - 8, y(v) + 4, formatShort(v), 'text-anchor="end"'),
      ]),
    label(left + side / 2, top + side + 38, '|difference quotient|', 'text-anchor="middle"'),
    label(left + 6, top + 10, '|gradient|'),
    ...points,
  ]
  const width = Math.max(left + side + 30, 8 * (title.length + verdict.length) + 40)
  return picture([width, top + side + 50], `${title}: ${verdict}`, body)
}

/** Returns “are equal”, or “agree to 10 digits” if the least accurate entry does. */
function agreement(analytic: ArrayLike<number>, numeric: ArrayLike<number>): string {
  const gaps = Array.from(
    analytic,
    (a, i) => Math.abs(a - numeric[i]) / Math.max(Math.abs(a), Math.abs(numeric[i]), 1e-9),
  )
  const largest = Math.max(...gaps)
  return largest === 0 ? 'are equal' : `agree to ${Math.floor(-Math.log10(largest))} digits`
}
