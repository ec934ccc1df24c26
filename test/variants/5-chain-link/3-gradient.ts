import type * as kata from '#kata/5-chain-link/3-gradient.ts'
import { type Point, predict } from '#kata/5-chain-link/1-joints.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { gradientBy } from '../../answer-parts/5-chain-link.ts'

/** a number and its derivative, which travel together */
type Dual = readonly [value: number, slope: number]

const add = (a: Dual, b: Dual): Dual => [a[0] + b[0], a[1] + b[1]]
const square = ([v, s]: Dual): Dual => [v * v, 2 * v * s]
const sin = ([v, s]: Dual): Dual => [Math.sin(v), s * Math.cos(v)]
const cos = ([v, s]: Dual): Dual => [Math.cos(v), -s * Math.sin(v)]

function slope(angles: readonly Dual[], [tx, ty]: Point, [bx, by]: Point): number {
  const x = angles.map(sin).reduce(add, [bx - tx, 0])
  const y = angles.map(cos).reduce(add, [by - ty, 0])
  return add(square(x), square(y))[1]
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'two-terms',
    how: 'the derivative of each square by itself, in a loop',
    answer: () => ({
      gradient(angles, target, base) {
        const end = predict(angles, base)
        const g: number[] = []
        for (const angle of angles) {
          const dx = 2 * (end[0] - target[0]) * Math.cos(angle)
          const dy = 2 * (end[1] - target[1]) * -Math.sin(angle)
          g.push(dx + dy)
        }
        return g
      },
    }),
  },
  {
    id: 'one-angle',
    how: 'one cosine per link: 2·|e|·cos(θ + the angle of e)',
    answer: () => gradientBy((ex, ey, angle) => 2 * Math.hypot(ex, ey) * Math.cos(angle + Math.atan2(ey, ex))),
  },
  {
    id: 'dual-numbers',
    how: 'forward mode: one pass with dual numbers for each link',
    answer: () => ({
      gradient: (angles, target, base = [0, 0]) =>
        angles.map((_, i) =>
          slope(
            angles.map((angle, j): Dual => [angle, i === j ? 1 : 0]),
            target,
            base,
          ),
        ),
    }),
  },
  {
    id: 'conjugate',
    how: 'complex numbers: 2·Re(ē·e^(−iθ))',
    answer: () =>
      gradientBy((ex, ey, angle) => {
        const [conjugate, turn] = [
          { re: ex, im: -ey },
          { re: Math.cos(-angle), im: Math.sin(-angle) },
        ]
        return 2 * (conjugate.re * turn.re - conjugate.im * turn.im)
      }),
  },
  {
    id: 'jacobian',
    how: 'two rows of derivatives, one for each coordinate of the end, times the derivative of the loss',
    answer: () => ({
      gradient(angles, target, base) {
        const dL = predict(angles, base).map((v, axis) => 2 * (v - target[axis]))
        const jacobian = [angles.map(Math.cos), angles.map((angle) => -Math.sin(angle))]
        return jacobian
          .map((row, axis) => row.map((slope) => slope * dL[axis]))
          .reduce((sums, row) => sums.map((sum, i) => sum + row[i]))
      },
    }),
  },
]
