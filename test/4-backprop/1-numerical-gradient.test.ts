import * as kata from '#kata/4-backprop/1-numerical-gradient.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThat } from '#lib/judge/assert/expect'
import { tensors, given, exactNumber } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { tolerance } from '#lib/judge/assert/tolerance'
import { type Tensor, float32, matrix, vector, zeros } from '#lib/tensor'
import { functionLaws } from '../laws/form.ts'
import * as chain from '../oracles/chain-link.ts'

const { numericalGradient } = checkResults(kata, {
  numericalGradient: returns('f, x', kind.tensor, { f: kind.tensor }),
})

const relative = tolerance.quotient
/** what an entry may be off by when it was moved and moved back: far less than a step */
const rounding = 1e-12
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, v) => total + v, 0)

test('numericalGradient of x₀² + 3·x₁ at (2, 5) is (4, 3)', () => {
  const g = numericalGradient(({ data: [a, b] }) => a * a + 3 * b, vector(2, 5))
  expectClose(g, vector(4, 3), { name: 'numericalGradient(f, (2, 5))', relative })
})

test('numericalGradient takes no step that is much smaller than 1e-5', () => {
  const asked: number[] = []
  numericalGradient(({ data: [v] }) => (asked.push(v - 0.5), v), vector(0.5))
  const farthest = Math.max(...asked.map(Math.abs)).toPrecision(2)
  expectThat(
    Number(farthest) > 5e-6,
    `at x = 0.5, f was asked at most ${farthest} from x, and h is 1e-5: so near, the difference is mostly rounding.`,
  )
})

law('numericalGradient of ⟨c, x⟩ is c', given({ c: 'BK', x: 'BK' }), ({ c, x }) => {
  const g = numericalGradient(({ data }) => sum(data.map((v, i) => v * c.data[i])), x)
  expectClose(g, c, { name: 'numericalGradient(⟨c, x⟩, x)', relative, scale: 3 })
})

law('numericalGradient of Σ sin x is cos x, to eight digits', given({ x: 'BK' }), ({ x }) => {
  const g = numericalGradient(({ data }) => sum(data.map(Math.sin)), x)
  expectClose(
    g,
    { shape: x.shape, data: x.data.map(Math.cos) },
    { name: 'numericalGradient(Σ sin x, x)', relative, scale: 1 },
  )
})

test('numericalGradient takes larger steps where x is larger, on either side of 0', () => {
  const at = (x: number) => numericalGradient(({ data: [v] }) => v * v, vector(x))
  expectClose(at(1e6), vector(2e6), { name: 'numericalGradient of x² at a million', relative })
  expectClose(at(-1e6), vector(-2e6), { name: 'numericalGradient of x² at minus a million', relative })
})

test('numericalGradient takes steps of 1e-5 where x is 0', () => {
  const g = numericalGradient(({ data: [a, b] }) => Math.exp(a) + Math.exp(3 * b), vector(0, 0))
  expectClose(g, vector(1, 3), { name: 'numericalGradient of exp(a) + exp(3·b) at 0', relative })
})

test('numericalGradient of a small f is small, and not 0', () => {
  const g = numericalGradient(({ data: [v] }) => 1e-9 * v, vector(1))
  expectClose(g, vector(1e-9), { name: 'numericalGradient of a billionth of x', relative })
})

test('numericalGradient looks at f on both sides of x', () => {
  const sides = new Set<number>()
  numericalGradient(({ data: [v] }) => {
    sides.add(Math.sign(v - 2))
    return v
  }, vector(2))
  const only = sides.has(1) ? 'above' : 'below'
  expectThat(sides.has(1) === sides.has(-1), `at x = 2, f was only asked ${only} x, never on the other side of it.`)
})

test('numericalGradient takes the step of each entry from that entry alone', () => {
  const g = numericalGradient(({ data: [a, b] }) => Math.sin(a / 1e6) + Math.exp(b), vector(1e6, 0))
  expectClose(g, vector(Math.cos(1) / 1e6, 1), { name: 'numericalGradient at (a million, 0)', relative })
})

test('numericalGradient divides by the step that is left in float32', () => {
  const triple = ({ data }: Tensor) => 3 * data[0]
  const x = float32(vector(1))
  expectClose(numericalGradient(triple, x), float32(vector(3)), 'numericalGradient of 3·x in float32')
})

