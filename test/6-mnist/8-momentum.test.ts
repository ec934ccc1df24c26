import fc from 'fast-check'
import { type Step, step } from '#kata/6-mnist/4-apply-gradient.ts'
import * as kata from '#kata/6-mnist/8-momentum.ts'
import { checkResults, returns, takes } from '#lib/judge/assert/contract'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { copyOf } from '#lib/judge/assert/whole'
import { type Tensor, ValueError, vector } from '#lib/tensor'
import { accepted } from '../laws/accepted.ts'
import * as kind from '../laws/kinds.ts'
import { expectPath, optimizerLaws } from '../laws/optimizer.ts'
import { stepLaws } from '../laws/step.ts'
import * as oracle from '../oracles/steps.ts'

const aStep = kind.operation('parameter, gradient, rate', kind.anything)
const { momentum, linearDecay } = checkResults(kata, {
  momentum: returns('beta', aStep),
  linearDecay: returns('leaf, steps', aStep),
})

test('momentum adds up a gradient that stays the same: each step is longer than the one before', () => {
  const gradient = vector(10, -20)
  const path = [vector(0, 4), vector(-1.9, 7.8), vector(-4.61, 13.22)]
  expectPath(momentum(0.9), vector(1, 2), [gradient, gradient, gradient], 0.1, path)
})

test('momentum cancels a gradient that changes its sign', () => {
  const [there, back] = [vector(10), vector(-10)]
  expectPath(momentum(0.5), vector(0), [there, back, there], 0.1, [vector(-1), vector(-0.5), vector(-1.25)])
})

test('momentum takes 0.9 for β if the caller says nothing', () => {
  const gradient = vector(1)
  expectPath(momentum(), vector(0), [gradient, gradient], 1, [vector(-1), vector(-2.9)])
})

const drawn = given({
  p: 'BK',
  g0: 'BK',
  g1: 'BK',
  g2: 'BK',
  g3: 'BK',
  beta: fc.integer({ min: 1, max: 31 }).map((n) => n / 32),
  rate: fc.constantFrom(0.01, 0.5, 2),
})

law('momentum moves by the sum of all gradients so far, each times β for every later step', drawn, (inputs) => {
  const { p, g0, g1, g2, g3, beta, rate } = inputs
  const gradients = [g0, g1, g2, g3]
  expectPath(momentum(beta), p, gradients, rate, oracle.momentum(p, gradients, rate, beta))
})

law('momentum with β = 0 takes plain steps', given({ p: 'BK', g0: 'BK', g1: 'BK' }), ({ p, g0, g1 }) => {
  expectPath(momentum(0), p, [g0, g1], 0.5, oracle.momentum(p, [g0, g1], 0.5, 0))
})

test('momentum under a constant gradient comes to a velocity of g / (1 − β)', () => {
  const [p, take] = [vector(0, 0), momentum(0.75)]
  for (let t = 0; t < 200; t++) take(p, vector(1, -2), 0.5)
  const before = copyOf(p)
  take(p, vector(1, -2), 0.5)
  const length = p.data.map((v, i) => v - before.data[i])
  expectClose(length, [-2, 4], { name: 'step 200, at the rate 0.5,', scale: 2000 })
})

test('momentum is at the bottom of a narrow valley after 300 steps', () => {
  const [p, take] = [vector(1, 1), momentum()]
  for (let t = 0; t < 300; t++) take(p, vector(p.data[0], 100 * p.data[1]), 0.015)
  const [x, y] = p.data
  const height = (x * x + 100 * y * y) / 2
  expectThat(height < 1e-6, `½(x² + 100y²) is ${height} after 300 steps from (1, 1) at 0.015, expected less than 1e-6.`)
})

optimizerLaws(
  'momentum',
  () => momentum(),
  (p, gradients, rate) => oracle.momentum(p, gradients, rate, 0.9),
)
stepLaws('momentum', (p, g, rate) => momentum()(p, g, rate))

test('momentum takes a β of 0, and one just below 1', () => {
  for (const beta of [0, 0.999]) accepted(() => momentum(beta), `momentum with a beta of ${beta}`)
})

for (const beta of [1, 1.5, -0.1, NaN]) {
  test(`momentum refuses ${beta} for β`, () => {
    expectThrows(() => momentum(beta), ValueError, [String(beta)], `momentum with a beta of ${beta}`)
  })
}

/** The rates with which a decayed step calls its leaf; those of 0 make no step, so they are left out. */
function recorder(): { readonly leaf: Step; readonly rates: (of?: Tensor) => number[] } {
  const calls: { readonly of: Tensor; readonly rate: number }[] = []
  const leaf: Step = (of, _, rate) => void calls.push({ of, rate })
  return {
    leaf: takes('the step', leaf, kind.tensor, kind.tensor, kind.number),
    rates: (tensor) => calls.flatMap(({ of, rate }) => (rate === 0 || (tensor && of !== tensor) ? [] : [rate])),
  }
}

