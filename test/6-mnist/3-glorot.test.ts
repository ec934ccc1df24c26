import fc from 'fast-check'
import { relu } from '#kata/4-backprop/4-relu.ts'
import { dense } from '#kata/4-backprop/5-dense.ts'
import { type Activation, forward } from '#kata/4-backprop/8-chain.ts'
import * as kata from '#kata/6-mnist/3-glorot.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { given } from '#lib/judge/assert/given'
import { checkKind, checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { law, test } from '#lib/judge/assert/law'
import { expectPure } from '#lib/judge/assert/pure'
import { expectScaled } from '#lib/judge/assert/scaled'
import { createRandom } from '#lib/random'
import { type Tensor, ValueError, dtypeOf, matrix, tensor, zeros } from '#lib/tensor'
import { filled, functionLaws, repeatTruth } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import { relu as relued } from '../oracles/network.ts'
import * as oracle from '../oracles/softmax.ts'
import { matmul } from '../oracles/tensor-ops.ts'

const { glorotUniform, network } = checkResults(kata, {
  glorotUniform: returns('fanIn, fanOut, rng, dtype', kind.tensor),
  network: returns('sizes, rng, operations, dtype', kind.network),
})

test('glorotUniform is (rng − 0.5)·√(24 / (fanIn + fanOut)), read row by row', () => {
  const numbers = [0, 0.5, 0.75, 0.875, 0.25, 0.125]
  let next = 0
  const W = glorotUniform(2, 3, () => numbers[next++ % 6], 'float64')
  const width = Math.sqrt(24 / 5)
  expectClose(
    W,
    matrix([-0.5 * width, 0, 0.25 * width], [0.375 * width, -0.25 * width, -0.375 * width]),
    'glorotUniform(2, 3)',
  )
})

test('glorotUniform reads one number for each weight', () => {
  const rng = createRandom(9)
  let read = 0
  glorotUniform(3, 2, () => (read++, rng()))
  expectEqual(read, 6, 'how many numbers glorotUniform(3, 2, rng) reads')
})

test('glorotUniform keeps small weights, of numbers just above ½', () => {
  const W = glorotUniform(1, 1, () => 0.5 + 2 ** -42, 'float64')
  expectClose(W, matrix([2 ** -42 * Math.sqrt(12)]), { name: 'the weight for rng() = ½ + 2⁻⁴²', relative: 1e-2 })
})

test('glorotUniform is a matrix also for one input or one output', () => {
  expectEqual(glorotUniform(1, 3, createRandom(1)).shape, [1, 3], 'the shape of glorotUniform(1, 3, rng)')
  expectEqual(glorotUniform(3, 1, createRandom(1)).shape, [3, 1], 'the shape of glorotUniform(3, 1, rng)')
})

const size = fc.integer({ min: 1, max: 5 })

/** W[i, j] = (rng() − 0.5)·√(24 / (fanIn + fanOut)) */
function weights({ fanIn, fanOut, seed }: { fanIn: number; fanOut: number; seed: number }): Tensor {
  const [rng, width] = [createRandom(seed), Math.sqrt(24 / (fanIn + fanOut))]
  return { shape: [fanIn, fanOut], data: Float64Array.from({ length: fanIn * fanOut }, () => (rng() - 0.5) * width) }
}

functionLaws(
  'glorotUniform',
  given({ fanIn: size, fanOut: size, seed: fc.integer({ min: 0, max: 999 }) }),
  {
    'glorotUniform(fanIn, fanOut, rng)': {
      run: ({ fanIn, fanOut, seed }) => glorotUniform(fanIn, fanOut, createRandom(seed), 'float64'),
      truth: weights,
      terms: 1,
    },
    'glorotUniform of ½ after ½': { run: ({ fanIn, fanOut }) => glorotUniform(fanIn, fanOut, () => 0.5) },
  },
  { many: () => ({ fanIn: 70_000, fanOut: 2, seed: 3 }) },
)

test('glorotUniform is float32 unless told otherwise', () => {
  expectEqual(dtypeOf(glorotUniform(2, 3, createRandom(1))), 'float32', 'the dtype of glorotUniform(2, 3, rng)')
})

test('glorotUniform has the dtype that is asked for', () => {
  for (const dtype of ['float32', 'float64'] as const)
    expectEqual(dtypeOf(glorotUniform(2, 3, createRandom(1), dtype)), dtype, `the dtype, asked for ${dtype},`)
})

test('glorotUniform has mean 0 and variance 2 / (fanIn + fanOut)', () => {
  const data = Array.from(glorotUniform(784, 32, createRandom(7), 'float64').data)
  const mean = data.reduce((sum, v) => sum + v, 0) / data.length
  const variance = data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length
  expectThat(Math.abs(mean) < 0.001, `the mean of 784 × 32 weights is ${mean}, expected about 0.`)
  expectClose(variance, 2 / 816, { name: 'the variance of 784 × 32 weights', relative: 0.03 })
})

test('glorotUniform takes its randomness from rng, and from nowhere else', () => {
  expectEqual(
    glorotUniform(3, 2, createRandom(9)).data,
    glorotUniform(3, 2, createRandom(9)).data,
    'the weights from the same seed again',
  )
})

/** what an activation makes of −1 and 2: (0, 2) if it is relu, (−1, 2) if it is none */
function expectActivation(activation: Activation, expected: [number, number], name: string): void {
  const [y] = checkKind(activation(matrix([-1, 2])), kind.unary, `the result of ${name} for −1 and 2`)
  expectClose(y, matrix(expected), `what ${name} makes of −1 and 2`)
}

test('network of [784, 32, 10] is two layers, with relu between and none at the end', () => {
  const chain = network([784, 32, 10], createRandom(1))
  expectEqual(
    chain.map(({ W }) => W.shape),
    [
      [784, 32],
      [32, 10],
    ],
    'the shapes of the weights',
  )
  expectEqual(
    chain.map(({ b }) => b.shape),
    [[32], [10]],
    'the shapes of the biases',
  )
  expectActivation(chain[0].activation, [0, 2], 'the activation of the first layer')
  expectActivation(chain[1].activation, [-1, 2], 'the activation of the last layer')
})

test('network has relu after every layer but the last, also when there are many', () => {
  network([4, 3, 5, 2], createRandom(1)).forEach(({ activation }, l) => {
    expectActivation(activation, l < 2 ? [0, 2] : [-1, 2], `the activation of layer ${l} of 0, 1, 2`)
  })
  expectActivation(
    network([4, 2], createRandom(1))[0].activation,
    [-1, 2],
    'the activation of a single layer, the last one',
  )
})

test('network has relu after every layer but the last, also when sizes repeat', () => {
  for (const sizes of [
    [3, 4, 3],
    [5, 3, 3, 3],
  ]) {
    const last = sizes.length - 2
    network(sizes, createRandom(1)).forEach(({ activation }, l) => {
      const name = `the activation of layer ${l} of the network [${sizes.join(', ')}]`
      expectActivation(activation, l < last ? [0, 2] : [-1, 2], name)
    })
  }
})

test('network leaves the list of sizes as it was', () => {
  const sizes = [4, 3, 2]
  network(sizes, createRandom(1))
  expectEqual(sizes, [4, 3, 2], 'the list of sizes, after network(sizes, rng),')
})

test('network begins with biases of 0 and weights that are not', () => {
  for (const { W, b } of network([6, 4, 3], createRandom(2))) {
    expectThat(
      b.data.every((v) => v === 0),
      'a bias is not 0 at the beginning.',
    )
    expectThat(W.data.some((v) => v > 0) && W.data.some((v) => v < 0), 'the weights are not spread around 0.')
  }
})

test('network reads one rng from the first layer to the last', () => {
  const rng = createRandom(5)
  const weights = [glorotUniform(5, 3, rng), glorotUniform(3, 3, rng), glorotUniform(3, 3, rng)]
  network([5, 3, 3, 3], createRandom(5)).forEach(({ W }, l) => {
    expectClose(W, weights[l], `W of layer ${l} of the network [5, 3, 3, 3]`)
  })
})

test('network reads on where the one before has stopped, also for the same list of sizes', () => {
  const [sizes, rng] = [[3, 2], createRandom(5)]
  const [first, second] = [network(sizes, rng), network(sizes, rng)].map(([{ W }]) => Array.from(W.data))
  expectThat(String(first) !== String(second), 'two networks from one rng have the same weights.')
})

test('network gives each layer a bias of its own, and each network too', () => {
  const [first, second] = [network([3, 3, 3], createRandom(1)), network([3, 3, 3], createRandom(2))]
  first[0].b.data.fill(7)
  const [next, other] = [first[1], second[0]].map(({ b }) => b.data.every((v) => v === 0))
  first[0].b.data.fill(0)
  expectThat(other, 'when the bias of a layer learns, that of another network changes as well.')
  expectThat(next, 'when the bias of a layer learns, that of the next layer, of the same size, changes as well.')
})

test('network is float32 unless told otherwise', () => {
  expectEqual(
    network([3, 2], createRandom(1)).map(({ W, b }) => dtypeOf(W) + dtypeOf(b)),
    ['float32float32'],
    'the dtypes',
  )
  const double = network([3, 2], createRandom(1), undefined, 'float64')
  expectEqual(
    double.map(({ W, b }) => dtypeOf(W) + dtypeOf(b)),
    ['float64float64'],
    'the dtypes, asked for float64',
  )
})

test('network begins near the loss ln 10 = 2.30, that of a guess', () => {
  const digits = syntheticDigits(100, createRandom(3))
  const images = tensor(
    [100, 784],
    Float64Array.from(digits.pixels, (v) => v / 255),
  )
  for (const seed of [1, 2, 3]) {
    const logits = forward(network([784, 32, 10], createRandom(seed), undefined, 'float64'), images)
    const loss = oracle.crossEntropyFromLogits(logits, digits.labels)
    expectClose(loss, Math.log(10), { name: `the first loss from seed ${seed}`, relative: 0.35 })
  }
})

law('network has layers that compute anew at each call', given({ x: 'N2' }), ({ x }) => {
  const chain = network([2, 2, 2], createRandom(1), undefined, 'float64')
  const ask = ({ x }: { x: Tensor }): Tensor => chain[0](x)
  expectPure(ask, { x }, 'layer 0 of the network [2, 2, 2]')
  const hidden = relued(matmul(x, chain[0].W))
  expectClose(chain[0](x), hidden, { name: 'layer 0 of the network [2, 2, 2], of x,', terms: 2 })
  expectClose(chain[1](x), matmul(x, chain[1].W), {
    name: 'layer 1 of the network [2, 2, 2], of x,',
    terms: 2,
    scale: 3,
  })
  expectScaled(ask, { x }, ['x'], 'layer 0 of the network [2, 2, 2]')
})

test('network has layers that keep float32, and take no rows', () => {
  const [layer] = network([3, 2], createRandom(1))
  expectEqual(dtypeOf(layer(zeros([1, 3], 'float32'))), 'float32', 'the dtype of a layer of float32')
  expectClose(layer(zeros([0, 3], 'float32')), zeros([0, 2], 'float32'), 'a layer of a (0, 3) matrix')
})

test(
  'network has layers that are right for 140,000 numbers',
  () => {
    const [layer] = network([2, 2], createRandom(1), undefined, 'float64')
    const expected = repeatTruth(filled(), (few) => matmul(few, layer.W))
    expectClose(layer(filled()), expected, { name: 'a layer of 140,000 numbers', terms: 2 })
  },
  { costly: true },
)

test('network is made of the operations it is given', () => {
  const asked = new Set<string>()
  const chain = network([2, 3, 2], createRandom(1), {
    dense: (...args) => (asked.add('dense'), dense(...args)),
    relu: (x) => (asked.add('relu'), relu(x)),
  })
  // one by one: what one layer gives is not the input of the next
  chain.forEach((layer, l) => layer(zeros([1, 2 + l], 'float32')))
  expectEqual([...asked].toSorted(), ['dense', 'relu'], 'the operations that were called')
})

test('network refuses fewer than two sizes', () => {
  expectThrows(() => network([784], createRandom(1)), ValueError, [], 'network([784])')
  expectThrows(() => network([], createRandom(1)), ValueError, [], 'network([])')
})
