import * as kata from '#kata/5-chain-link/1-joints.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectEqual, expectThat } from '#lib/judge/assert/expect'
import { angles, given, exactNumber, points } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { matrix } from '#lib/tensor'
import { functionLaws } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { end } from '../oracles/chain-link.ts'

const { joints, nextPosition, predict } = checkResults(kata, {
  joints: returns('angles, base', kind.list('points', kind.point)),
  nextPosition: returns('point, angle', kind.point),
  predict: returns('angles, base', kind.point),
})

/** a row for each point */
const rows = (points: readonly kata.Point[]) => matrix(...points.map(([x, y]) => [x, y]))
/** 1,200 links, so few that a function may call itself for each */
const longArm = () => ({ θ: Array.from({ length: 1200 }, (_, i) => (7 * i) % 11), base: [4, 5] as const })
const arm = (name: string) => ({ name, terms: 12, scale: 12 })

test('nextPosition goes up for the angle 0, right for π/2, down for π', () => {
  expectClose(nextPosition([0, 0], 0), [0, 1], 'nextPosition([0, 0], 0)')
  expectClose(nextPosition([2, 3], Math.PI / 2), [3, 3], 'nextPosition([2, 3], π/2)')
  expectClose(nextPosition([2, 3], Math.PI), [2, 2], 'nextPosition([2, 3], π)')
})

test('nextPosition goes left for −π/2, and for 3π/2', () => {
  expectClose(nextPosition([2, 3], -Math.PI / 2), [1, 3], 'nextPosition([2, 3], −π/2)')
  expectClose(nextPosition([2, 3], 1.5 * Math.PI), [1, 3], 'nextPosition([2, 3], 3π/2)')
})

law(
  'nextPosition goes one unit in the direction (sin, cos)',
  given({ p: points(), angle: exactNumber() }),
  ({ p, angle }) => {
    const there = [p[0] + Math.sin(angle), p[1] + Math.cos(angle)]
    expectClose(nextPosition(p, angle), there, { name: 'nextPosition(p, angle)', scale: 6 })
  },
)

test('nextPosition is as exact far away and near the origin as anywhere', () => {
  expectClose(nextPosition([1e120, -1e120], 1), [1e120, -1e120], 'nextPosition([1e120, −1e120], 1)')
  const [x] = nextPosition([0, 0], 3e-13)
  expectClose(x, 3e-13, { name: 'x of nextPosition([0, 0], 3e-13)', relative: 1e-2 })
})

functionLaws('nextPosition', given({ p: points(), angle: exactNumber() }), {
  'nextPosition(p, angle)': { run: ({ p, angle }) => nextPosition(p, angle) },
})

test('joints of four links are five points, the base first', () => {
  const points = joints([0, Math.PI / 2, 0, Math.PI / 2])
  expectEqual(points.length, 5, 'the number of joints of four links')
  const expected = matrix([0, 0], [0, 1], [1, 1], [1, 2], [2, 2])
  expectClose(rows(points), expected, 'the joints of the angles (0, π/2, 0, π/2)')
})

test('joints make a list of their own for each call', () => {
  const [first, again] = [joints([1, 2]).length, joints([1, 2]).length]
  expectThat(
    first === again,
    `two links have ${first} joints, and asked again ${again}: something is kept from call to call.`,
  )
})

test('joints of no links are the base alone', () => {
  expectClose(rows(joints([], [4, 5])), matrix([4, 5]), 'joints([], [4, 5])')
})

test('joints have absolute angles: turning one link does not turn the next', () => {
  const expected = matrix([0, 0], [1, 0], [2, 0])
  expectClose(rows(joints([Math.PI / 2, Math.PI / 2])), expected, 'the joints of the angles (π/2, π/2)')
})

law('joints are 1 apart', given({ θ: angles('N'), base: points() }), ({ θ, base }) => {
  const n = θ.length
  const points = joints(θ, base)
  expectEqual(points.length, n + 1, 'the number of joints')
  for (let i = 0; i < n; i++) {
    const length = Math.hypot(points[i + 1][0] - points[i][0], points[i + 1][1] - points[i][1])
    expectClose(length, 1, { name: `the length of link ${i}`, scale: 10 })
  }
})

