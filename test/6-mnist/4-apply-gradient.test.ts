import { relu } from '#kata/4-backprop/4-relu.ts'
import * as layers from '#kata/4-backprop/8-chain.ts'
import { type Gradient, type Model, type Step, applyGradient, step } from '#kata/6-mnist/4-apply-gradient.ts'
import { checkResults, returns, takes } from '#lib/judge/assert/contract'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { ShapeError, ValueError, float32, matrix, vector, zeros } from '#lib/tensor'
import { accepted } from '../laws/accepted.ts'
import * as kind from '../laws/kinds.ts'
import { stepLaws } from '../laws/step.ts'

const { Dense } = checkResults(layers, { Dense: returns('W, b, activation, affine', kind.layer) })

/** A step that is handed in, and says what it is called with when that is not two tensors and a number. */
const handed = (leaf: Step): Step => takes('the step', leaf, kind.tensor, kind.tensor, kind.number)

test('step takes rate·gradient away, in place', () => {
  const p = vector(1, 2, 3)
  step(p, vector(10, -2000, 0), 0.1)
  expectClose(p, vector(0, 202, 3), 'the parameter after step(p, g, 0.1)')
})

test('step works in float32 too', () => {
  const p = float32(matrix([1, 2]))
  step(p, float32(matrix([1, 1])), 0.5)
  expectClose(p, float32(matrix([0.5, 1.5])), 'the float32 parameter after step')
})

/** step refuses a gradient of this shape, and shows both */
function expectShapeRefused(parameter: readonly number[], gradient: readonly number[]): void {
  const [of, by] = [parameter, gradient].map((shape) => shape.join(', '))
  const call = (): void => step(zeros(parameter), zeros(gradient), 1)
  expectThrows(call, ShapeError, [`[${of}]`, `[${by}]`], `step of (${of}) by (${by})`)
}

test('step refuses a gradient of another shape', () => {
  expectShapeRefused([2, 3], [3, 2])
})

test('step refuses a gradient with fewer entries, or more', () => {
  expectShapeRefused([2, 3], [2, 2])
  expectShapeRefused([3], [4])
})

test('step refuses a gradient with another number of axes', () => {
  expectShapeRefused([2], [2, 1])
  expectShapeRefused([2, 1], [2])
})

test('step refuses a gradient whose third axis differs', () => {
  expectShapeRefused([2, 3, 4], [2, 3, 5])
})

stepLaws('step', step)
stepLaws('applyGradient of a tensor', (p, g, rate) => applyGradient(p, g, rate))

test('applyGradient walks arrays and records, and leaves alone what has no gradient', () => {
  const [W, b, scale, second, deep] = [matrix([1, 2]), vector(3, 4), vector(7), vector(5), vector(6)]
  const model = [{ W, b, scale, name: 'first' }, [second, { deep }]]
  const layer = { W: matrix([1, 1]), b: null, scale: vector(10) }
  applyGradient(model, [layer, [vector(10), { deep: vector(20) }]], 0.1)
  expectClose(W, matrix([0.9, 1.9]), 'a tensor in a record in an array')
  expectClose(b, vector(3, 4), 'a tensor whose gradient is null')
  expectClose(second, vector(4), 'a tensor in an array in an array')
  expectClose(deep, vector(4), 'a tensor in a record in an array in an array')
  expectClose(scale, vector(6), 'another tensor in a record in an array')
})

test('applyGradient of a tensor is one step', () => {
  const p = vector(1, 2)
  applyGradient(p, vector(1, -1), 1)
  expectClose(p, vector(0, 3), 'the tensor, afterwards')
})

test('applyGradient of null changes nothing', () => {
  const model = { W: vector(1) }
  applyGradient(model, null, 1)
  applyGradient(model, { W: null }, 1)
  expectClose(model.W, vector(1), 'W, afterwards')
})

test('applyGradient walks a chain of layers, which are functions with parameters on them', () => {
  const chain = [Dense(matrix([1, 2]), vector(3, 4), relu), Dense(matrix([5], [6]), vector(7))]
  const gradient = [
    { W: matrix([1, 1]), b: vector(1, 1), activation: null },
    { W: matrix([1], [1]), b: vector(1), activation: null },
  ]
  applyGradient(chain, gradient, 1)
  expectClose(chain[0].W, matrix([0, 1]), 'W of the first layer')
  expectClose(chain[0].b, vector(2, 3), 'b of the first layer')
  expectClose(chain[1].W, matrix([4], [5]), 'W of the second layer')
  expectClose(chain[1].b, vector(6), 'b of the second layer')
  expectClose(chain[0](matrix([1])), matrix([2, 4]), 'the first layer, called after the step')
})

law('applyGradient and its opposite cancel', given({ p: 'BK', g: 'BK' }), ({ p, g }) => {
  const before = { shape: p.shape, data: p.data.slice() }
  applyGradient([{ p }], [{ p: g }], 0.25)
  applyGradient([{ p }], [{ p: { shape: g.shape, data: g.data.map((v) => -v) } }], 0.25)
  expectClose(p, before, { name: 'the parameter after a step and its opposite', scale: 6 })
})

/** what the step was called with: parameter, gradient and rate, again and again */
function callsOf(model: Model, gradient: Gradient): number[] {
  const seen: number[] = []
  const leaf = handed((p, g, rate) => void seen.push(p.data[0], g.data[0], rate))
  applyGradient(model, gradient, 0.5, leaf)
  expectThat(seen.length > 0, 'the step that was handed in was never called.')
  return seen
}

