import fc from 'fast-check'
import * as kata from '#kata/6-mnist/9-adam.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectThrows } from '#lib/judge/assert/expect'
import { given, tensors } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { copyOf } from '#lib/judge/assert/whole'
import { type Tensor, ValueError, vector } from '#lib/tensor'
import { accepted } from '../laws/accepted.ts'
import * as kind from '../laws/kinds.ts'
import { optimizerLaws } from '../laws/optimizer.ts'
import { firstStepLaws } from '../laws/step.ts'
import * as oracle from '../oracles/steps.ts'

const { adam } = checkResults(kata, {
  adam: returns('settings', kind.operation('parameter, gradient, rate', kind.anything)),
})

const usual: oracle.Adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }

/** The parameter after each of these gradients, at these rates, is what the formula says. Copies take the steps. */
function expectAdam(
  settings: kata.AdamSettings,
  from: Tensor,
  gradients: readonly Tensor[],
  rates: readonly number[],
): void {
  const expected = oracle.adam(from, gradients, rates, { ...usual, ...settings })
  const [p, take] = [copyOf(from), adam(settings)]
  gradients.forEach((g, t) => {
    take(p, copyOf(g), rates[t])
    expectClose(p, expected[t], { name: `the parameter after step ${t + 1}`, terms: 7, scale: 1 })
  })
}

const still = { epsilon: 0 }

test('adam begins with a step of the length rate, against the sign of the gradient', () => {
  const p = vector(1, 2, 3)
  adam(still)(p, vector(10, -2000, 0.001), 0.1)
  expectClose(p, vector(0.9, 2.1, 2.9), 'the parameter after step 1, for ε = 0,')
})

test('adam takes shorter steps where the gradient changes its sign', () => {
  // after step 2, m is −0.25 and 0.75, so m̂ is −1/3 and 1, and v̂ is 1
  const [p, take] = [vector(0, 0), adam({ beta1: 0.5, beta2: 0, epsilon: 0 })]
  take(p, vector(1, 1), 0.3)
  take(p, vector(-1, 1), 0.3)
  expectClose(
    p,
    vector(-0.2, -0.6),
    'the parameter after the gradients [1, 1] and [−1, 1], for β₁ = 0.5, β₂ = 0, ε = 0,',
  )
})

test('adam does not move where the gradient is 0', () => {
  const [p, take] = [vector(1, -2), adam()]
  for (let t = 0; t < 3; t++) take(p, vector(0, 0), 0.1)
  expectClose(p, vector(1, -2), 'the parameter after three gradients of 0')
})

test('adam under a constant gradient takes steps as long as the first', () => {
  const [p, take] = [vector(0, 0), adam(still)]
  for (let t = 1; t <= 50; t++) {
    take(p, vector(1e-3, -300), 0.01)
    expectClose(p, vector(-0.01 * t, 0.01 * t), { name: `the parameter after ${t} steps, for ε = 0,`, terms: t })
  }
})

/** From 1e-10 to 1e3 in size, or 0; of either sign. */
const anySize = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.integer({ min: -10, max: 2 }), fc.integer({ min: 10, max: 99 }), fc.constantFrom(1, -1))
      .map(([power, digits, sign]) => (sign * digits * 10 ** power) / 10),
  },
)

const gradientsOf = (of: ReturnType<typeof tensors>) => ({ g0: of, g1: of, g2: of, g3: of, g4: of, g5: of, g6: of })
const few = { B: [1, 2], K: [1, 3] } as const
const sevenSteps = given({ p: 'BK', ...gradientsOf(tensors('BK', anySize)) }, few)
type Seven = Readonly<Record<'p' | 'g0' | 'g1' | 'g2' | 'g3' | 'g4' | 'g5' | 'g6', Tensor>>
const gradientsIn = ({ g0, g1, g2, g3, g4, g5, g6 }: Seven): Tensor[] => [g0, g1, g2, g3, g4, g5, g6]
const constant = Array.from({ length: 7 }, () => 0.5)

law('adam is what the formula says over seven steps, for gradients of any size', sevenSteps, (inputs) => {
  expectAdam({}, inputs.p, gradientsIn(inputs), constant)
})

law('adam takes the rate of each step', sevenSteps, (inputs) => {
  expectAdam({}, inputs.p, gradientsIn(inputs), [0.5, 0.25, 1, 0.125, 0.5, 2, 0.001])
})

const settings = fc.record({
  beta1: fc.constantFrom(0, 0.5, 0.9),
  beta2: fc.constantFrom(0.5, 0.75, 0.99),
  epsilon: fc.constantFrom(1e-8, 1e-3, 0.5),
  weightDecay: fc.constantFrom(0, 0.125, 0.5),
})

const withSettings = given({ p: 'BK', ...gradientsOf(tensors('BK', anySize)), settings }, few)

law('adam takes its settings from the caller', withSettings, (inputs) => {
  expectAdam(inputs.settings, inputs.p, gradientsIn(inputs), constant)
})

law('adam pulls weights towards 0, in each step by rate · weightDecay of them', sevenSteps, (inputs) => {
  expectAdam({ weightDecay: 0.1 }, inputs.p, gradientsIn(inputs), constant)
})

test('adam with a weightDecay shrinks a parameter without a gradient', () => {
  const [p, take] = [vector(8, -4, 8e-160, -8e150), adam({ weightDecay: 0.5 })]
  for (let t = 0; t < 3; t++) take(p, vector(0, 0, 0, 0), 1)
  const name = 'the parameter after three gradients of 0, for weightDecay = 0.5 at the rate 1,'
  expectClose(p, vector(1, -0.5, 1e-160, -1e150), { name, each: true })
})

law('adam takes the same steps for gradients 16 times as large', sevenSteps, (inputs) => {
  const [gradients, p, q] = [gradientsIn(inputs), copyOf(inputs.p), copyOf(inputs.p)]
  const [take, other] = [adam({ epsilon: 1e-300 }), adam({ epsilon: 1e-300 })]
  for (const g of gradients) {
    take(p, g, 0.5)
    other(q, { shape: g.shape, data: g.data.map((v) => 16 * v) }, 0.5)
  }
  expectClose(q, p, {
    name: 'the parameter after seven gradients that are 16 times as large, for ε = 1e-300,',
    terms: 7,
    scale: 1,
  })
})

optimizerLaws(
  'adam',
  () => adam(),
  (p, gradients, rate) =>
    oracle.adam(
      p,
      gradients,
      gradients.map(() => rate),
      usual,
    ),
)
firstStepLaws(
  'adam',
  (p, g, rate) => adam()(p, g, rate),
  (p, g) => p - (0.5 * g) / (Math.abs(g) + 1e-8),
)

test('adam takes a β of 0, and one just below 1', () => {
  for (const beta of [0, 0.9999])
    accepted(() => adam({ beta1: beta, beta2: beta }), `adam with beta1 and beta2 of ${beta}`)
})

for (const name of ['beta1', 'beta2'] as const) {
  for (const beta of [1, -0.5, NaN]) {
    test(`adam refuses ${beta} for ${name}`, () => {
      expectThrows(() => adam({ [name]: beta }), ValueError, [String(beta)], `adam with a ${name} of ${beta}`)
    })
  }
}
