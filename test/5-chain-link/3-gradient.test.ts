import { loss } from '#kata/5-chain-link/2-loss.ts'
import * as kata from '#kata/5-chain-link/3-gradient.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose } from '#lib/judge/assert/expect'
import { angles, given, points } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { vector } from '#lib/tensor'
import { functionLaws } from '../laws/form.ts'
import * as oracle from '../oracles/chain-link.ts'

const { gradient } = checkResults(kata, { gradient: returns('angles, target, base', kind.numbers) })

const close = (name: string) => ({ name, terms: 12, scale: 40 })

test('gradient of one link that points up, towards (3, 3): −6', () => {
  expectClose(gradient([0], [3, 3]), [-6], 'gradient([0], [3, 3])')
})

test('gradient of one link that points right, towards (3, 3): +6', () => {
  expectClose(gradient([Math.PI / 2], [3, 3]), [6], close('gradient([π/2], [3, 3])'))
})

test('gradient is 0 where the arm touches the target, and not NaN', () => {
  expectClose(gradient([0, 0], [0, 2]), [0, 0], close('gradient([0, 0], [0, 2])'))
})

test('gradient of no links is an empty list', () => {
  expectClose(gradient([], [3, 3]), [], 'gradient([], [3, 3])')
})

test('gradient grows with the error, however far and however near the target is', () => {
  expectClose(gradient([0], [300, 0]), [-600], 'gradient([0], [300, 0])')
  expectClose(gradient([0, 0], [2 ** -20, 2]), [-(2 ** -19), -(2 ** -19)], 'gradient([0, 0], [2⁻²⁰, 2])')
  expectClose(gradient([0], [1e120, 0]), [-2e120], 'gradient([0], [1e120, 0])')
  expectClose(gradient([0], [2e-13, 1]), [-4e-13], { name: 'gradient([0], [2e-13, 1])', relative: 1e-2 })
})

test('gradient is 0 for an arm that points exactly at a target out of reach, or exactly away from it', () => {
  expectClose(gradient([0, 0], [0, 5]), [0, 0], close('gradient([0, 0], [0, 5])'))
  expectClose(gradient([Math.PI, Math.PI], [0, 5]), [0, 0], close('gradient([π, π], [0, 5])'))
})

law(
  'gradient has an entry for every link',
  given({ θ: angles('N'), target: points(), base: points() }),
  ({ θ, target, base }) => {
    const exact = oracle.gradient(θ, target, base)
    expectClose(gradient(θ, target, base), exact, close('gradient(angles, target, base)'))
  },
)

law(
  'gradient begins at the origin when no base is given',
  given({ θ: angles('N'), target: points() }),
  ({ θ, target }) => {
    const exact = oracle.gradient(θ, target)
    expectClose(gradient(θ, target), exact, close('gradient(angles, target)'))
  },
)

law(
  'gradient is what the difference quotient of the loss says',
  given({ θ: angles('N'), target: points(), base: points() }, { N: [2, 7] }),
  ({ θ, target, base }) => {
    expectGradient({
      inputs: { θ: vector(...θ) },
      c: vector(1),
      terms: 400,
      absolute: ['θ'],
      forward: ({ θ }) => loss(Array.from(θ.data), target, base),
      backward: ({ θ }) => ({ θ: vector(...gradient(Array.from(θ.data), target, base)) }),
      exact: ({ θ }) => ({ θ: vector(...oracle.gradient(Array.from(θ.data), target, base)) }),
    })
  },
  { runs: 60 },
)

functionLaws(
  'gradient',
  given({ θ: angles('N'), target: points(), base: points() }),
  {
    'gradient(angles, target, base)': {
      run: ({ θ, target, base }) => gradient(θ, target, base),
      truth: ({ θ, target, base }) => oracle.gradient(θ, target, base),
    },
    'gradient(angles, target)': { run: ({ θ, target }) => gradient(θ, target) },
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
