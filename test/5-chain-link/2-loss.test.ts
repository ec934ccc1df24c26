import * as kata from '#kata/5-chain-link/2-loss.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectEqual, expectThat } from '#lib/judge/assert/expect'
import { angles, given, points } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
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

law('loss leaves the angles alone', given({ θ: angles('N'), target: points() }), ({ θ, target }) => {
  const given = [...θ]
  loss(given, target)
  expectEqual(given, θ, 'the angles, afterwards')
})