law('joints begin at the base and end where predict says', given({ θ: angles('N'), base: points() }), ({ θ, base }) => {
  const last = end(θ, base)
  const points = joints(θ, base)
  expectClose(points[0], base, 'the first joint')
  expectClose(points[points.length - 1], last, arm('the last joint'))
})

law('predict is the base plus the sum of all directions', given({ θ: angles('N'), base: points() }), ({ θ, base }) => {
  const sum = end(θ, base)
  expectClose(predict(θ, base), sum, arm('predict(angles, base)'))
})

test('predict of no links is the base', () => {
  expectClose(predict([], [4, 5]), [4, 5], 'predict([], [4, 5])')
})

law('predict begins at the origin when no base is given', given({ θ: angles('N') }), ({ θ }) => {
  const sum = end(θ)
  expectClose(predict(θ), sum, arm('predict(angles)'))
})

law('predict never sees the order of the links', given({ θ: angles('N'), base: points() }), ({ θ, base }) => {
  expectClose(predict(θ.toReversed(), base), end(θ, base), arm('predict of the angles the other way round'))
})

law('predict never sees a full turn', given({ θ: angles('N') }), ({ θ }) => {
  expectClose(predict(θ.map((angle) => angle + 2 * Math.PI)), end(θ), arm('predict of the angles + 2π'))
})

law('predict stays within n of the base', given({ θ: angles('N'), base: points() }), ({ θ, base }) => {
  const n = θ.length
  const [x, y] = predict(θ, base)
  const reach = Math.hypot(x - base[0], y - base[1])
  expectThat(reach <= n + 1e-9, `${n} links reach ${reach} away from the base.`)
})

law('predict moves with its base', given({ θ: angles('N'), base: points() }), ({ θ, base }) => {
  const [[x0, y0], [x, y]] = [end(θ), predict(θ, base)]
  expectClose([x - base[0], y - base[1]], [x0, y0], arm('predict(angles, base) − base'))
})

test('predict is as exact far away and near the origin as anywhere', () => {
  expectClose(predict([0, 3], [1e120, -1e120]), [1e120, -1e120], 'predict([0, 3], [1e120, −1e120])')
  const near: kata.Point = [-1e-8, 1e-200]
  expectClose(predict([], near), near, { name: 'predict([], [−1e-8, 1e-200])', each: true })
})

test('joints are as exact far away and near the origin as anywhere', () => {
  const far = [1e120, -1e120] as const
  expectClose(rows(joints([3], far)), matrix([...far], [...far]), 'joints([3], [1e120, −1e120])')
  const [first] = joints([3], [-1e-8, 1e-200])
  expectClose(first, [-1e-8, 1e-200], { name: 'the first joint of joints([3], [−1e-8, 1e-200])', each: true })
})

test('joints are those of the angles as they are now, also when a link has turned in between', () => {
  const [angles, base]: [number[], kata.Point] = [
    [0, 0],
    [4, 5],
  ]
  joints(angles, base)
  angles[0] = Math.PI / 2
  const expected = matrix([4, 5], [5, 5], [5, 6])
  expectClose(rows(joints(angles, base)), expected, 'the joints after the first link has turned right')
})

// A joint may be the base itself, since points never change, so each call gets a base of its own.
functionLaws(
  'joints',
  given({ θ: angles('N'), base: points() }),
  {
    'joints(angles, base)': {
      run: ({ θ, base: [x, y] }) => joints(θ, [x, y]),
    },
    'the joints in rows': {
      run: ({ θ, base }) => rows(joints(θ, base)),
      truth: ({ θ, base }) => rows(θ.map((_, i) => end(θ.slice(0, i), base)).concat([end(θ, base)])),
    },
  },
  { many: longArm, count: '1,200 links' },
)

functionLaws(
  'predict',
  given({ θ: angles('N'), base: points() }),
  {
    'predict(angles, base)': { run: ({ θ, base }) => predict(θ, base), truth: ({ θ, base }) => end(θ, base) },
    'predict(angles)': { run: ({ θ }) => predict(θ), truth: ({ θ }) => end(θ) },
  },
  { many: longArm, count: '1,200 links' },
)
