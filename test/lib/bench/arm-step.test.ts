import { expect, test } from 'vitest'
import fc from 'fast-check'
import { gradient } from '#kata/5-chain-link/3-gradient.ts'
import { armStep } from '../../../lib/bench/arm-step.ts'

const angle = fc.double({ min: -1e5, max: 1e5, noNaN: true })
const near = fc.double({ min: -5, max: 5, noNaN: true })

test('a step in place is a step along the gradient of 5.3', () => {
  const lists = fc.array(fc.oneof(angle, near), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(lists, near, near, fc.double({ min: 1e-3, max: 1, noNaN: true }), (θ, x, y, rate) => {
      const g = gradient(θ, [x, y])
      const expected = θ.map((angle, i) => angle - rate * g[i])
      const angles = Float64Array.from(θ)
      armStep(angles, [x, y], rate, new Float64Array(2 * θ.length))
      // an error of one unit in the last place of the largest angle, turned into a step, and sums of as many numbers as links
      const allowed = 1e-10 * rate * (1 + θ.length)
      expected.forEach((wanted, i) => expect(Math.abs(angles[i] - wanted)).toBeLessThanOrEqual(allowed + 2e-11))
    }),
  )
})

test.each([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, -0.5, -1, -1.5, 40.5])('%f π is turned where it belongs', (halves) => {
  const θ = halves * Math.PI
  const angles = Float64Array.of(θ)
  const kept = new Float64Array(2)
  armStep(angles, [0, 0], 0.1, kept)
  expect(kept[0]).toBeCloseTo(Math.sin(θ), 13)
  expect(kept[1]).toBeCloseTo(Math.cos(θ), 13)
})
