import { relu } from '#kata/4-backprop/4-relu.ts'
import { crossEntropy, softmaxCrossEntropy } from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { type Chain, Dense, forward } from '#kata/4-backprop/8-chain.ts'
import * as kata from '#kata/4-backprop/9-gradient.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { exactNumber, given, labels, distinctSizes } from '#lib/judge/assert/given'
import { expectGradient } from '#lib/judge/assert/gradient-check'
import { law, test } from '#lib/judge/assert/law'
import { expectPure } from '#lib/judge/assert/pure'
import { expectBackwardSteps } from '#lib/judge/assert/backward-steps'
import { Inconclusive } from '#lib/judge/assert/mismatch'
import { formatOneLine } from '#lib/judge/assert/print'
import { type Labels, type Tensor, ValueError, matrix, tensor, vector, zeros } from '#lib/tensor'
import { filled, functionLaws, repeated, times } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import * as oracle from '../oracles/network.ts'
import { crossEntropyFromLogits } from '../oracles/softmax.ts'

const { lossGradient } = checkResults(kata, {
  lossGradient: returns('chain, x, labels, loss', ({ length }: Chain) => {
    const parameters = kind.record({ W: kind.tensor, b: kind.tensor, activation: kind.anything })
    const dead = 'a layer whose gradient is zero has one too'
    const cotangents = kind.record({ dy: kind.tensor, dz: kind.tensor, dx: kind.tensor }, dead)
    return kind.record({
      loss: kind.number,
      gradient: kind.list('gradient', parameters, length),
      cotangents: kind.list('cotangents', cotangents, length),
    })
  }),
})

/** The loss alone, for a law that asks for no gradient. */
const lossOf = (chain: Chain, x: Tensor, y: Labels): number => lossAlone.lossGradient(chain, x, y).loss
const lossAlone = checkResults(kata, { lossGradient: returns('chain, x, labels', kind.record({ loss: kind.number })) })

type Parameters = Readonly<Record<'x' | 'W1' | 'b1' | 'W2' | 'b2', Tensor>>

const small = { x: 'BI', W1: 'IH', b1: 'H', W2: 'HK', b2: 'K', y: labels('BK') }
const layersOf = ({ W1, b1, W2, b2 }: Parameters) => [
  { W: W1, b: b1 },
  { W: W2, b: b2 },
]
const chainOf = ({ W1, b1, W2, b2 }: Parameters): Chain => [Dense(W1, b1, relu), Dense(W2, b2)]
const truthOf = (p: Parameters, y: Labels) => oracle.backward(layersOf(p), p.x, y)
const linksOf = (way: readonly [name: string, received: Tensor, expected: Tensor][]) =>
  way.map(([name, received, expected]) => ({ name, received, expected }))
const close = (name: string) => ({ name, terms: 49, scale: 30 })

test('lossGradient of one layer: the loss ln 2, dW = xᵀ·(p − y)', () => {
  const { loss, gradient } = lossGradient([Dense(matrix([0, 0], [0, 0]), vector(0, 0))], matrix([2, -4]), [1])
  expectClose(loss, Math.LN2, 'loss')
  expectClose(gradient[0].W, matrix([1, -1], [-2, 2]), 'gradient[0].W')
  expectClose(gradient[0].b, vector(0.5, -0.5), 'gradient[0].b')
})

test('lossGradient has the shape of the chain: W, b, and null for the activation', () => {
  const chain = [Dense(matrix([1, 2], [2, 1]), vector(0, 0), relu), Dense(matrix([1, 0], [0, 1]), vector(0, 0))]
  const { gradient } = lossGradient(chain, matrix([1, 1]), [0])
  gradient.forEach((layer, l) => {
    const names = ['W', 'b', 'activation'].filter((name) => !(name in layer))
    expectThat(
      names.length === 0,
      `gradient[${l}] has no ${names.join(', ')}: it has ${Object.keys(layer).join(', ')}.`,
    )
    expectThat(
      layer.activation === null,
      `gradient[${l}].activation is ${formatOneLine(layer.activation)}, expected null: it has no parameters.`,
    )
  })
})

test('lossGradient leaves the chain as it was', () => {
  const [f, g] = [Dense(matrix([1, 2], [2, 1]), vector(0, 0), relu), Dense(matrix([1, 0], [0, 1]), vector(0, 0))]
  const chain = [f, g]
  lossGradient(chain, matrix([1, 1]), [0])
  const names = chain.map((layer) => 'fg'[[f, g].indexOf(layer)] ?? 'another')
  expectThat(names.join() === 'f,g', `the chain [f, g] has changed: afterwards it is [${names.join(', ')}].`)
})