test('applyGradient takes the step it is given', () => {
  const seen = callsOf([{ W: vector(1), b: vector(2) }], [{ W: vector(3), b: vector(0) }])
  // either tensor may come first
  const calls = [seen.slice(0, 3), seen.slice(3)].toSorted(([a], [b]) => a - b).flat()
  expectEqual(calls, [1, 3, 0.5, 2, 0, 0.5], 'parameter, gradient and rate of each step')
})

test('applyGradient of a tensor takes the step it is given', () => {
  expectEqual(callsOf(vector(1), vector(3)), [1, 3, 0.5], 'parameter, gradient and rate of the step')
})

test('applyGradient hands the step the parameter itself, since it changes in place', () => {
  const W = vector(1)
  const leaf = handed((p) => void (p.data[0] = 7))
  applyGradient([{ W }], [{ W: vector(3) }], 0.5, leaf)
  expectClose(W, vector(7), 'W, after a step that writes 7 into its parameter')
})

test('applyGradient hands the step three arguments, and nothing else', () => {
  const counts: number[] = []
  applyGradient([vector(1)], [vector(2)], 1, (...args: readonly unknown[]) => void counts.push(args.length))
  expectEqual(counts, [3], 'the number of arguments of each step')
})

test('applyGradient walks 1,100 layers', () => {
  const layers = Array.from({ length: 1100 }, () => vector(1))
  const gradients = layers.map(() => vector(1))
  applyGradient(layers, gradients, 1)
  const left = layers.findIndex(({ data }) => data[0] !== 0)
  expectThat(left < 0, `of 1,100 layers with the parameter 1 and the gradient 1, layer ${left} is not 0 afterwards.`)
})

test('applyGradient takes a rate above 1 as it is', () => {
  const p = vector(1, 2)
  accepted(() => applyGradient([p], [vector(1, -1)], 3), 'a rate of 3')
  expectClose(p, vector(-2, 5), 'the parameter after a step with the rate 3')
})

function expectRateRefused(rate: number): void {
  const p = vector(1)
  const call = (): void => applyGradient([p], [vector(1)], rate)
  expectThrows(call, ValueError, [String(rate)], `applyGradient with the rate ${rate}`)
  expectThat(p.data[0] === 1, `with the rate ${rate} the parameter was changed all the same.`)
}

test('applyGradient refuses a rate of 0', () => {
  expectRateRefused(0)
})

test('applyGradient refuses a rate below 0', () => {
  expectRateRefused(-0.1)
})

test('applyGradient refuses NaN for a rate', () => {
  expectRateRefused(NaN)
})

test('applyGradient refuses ∞ for a rate', () => {
  expectRateRefused(Infinity)
})

test('applyGradient refuses a bad rate whatever the model and the step are', () => {
  let count = 0
  const unused = handed(() => void count++)
  const calls: readonly (readonly [name: string, model: Model, gradient: Gradient])[] = [
    ['a tensor and a step that is handed in', vector(1), vector(1)],
    ['a gradient of null', vector(1), null],
    ['no layers', [], []],
  ]
  for (const [name, model, gradient] of calls)
    expectThrows(() => applyGradient(model, gradient, -1, unused), ValueError, ['-1'], `a rate of −1, for ${name},`)
  expectThat(count === 0, 'with the rate −1 the step was called all the same.')
})

test('applyGradient takes one step for each tensor of the gradient, also where layers share one', () => {
  const W = vector(5)
  applyGradient([{ W }, { W }], [{ W: vector(1) }, { W: vector(2) }], 1)
  expectClose(W, vector(2), 'a parameter of two layers, after the gradients 1 and 2')
})

test('applyGradient takes a step at every place, also where one gradient stands twice', () => {
  const [p, q, g] = [vector(5), vector(7), vector(1)]
  applyGradient([p, q], [g, g], 1)
  expectClose(p, vector(4), 'the first parameter')
  expectClose(q, vector(6), 'the second parameter, whose gradient is the same tensor,')
})

test('applyGradient leaves a part alone whose gradient is null, whatever the part is', () => {
  const model = { W: vector(1), bias: 0, isFrozen: false, name: '', activation: null }
  const gradient = { W: vector(1), bias: null, isFrozen: null, name: null, activation: null }
  accepted(() => applyGradient(model, gradient, 1), 'a gradient of null beside 0, false, “” or null')
  expectClose(model.W, vector(0), 'W, afterwards')
})

test('applyGradient refuses null for something the model does not have', () => {
  const call = () => applyGradient({ W: vector(1) }, { W: vector(1), scale: null }, 1)
  expectThrows(call, ValueError, ['scale'], 'applyGradient of null for a scale, which the model lacks,')
})

test('applyGradient refuses a gradient for something the model does not have', () => {
  const call = (): void => applyGradient({ W: vector(1) }, { V: vector(1) }, 1)
  expectThrows(call, ValueError, ['V'], 'applyGradient with a gradient for V')
})

test('applyGradient refuses a gradient for more layers than the model has', () => {
  const call = (): void => applyGradient([vector(1)], [vector(1), vector(2)], 1)
  expectThrows(call, ValueError, ['1'], 'applyGradient with two gradients for one layer')
})
