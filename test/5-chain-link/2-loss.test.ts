import * as kata from '#kata/5-chain-link/2-loss.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThat } from '#lib/judge/assert/expect'
import { angles, given, points } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { functionLaws } from '../laws/form.ts'
import * as oracle from '../oracles/chain-link.ts'

const { loss } = checkResults(kata, { loss: returns('angles, target, base', kind.number) })

test('loss of one link that points up, towards (3, 3): 3² + 2²', () => {
  expectClose(loss([0], [3, 3]), 13, 'loss([0], [3, 3])')
})

test('loss is 0 where the arm touches the target, and not NaN', () => {
  expectClose(loss([0, 0], [0, 2]), 0, 'loss([0, 0], [0, 2])')
})

test('loss of four links that all point at (3, 3) is the floor (√18 − 4)² = 0.0589', () => {
  const straight = Array.from({ length: 4 }, () => Math.PI / 4)
  expectClose(loss(straight, [3, 3]), (Math.sqrt(18) - 4) ** 2, { name: 'the loss of the straight arm', scale: 18 })
})

law(
  'loss is the squared distance of the end from the target',
  given({ θ: angles('N'), target: points(), base: points() }),
  ({ θ, target, base }) => {
    const squared = oracle.loss(θ, target, base)
    expectClose(loss(θ, target, base), squared, {
      name: 'loss(angles, target, base)',
      terms: 12,
      scale: 400,
    })
  },
)

law('loss begins at the origin when no base is given', given({ θ: angles('N'), target: points() }), ({ θ, target }) => {
  const squared = oracle.loss(θ, target)
  expectClose(loss(θ, target), squared, { name: 'loss(angles, target)', terms: 12, scale: 400 })
})

law(
  'loss never falls below (d − n)² for a target out of reach',
  given({ θ: angles('N'), target: points() }),
  ({ θ, target }) => {
    const [d, n] = [Math.hypot(...target), θ.length]
    const floor = d > n ? (d - n) ** 2 : 0
    const L = loss(θ, target)
    expectThat(L >= floor - 1e-9, `loss is ${L}, below the floor ${floor}.`)
  },
)

law('loss never sees the order of the links', given({ θ: angles('N'), target: points() }), ({ θ, target }) => {
  const comparison = { name: 'the loss of the angles the other way round', terms: 12, scale: 400 }
  expectClose(loss(θ.toReversed(), target), oracle.loss(θ, target), comparison)
})

test('loss is as exact far from the origin as near it', () => {
  expectClose(loss([0], [1e8, 1e8 + 4], [1e8, 1e8]), 9, 'loss([0], [1e8, 1e8 + 4], [1e8, 1e8])')
})

test('loss grows with the square of the distance, however far and however near the target is', () => {
  expectClose(loss([0], [1e60, 1]), 1e120, 'loss([0], [1e60, 1])')
  expectClose(loss([], [1e-80, 0]), 1e-160, 'loss([], [1e-80, 0])')
})

functionLaws(
  'loss',
  given({ θ: angles('N'), target: points(), base: points() }),
  {
    'loss(angles, target, base)': {
      run: ({ θ, target, base }) => loss(θ, target, base),
      truth: ({ θ, target, base }) => oracle.loss(θ, target, base),
    },
    'loss(angles, target)': { run: ({ θ, target }) => loss(θ, target) },
  },
  {
    many: () => ({
      θ: Array.from({ length: 1200 }, (_, i) => (7 * i) % 11),
      target: [3, 3] as const,
      base: [4, 5] as const,
    }),
    count: '1,200 links',
  },
)