test('lossGradient of three layers of one width: each has a dy of its own', () => {
  const layers = [
    { W: matrix([1, 2], [-1, 0.5]), b: vector(0.5, 1) },
    { W: matrix([2, -0.5], [1, 1]), b: vector(1, -2.5) },
    { W: matrix([0.25, -1], [0.5, 0.75]), b: vector(0, 0.5) },
  ]
  const chain = layers.map(({ W, b }, l) => Dense(W, b, l < 2 ? relu : undefined))
  const [x, y] = [matrix([1, -1], [0.5, 2]), [0, 1]]
  const { cotangents } = lossGradient(chain, x, y)
  oracle.backward(layers, x, y).layers.forEach(({ dy }, l) => {
    expectClose(cotangents[l].dy, dy, { name: `cotangents[${l}].dy`, terms: 8 })
  })
})

test('lossGradient of two layers, worked out in the lesson', () => {
  const W1 = matrix([1, -1], [-0.5, -1], [4, 2])
  const chain = [Dense(W1, vector(2, 1), relu), Dense(matrix([1, 0.5], [3, -1]), vector(-1, 0))]
  const { loss, gradient, cotangents } = lossGradient(chain, matrix([1, 2, 0]), [1])
  expectClose(loss, Math.LN2, 'loss')
  const way: [name: string, received: Tensor, expected: Tensor][] = [
    ['dLogits, cotangents[1].dy,', cotangents[1].dy, matrix([0.5, -0.5])],
    ['dW2, gradient[1].W,', gradient[1].W, matrix([1, -1], [0, 0])],
    ['db2, gradient[1].b,', gradient[1].b, vector(0.5, -0.5)],
    ['dh, cotangents[0].dy,', cotangents[0].dy, matrix([0.25, 2])],
    ['dz, cotangents[0].dz,', cotangents[0].dz, matrix([0.25, 0])],
    ['dW1, gradient[0].W,', gradient[0].W, matrix([0.25, 0], [0.5, 0], [0, 0])],
    ['db1, gradient[0].b,', gradient[0].b, vector(0.25, 0)],
    ['dx, cotangents[0].dx,', cotangents[0].dx, matrix([0.25, -0.125, 1])],
  ]
  expectBackwardSteps(linksOf(way))
})

law('lossGradient has the loss of forward and softmax cross-entropy', given(small), ({ y, ...p }) => {
  expectClose(lossOf(chainOf(p), p.x, y), truthOf(p, y).loss, { name: 'loss', terms: 49, scale: 200 })
})

law('lossGradient goes back link by link: dLogits, dW2, db2, dh, dz, dW1, db1, dx', given(small), ({ y, ...p }) => {
  const { gradient, cotangents } = lossGradient(chainOf(p), p.x, y)
  const [first, second] = truthOf(p, y).layers
  const way: [name: string, received: Tensor, expected: Tensor][] = [
    ['dLogits, cotangents[1].dy,', cotangents[1].dy, second.dy],
    ['dW2, gradient[1].W,', gradient[1].W, second.dW],
    ['db2, gradient[1].b,', gradient[1].b, second.db],
    ['dh, cotangents[1].dx,', cotangents[1].dx, second.dx],
    ['dh, cotangents[0].dy,', cotangents[0].dy, second.dx],
    ['dz, cotangents[0].dz,', cotangents[0].dz, first.dz],
    ['dW1, gradient[0].W,', gradient[0].W, first.dW],
    ['db1, gradient[0].b,', gradient[0].b, first.db],
    ['dx, cotangents[0].dx,', cotangents[0].dx, first.dx],
  ]
  expectBackwardSteps(linksOf(way), { terms: 49, scale: 30 })
})

law(
  'lossGradient is what the difference quotient of every parameter says',
  distinctSizes('BIHK', small),
  ({ y, ...p }) => {
    if (oracle.nearKink(truthOf(p, y).z)) throw new Inconclusive('near the kink of relu')
    expectGradient<keyof Parameters>({
      inputs: p,
      c: vector(1),
      terms: 49,
      kinked: true,
      absolute: ['b2'],
      forward: (q) => crossEntropyFromLogits(forward(chainOf(q), q.x), y), // quicker than the loss with its gradient
      backward: (q) => {
        const { gradient, cotangents } = lossGradient(chainOf(q), q.x, y)
        return { x: cotangents[0].dx, W1: gradient[0].W, b1: gradient[0].b, W2: gradient[1].W, b2: gradient[1].b }
      },
      exact: (q) => {
        const [first, second] = truthOf(q, y).layers
        return { x: first.dx, W1: first.dW, b1: first.db, W2: second.dW, b2: second.db }
      },
    })
  },
  { runs: 20 },
)