test('linearDecay lowers the rate evenly, from all of it to 0', () => {
  const [{ leaf, rates }, p, g] = [recorder(), vector(1), vector(1)]
  const take = linearDecay(leaf, 4)
  for (let t = 0; t < 4; t++) take(p, g, 2)
  expectClose(rates(), [2, 1.5, 1, 0.5], 'the rates of four steps, at the rate 2,')
})

const schedules = given({ steps: fc.integer({ min: 1, max: 9 }), rate: fc.constantFrom(0.01, 0.5, 3) })

law('linearDecay of n steps takes n steps, and moves nothing after them', schedules, ({ steps, rate }) => {
  const [{ leaf, rates }, p, g] = [recorder(), vector(1), vector(1)]
  const take = linearDecay(leaf, steps)
  for (let t = 0; t < steps + 3; t++) take(p, g, rate)
  const expected = Array.from({ length: steps }, (_, t) => rate * (1 - t / steps))
  expectClose(rates(), expected, `the rates of ${steps} steps, and of three more, at the rate ${rate},`)
})

test('linearDecay lowers the rate of the call, which may be another one each time', () => {
  const [{ leaf, rates }, p, g] = [recorder(), vector(1), vector(1)]
  const take = linearDecay(leaf, 4)
  for (const rate of [1, 2, 4, 8]) take(p, g, rate)
  expectClose(rates(), [1, 1.5, 2, 2], 'the rates of four steps, at the rates 1, 2, 4 and 8,')
})

test('linearDecay counts the steps of each parameter by themselves', () => {
  const [{ leaf, rates }, p, q, g] = [recorder(), vector(1), vector(1), vector(1)]
  const take = linearDecay(leaf, 4)
  for (const parameter of [p, q, q, p, q]) take(parameter, g, 1)
  expectClose(rates(p), [1, 0.75], 'the rates of the first parameter')
  expectClose(rates(q), [1, 0.75, 0.5], 'the rates of the second parameter')
})

test('linearDecay begins anew for each step that it makes', () => {
  const [{ leaf, rates }, p, g] = [recorder(), vector(1), vector(1)]
  const [first, second] = [linearDecay(leaf, 2), linearDecay(leaf, 2)]
  for (const take of [first, second, first, second]) take(p, g, 1)
  expectClose(rates(), [1, 1, 0.5, 0.5], 'the rates of two such steps, in turn,')
})

test('linearDecay goes on counting when the data of a parameter becomes another array', () => {
  const p: { shape: number[]; data: Tensor['data'] } = { shape: [1], data: Float64Array.of(1) }
  const [{ leaf, rates }, g] = [recorder(), vector(1)]
  const take = linearDecay(leaf, 2)
  take(p, g, 1)
  p.data = Float64Array.of(3)
  take(p, g, 1)
  expectClose(rates(), [1, 0.5], 'the rates of a parameter whose data is another array at the second step')
})

test('linearDecay hands the step the parameter and the gradient themselves, and nothing else', () => {
  const calls: (readonly unknown[])[] = []
  const [p, g] = [vector(1, 2), vector(3, 4)]
  linearDecay((...args: readonly unknown[]) => void calls.push(args), 5)(p, g, 1)
  expectThat(calls.length === 1, `the step was called ${calls.length} times in the first step, expected once.`)
  expectThat(calls[0][0] === p, 'the first argument of the step is not the parameter itself.')
  expectThat(calls[0][1] === g, 'the second argument of the step is not the gradient itself.')
  expectEqual(calls[0].length, 3, 'the number of arguments')
})

stepLaws('linearDecay', (p, g, rate) => linearDecay(step, 3)(p, g, rate))

test('linearDecay changes nothing by itself', () => {
  const [p, g] = [vector(1, 2), vector(3, 4)]
  const take = linearDecay(() => undefined, 3)
  for (let t = 0; t < 5; t++) take(p, g, 1)
  expectClose(p, vector(1, 2), 'the parameter, after steps of a leaf that does nothing,')
  expectClose(g, vector(3, 4), 'the gradient, after steps of a leaf that does nothing,')
})

for (const steps of [0, -3, 2.5, NaN, Infinity]) {
  test(`linearDecay refuses ${steps} steps`, () => {
    const call = (): Step => linearDecay(recorder().leaf, steps)
    expectThrows(call, ValueError, [String(steps)], `linearDecay with ${steps} steps`)
  })
}