law('numericalGradient moves one entry at a time, and puts it back', given({ x: 'BK' }), ({ x }) => {
  let calls = 0
  numericalGradient((moved) => {
    calls++
    const others = Array.from(moved.data).filter((v, i) => Math.abs(v - x.data[i]) > rounding).length
    expectThat(others <= 1, `f was called with ${others} entries moved at once: put each back before the next one.`)
    expectThat(
      String(moved.shape) === String(x.shape),
      `f was called with the shape [${moved.shape}], not [${x.shape}].`,
    )
    return sum(moved.data)
  }, x)
  expectThat(calls > 0, 'numericalGradient never called f.')
})

/** far below a step, and of no round number of bits: added to a step and taken away again, they are another number */
const fine = exactNumber(1).map((v) => v / 3e6)
const cosines = ({ data }: Tensor) => sum(data.map(Math.cos))

functionLaws('numericalGradient', given({ c: 'BK', x: tensors('BK', fine) }), {
  'numericalGradient(Σ cos x, x)': { run: ({ x }) => kata.numericalGradient(cosines, x) }, // of one f, which is not watched
  'numericalGradient(⟨c, x⟩, x)': {
    run({ c, x }) {
      const factors = c.data.slice() // An answer may move x itself, if it puts it back, and x may be c.
      return numericalGradient(({ data }) => sum(data.map((v, i) => v * factors[i])), x)
    },
    grows: ['c'],
  },
})

test('numericalGradient keeps every digit where the quotient has no error: of x/3 at 0', () => {
  const g = numericalGradient(({ data: [v] }) => v / 3, vector(0))
  expectClose(g, vector(1 / 3), { name: 'numericalGradient of x/3 at 0' })
})

test('numericalGradient keeps float32 as float32', () => {
  const g = numericalGradient(({ data: [v] }) => 3 * v, float32(vector(0)))
  expectClose(g, float32(vector(3)), 'numericalGradient of 3·x at 0, in float32,')
})

test('numericalGradient asks f with x alone', () => {
  const f = ({ data: [v] }: Tensor, factor = 1) => factor * v
  expectClose(numericalGradient(f, vector(2)), vector(1), {
    name: 'numericalGradient of factor·x, factor = 1',
    relative,
  })
})

test('numericalGradient takes an x of 1,100 numbers, and one of none', () => {
  const f = ({ data }: Tensor) => 2 * data[0] - 3 * data[1099]
  const expected = zeros([1100])
  expected.data[0] = 2
  expected.data[1099] = -3
  const many = zeros([1100])
  expectClose(numericalGradient(f, many), expected, { name: 'numericalGradient of 2·x₀ − 3·x₁₀₉₉', relative })
  expectClose(numericalGradient(cosines, zeros([0, 3])), zeros([0, 3]), 'numericalGradient at a (0, 3) matrix')
})

test('numericalGradient reads f at x moved, whatever f reads of it', () => {
  const product = ({ data, shape: [, K] }: Tensor) => data[0] * data[K + 1]
  const g = numericalGradient(product, matrix([2, 0, 0], [0, 5, 0]))
  expectClose(g, matrix([5, 0, 0], [0, 2, 0]), { name: 'numericalGradient of x[0, 0]·x[1, 1]', relative })
})

test('numericalGradient drives a given chain of four links towards (3, 3): the first loss that falls', () => {
  const L = ({ data }: Tensor) => chain.loss(Array.from(data), [3, 3])
  let angles = vector(0.3, 2.1, 1.2, 2.8)
  const before = L(angles)
  for (let step = 0; step < 100; step++) {
    const g = numericalGradient(L, angles)
    const next = { shape: [4], data: angles.data.map((angle, i) => angle - 0.01 * g.data[i]) }
    expectThat(L(next) < L(angles), `in step ${step} the loss rises from ${L(angles)} to ${L(next)}.`)
    angles = next
  }
  const expected = chain.descend([0.3, 2.1, 1.2, 2.8], [3, 3], 100, 0.01)[100]
  expectClose(Array.from(angles.data), expected, { name: 'the angles after 100 steps', relative: 1e-6 })
  expectThat(L(angles) < before / 10, `the loss only fell from ${before} to ${L(angles)}.`)
})