law(
  'lossGradient goes back through three layers too',
  given({ ...small, W3: 'KO', b3: 'O', t: labels('BO') }),
  ({ t, W3, b3, ...p }) => {
    const layers = [...layersOf(p), { W: W3, b: b3 }]
    const { layers: truth } = oracle.backward(layers, p.x, t)
    const { gradient } = lossGradient(
      layers.map(({ W, b }, l) => Dense(W, b, l < 2 ? relu : undefined)),
      p.x,
      t,
    )
    truth.forEach(({ dW, db }, l) => {
      expectClose(gradient[l].W, dW, { name: `gradient[${l}].W`, terms: 343, scale: 100 })
      expectClose(gradient[l].b, db, { name: `gradient[${l}].b`, terms: 343, scale: 100 })
    })
  },
)

law('lossGradient balances every hidden unit: ⟨W1, dW1⟩ + b1·db1 = ⟨W2, dW2⟩', given(small), ({ y, ...p }) => {
  const [first, second] = lossGradient(chainOf(p), p.x, y).gradient
  const [I, H, K] = [p.W1.shape[0], p.W1.shape[1], p.W2.shape[1]]
  for (let j = 0; j < H; j++) {
    let [incoming, outgoing] = [p.b1.data[j] * first.b.data[j], 0]
    for (let i = 0; i < I; i++) incoming += p.W1.data[i * H + j] * first.W.data[i * H + j]
    for (let k = 0; k < K; k++) outgoing += p.W2.data[j * K + k] * second.W.data[j * K + k]
    expectClose(incoming, outgoing, {
      name: `the balance of hidden unit ${j}, ⟨W1, dW1⟩ + b1·db1`,
      terms: 49,
      scale: 100,
    })
  }
})

law('lossGradient of a batch twice is the same', given(small), ({ y, ...p }) => {
  const twice = tensor([2 * p.x.shape[0], p.x.shape[1]], Float64Array.of(...p.x.data, ...p.x.data))
  const { loss, gradient } = lossGradient(chainOf(p), twice, [...y, ...y])
  const truth = truthOf(p, y)
  expectClose(loss, truth.loss, { name: 'the loss of the batch twice', terms: 49, scale: 200 })
  expectClose(gradient[0].W, truth.layers[0].dW, close('dW1 of the batch twice'))
  expectClose(gradient[1].b, truth.layers[1].db, close('db2 of the batch twice'))
})

test('lossGradient is still right after a few steps of training', () => {
  const p = {
    x: matrix([0.5, -1], [1.5, 2], [-1, 0.25]),
    W1: matrix([1, -0.5, 0.3], [0.2, 0.8, -1]),
    b1: vector(0.1, -0.1, 0.2),
    W2: matrix([0.5, -1], [1, 0.25], [-0.75, 0.5]),
    b2: vector(0.3, -0.3),
  }
  const y = [0, 1, 1]
  for (let step = 0; step < 5; step++) {
    const truth = truthOf(p, y)
    const { loss, gradient } = lossGradient(chainOf(p), p.x, y)
    expectClose(loss, truth.loss, { name: `the loss of step ${step}`, terms: 49 })
    const parameters = [p.W1, p.b1, p.W2, p.b2]
    const slopes = [gradient[0].W, gradient[0].b, gradient[1].W, gradient[1].b]
    parameters.forEach(({ data }, i) => data.forEach((v, j) => (data[j] = v - 0.5 * slopes[i].data[j])))
  }
})

test('lossGradient takes its loss from outside', () => {
  const { loss, gradient } = lossGradient([Dense(matrix([0, 0]), vector(0, 0))], matrix([1]), [1], (x, y) =>
    softmaxCrossEntropy(x, y, 10),
  )
  expectClose(loss, 10 * Math.LN2, 'loss with the weight 10')
  expectClose(gradient[0].b, vector(5, -5), 'gradient[0].b with the weight 10')
  const half = lossGradient([Dense(matrix([0, 0]), vector(0.5, 0.5))], matrix([1]), [1], crossEntropy)
  expectClose(half.gradient[0].b, vector(0, -2), 'gradient[0].b of the cross-entropy of [0.5, 0.5]')
})

/** a layer that Dense did not make: y = x², entry by entry. Its dW and db are x and dy, and its dz is 3·dy. */
function squareLayer(): Chain[number] {
  const square = (x: Tensor): Tensor => ({ shape: x.shape, data: x.data.map((v) => v * v) })
  const times = (a: Tensor, b: Tensor, c: number): Tensor => ({
    shape: a.shape,
    data: a.data.map((v, i) => c * v * b.data[i]),
  })
  const ones = matrix([1, 1])
  const pullback: Chain[number]['pullback'] = (x) => [
    square(x),
    (dy) => ({ dx: times(x, dy, 2), dW: times(x, ones, 1), db: times(dy, ones, 1), dz: times(dy, ones, 3) }),
  ]
  return Object.assign(square, { W: ones, b: ones, activation: relu, pullback })
}

test('lossGradient asks each layer for its own way back, whatever made it, and also if it occurs twice', () => {
  const square = squareLayer()
  const { gradient, cotangents } = lossGradient([square, square], matrix([3, 1]), [0], () => [0, () => matrix([1, 2])])
  expectClose(gradient[1].W, matrix([9, 1]), 'gradient[1].W, the dW of the last layer,')
  expectClose(cotangents[1].dz, matrix([3, 6]), 'cotangents[1].dz, the dz of the last layer,')
  expectClose(cotangents[1].dx, matrix([18, 4]), 'cotangents[1].dx')
  expectClose(cotangents[0].dy, matrix([18, 4]), 'cotangents[0].dy')
  expectClose(gradient[0].W, matrix([3, 1]), 'gradient[0].W, the dW of the first layer,')
  expectClose(gradient[0].b, matrix([18, 4]), 'gradient[0].b, the db of the first layer,')
  expectClose(cotangents[0].dz, matrix([54, 12]), 'cotangents[0].dz')
  expectClose(cotangents[0].dx, matrix([108, 8]), 'cotangents[0].dx')
})

test('lossGradient of one network and two batches: each has a gradient of its own', () => {
  const chain = [Dense(matrix([0, 0]), vector(0, 0))]
  const once = lossGradient(chain, matrix([1]), [0])
  const { gradient } = lossGradient(chain, matrix([2]), [1])
  expectClose(gradient[0].W, matrix([1, -1]), 'gradient[0].W of the second batch')
  expectClose(once.gradient[0].W, matrix([-0.5, 0.5]), 'gradient[0].W of the first batch, after the second')
})

/** everything that is promised of a result, as plain records */
const plain = ({ loss, gradient, cotangents }: kata.LossGradient) => ({
  loss,
  gradient: gradient.map(({ W, b }) => ({ W, b })),
  cotangents: cotangents.map(({ dy, dz, dx }) => ({ dy, dz, dx })),
})
const weighted = given({ ...small, w: exactNumber(2).map((v) => v + 3) })

functionLaws('lossGradient', weighted, {
  'lossGradient(chain, x, y, loss)': {
    run: ({ y, w, ...p }) => plain(lossGradient(chainOf(p), p.x, y, (o, l) => softmaxCrossEntropy(o, l, w))),
    grows: ['w'],
  },
})

law(
  'lossGradient of one chain keeps nothing from batch to batch',
  given(small),
  ({ y, ...p }) => {
    const chain = chainOf(p)
    expectPure(({ x, y }) => plain(lossGradient(chain, x, y)), { x: p.x, y }, 'lossGradient')
  },
  { runs: 12 },
)

test('lossGradient reads labels from bytes too: those of MNIST are a Uint8Array', () => {
  const { loss, gradient } = lossGradient([Dense(matrix([0, 0]), vector(0, 0))], matrix([2], [4]), Uint8Array.of(0, 1))
  expectClose(loss, Math.LN2, 'loss')
  expectClose(gradient[0].W, matrix([0.5, -0.5]), 'gradient[0].W')
})

test(
  'lossGradient is right for 140,000 numbers',
  () => {
    const [x, y, many] = [filled(22, 2), Array.from({ length: 22 }, (_, n) => n % 2), 70_004]
    const layer = { W: filled(2, 2), b: filled(2) }
    const truth = oracle.backward([layer], x, y)
    const labels = Array.from({ length: many }, (_, n) => n % 2)
    const { loss, gradient, cotangents } = lossGradient([Dense(layer.W, layer.b)], repeated(x, many), labels)
    const [first, comparison] = [truth.layers[0], { terms: many }]
    expectClose(loss, truth.loss, { name: 'the loss of 70,004 examples', ...comparison })
    expectClose(gradient[0].W, first.dW, { name: 'gradient[0].W of 70,004 examples', ...comparison })
    expectClose(gradient[0].b, first.db, { name: 'gradient[0].b of 70,004 examples', ...comparison })
    const dx = repeated(times(22 / many, first.dx), many)
    expectClose(cotangents[0].dx, dx, { name: 'cotangents[0].dx of 70,004 examples', ...comparison })
  },
  { costly: true },
)

test('lossGradient leaves it to the loss to refuse an empty batch', () => {
  const chain = [Dense(matrix([0, 0]), vector(0, 0))]
  expectThrows(() => lossGradient(chain, zeros([0, 1]), []), ValueError, [], 'lossGradient of an empty batch')
})
