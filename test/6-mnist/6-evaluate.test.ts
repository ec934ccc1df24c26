import { relu } from '#kata/4-backprop/4-relu.ts'
import * as layers from '#kata/4-backprop/8-chain.ts'
import * as kata from '#kata/6-mnist/6-evaluate.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given, labels } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { type Tensor, ShapeError, ValueError, matrix, vector, zeros } from '#lib/tensor'
import { filled, functionLaws, repeatTruth } from '../laws/form.ts'
import * as kind from '../laws/kinds.ts'
import * as network from '../oracles/network.ts'
import { argmax, broadcast, matmul } from '../oracles/tensor-ops.ts'

const { accuracy, confusion, predictions } = checkResults(kata, {
  accuracy: returns('predicted, labels', kind.number),
  confusion: returns('predicted, labels, K', kind.tensor),
  predictions: returns('chain, images', kind.numbers),
})

const { Dense } = checkResults(layers, { Dense: returns('W, b, activation, affine', kind.layer) })

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)
const pair = given({ predicted: labels('NK'), truth: labels('NK') }, { K: [1, 5], N: [1, 7] })

test('predictions are the classes with the largest logit', () => {
  const chain = [Dense(matrix([1, 0, 2], [0, 3, 0]), vector(0, 0, 0))]
  expectClose(Array.from(predictions(chain, matrix([1, 0], [0, 1], [1, 1]))), [2, 1, 1], 'predictions(chain, images)')
})

law('predictions are the argmax of forward', given({ x: 'NI', W: 'IK', b: 'K' }), ({ x, W, b }) => {
  const logits = broadcast(matmul(x, W), b, (xW, bias) => xW + bias)
  expectClose(Array.from(predictions([Dense(W, b)], x)), argmax(logits), 'predictions(chain, x)')
})

const layer = (W: Tensor, activation?: layers.Activation): layers.Layer => Dense(W, zeros([W.shape[1]]), activation)

law(
  'predictions go through all layers, two or three of them',
  given({ x: 'NI', W: 'IK', V: 'KL', U: 'LM' }),
  ({ x, W, V, U }) => {
    const hidden = network.relu(matmul(x, W))
    const two = predictions([layer(W, relu), layer(V)], x)
    expectClose(Array.from(two), argmax(matmul(hidden, V)), 'predictions of a network of two layers')
    const three = predictions([layer(W, relu), layer(V, relu), layer(U)], x)
    const logits = matmul(network.relu(matmul(hidden, V)), U)
    expectClose(Array.from(three), argmax(logits), 'predictions of a network of three layers')
  },
)

/** Fails if the chain gets more than 1000 of N images at once. */
function expectPieces(N: number): void {
  const seen: number[] = []
  const watch = (x: Tensor): Tensor => {
    seen.push(x.shape[0])
    return x
  }
  const first = layer(matrix([1, -1], [0, 2]))
  const watching = Object.assign((x: Tensor) => first(watch(x)), {
    ...first,
    pullback: (x: Tensor) => first.pullback(watch(x)),
  })
  predictions([watching], filled(N, 2))
  const most = Math.max(...seen)
  expectThat(
    most <= 1000,
    `predictions of ${N} images hand the chain ${most} of them at once. A wide hidden layer needs memory for each image of a piece.`,
  )
}

test('predictions take at most 1000 images at a time', () => expectPieces(2500))

test('predictions take at most 1000 images at a time, also where few are left for the last piece', () => {
  for (const N of [1001, 1200, 2001]) expectPieces(N)
})

law('predictions of an image do not depend on the other images', given({ x: 'NI', W: 'IK' }), ({ x, W }) => {
  const [, I] = x.shape
  const poisoned = { shape: x.shape, data: x.data.map((v, i) => (i < I ? v : 1000 + 7 * v)) }
  const [alone, among] = [x, poisoned].map((images) => Array.from(predictions([layer(W)], images))[0])
  expectEqual(among, alone, 'the prediction of the first image, where the others differ,')
})

test('predictions take the first of equal logits, as argmax does', () => {
  const chain = [layer(matrix([0, 1, 1, 0]))]
  expectClose(
    Array.from(predictions(chain, matrix([1], [-1], [0]))),
    [1, 0, 0],
    'predictions where two logits are equal',
  )
})

test('predictions are made of negative logits too, and when no class has half of the probability', () => {
  const chain = [Dense(matrix([-1, 0, 0]), vector(-2, -4, -3))]
  expectClose(Array.from(predictions(chain, matrix([1.5], [0]))), [2, 0], 'predictions(chain, images)')
  const unsure = [Dense(matrix([0, 0, 0]), vector(0.1, 0.3, 0.2))]
  expectClose(Array.from(predictions(unsure, matrix([1]))), [1], 'predictions of the logits 0.1, 0.3, 0.2')
})

test('predictions of many images are one per image, none left out', () => {
  const N = 2345
  const images = zeros([N, 3])
  for (let n = 0; n < N; n++) images.data[3 * n + (n % 3)] = 1
  const identity = [Dense(matrix([1, 0, 0], [0, 1, 0], [0, 0, 1]), vector(0, 0, 0))]
  const before = images.data.slice()
  const read = Array.from(predictions(identity, images))
  expectEqual(read.length, N, 'the number of predictions')
  const digits = read.map((_, n) => n % 3)
  expectClose(read, digits, 'the predictions, by image')
  expectThat(
    images.data.every((v, i) => v === before[i]),
    'the images are not the same after predictions(chain, images).',
  )
})

test('predictions are those of the network as it is now, also when it has learned in between', () => {
  const [chain, images] = [[Dense(matrix([1, 0]), vector(0, 0))], matrix([1], [2], [3])]
  expectClose(Array.from(predictions(chain, images)), [0, 0, 0], 'predictions(chain, images)')
  const others = Array.from(predictions(chain, matrix([-1], [1])))
  expectClose(others, [1, 0], 'the predictions for other images')
  chain[0].W.data.set([0, 1])
  expectClose(Array.from(predictions(chain, images)), [1, 1, 1], 'the predictions after W has changed in place')
})

test('predictions leave the list of layers as it was', () => {
  const chain = [layer(matrix([1, 0], [0, 1]), relu), layer(matrix([0, 1], [1, 0]))]
  const before = [...chain]
  const read = () => Array.from(predictions(chain, matrix([1, 0], [0, 1])))
  expectClose(read(), [1, 0], 'predictions(chain, images)')
  expectThat(
    chain.every((one, l) => one === before[l]),
    'the layers of the chain are in another order after predictions(chain, images).',
  )
})

test('predictions go through 1,100 layers', () => {
  const same = layer(matrix([1, 0], [0, 1]))
  const chain = [...Array.from({ length: 1099 }, () => same), layer(matrix([0, 1], [1, 0]))]
  expectClose(
    Array.from(predictions(chain, matrix([2, 1]))),
    [1],
    'predictions of 1,100 layers, of which the last swaps',
  )
})

test('predictions tell logits apart that are as good as equal, and know twelve classes', () => {
  const chain = [layer(matrix([1, 0], [0, 1]))]
  expectClose(Array.from(predictions(chain, matrix([1, 1 + 1e-10]))), [1], 'predictions for the logits 1 and 1 + 1e-10')
  const twelve = [layer({ shape: [1, 12], data: Float64Array.from(upTo(12)) })]
  expectClose(Array.from(predictions(twelve, matrix([1]))), [11], 'predictions for the logits 0, 1, …, 11')
})

test('predictions of no images are none', () => {
  expectClose(Array.from(predictions([layer(zeros([2, 3]))], zeros([0, 2]))), [], 'predictions of a (0, 2) matrix')
})

const column = (values: number[]): Tensor => ({ shape: [values.length, 1], data: Float64Array.from(values) })

functionLaws(
  'predictions',
  given({ x: 'NI', W: 'IK' }),
  {
    'predictions(chain, images)': {
      run: ({ x, W }) => Array.from(predictions([layer(W)], x)),
      truth: ({ x, W }) => Array.from(repeatTruth(x, (few) => column(argmax(matmul(few, W)))).data),
    },
  },
  { many: () => ({ x: filled(70_000, 2), W: matrix([1, -1], [0, 1]) }) },
)

test('accuracy is the share of predictions that equal their label', () => {
  expectClose(accuracy([1, 2, 3, 4], Uint8Array.of(1, 2, 0, 4)), 0.75, 'accuracy([1, 2, 3, 4], [1, 2, 0, 4])')
  expectClose(accuracy([7], [7]), 1, 'accuracy([7], [7])')
  expectClose(accuracy([7, 0], [0, 7]), 0, 'accuracy([7, 0], [0, 7])')
})

law('accuracy is the trace of the confusion matrix over N', pair, ({ predicted, truth }) => {
  const right = truth.filter((label, n) => label === predicted[n]).length
  expectClose(accuracy(predicted, truth), right / truth.length, 'accuracy(predicted, labels)')
})

test('accuracy compares whole numbers, also where one list is of bytes', () => {
  expectClose(accuracy([256, 1], Uint8Array.of(0, 1)), 0.5, 'accuracy([256, 1], Uint8Array.of(0, 1))')
  expectClose(accuracy(Uint8Array.of(0, 1), [256, 1]), 0.5, 'accuracy(Uint8Array.of(0, 1), [256, 1])')
})

const manyClasses = () => ({
  predicted: Array.from({ length: 140_000 }, (_, n) => (7 * n) % 5),
  truth: Array.from({ length: 140_000 }, (_, n) => (n < 900 ? (7 * n) % 5 : Math.floor(n / 1000) % 4)),
})

functionLaws(
  'accuracy',
  pair,
  {
    'accuracy(predicted, labels)': {
      run: ({ predicted, truth }) => accuracy(predicted, truth),
      truth: ({ predicted, truth }) => truth.filter((label, n) => label === predicted[n]).length / truth.length,
    },
    'accuracy of bytes': { run: ({ predicted, truth }) => accuracy(predicted, Uint8Array.from(truth)) },
  },
  { many: manyClasses },
)

test('accuracy refuses no examples', () => {
  expectThrows(() => accuracy([], []), ValueError, [], 'accuracy of nothing')
})

test('accuracy refuses fewer predictions than labels', () => {
  expectThrows(() => accuracy([1], [1, 2]), ShapeError, ['[1]'], 'accuracy of 1 prediction and 2 labels')
})

test('accuracy refuses more predictions than labels', () => {
  expectThrows(() => accuracy([1, 2, 3], [1, 2]), ShapeError, ['[3]'], 'accuracy of 3 predictions and 2 labels')
})

test('confusion counts truth by row, prediction by column', () => {
  const C = confusion([0, 1, 1, 2], Uint8Array.of(0, 1, 0, 0), 3)
  expectClose(C, matrix([1, 1, 1], [0, 1, 0], [0, 0, 0]), 'confusion([0, 1, 1, 2], [0, 1, 0, 0], 3)')
})

law('confusion counts every example once, in its row and column', pair, ({ predicted, truth }) => {
  const rows = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0])
  truth.forEach((label, n) => rows[label][predicted[n]]++)
  expectClose(confusion(predicted, truth, 5), matrix(...rows), 'confusion(predicted, labels, 5)')
})

test('confusion counts on, however often it happens', () => {
  const ones = new Uint8Array(70_000).fill(1)
  expectClose(
    confusion(ones, ones, 2),
    matrix([0, 0], [0, 70_000]),
    'confusion of 70,000 ones, all of them read right,',
  )
})

test('confusion of one class is a (1, 1) matrix', () => {
  expectClose(confusion([0, 0], [0, 0], 1), matrix([2]), 'confusion([0, 0], [0, 0], 1)')
})

test('confusion of nothing is all zeros', () => {
  expectClose(confusion([], [], 2), zeros([2, 2]), 'confusion([], [], 2)')
})

test('confusion has a place for each of 300 classes, also where one list is of bytes', () => {
  const C = zeros([300, 300])
  C.data[256] = 1
  C.data[300 * 1 + 299] = 1
  expectClose(confusion([256, 299], Uint8Array.of(0, 1), 300), C, 'confusion([256, 299], Uint8Array.of(0, 1), 300)')
  C.data.fill(0)
  C.data[300 * 299 + 1] = 1
  expectClose(confusion(Uint8Array.of(1), [299], 300), C, 'confusion(Uint8Array.of(1), [299], 300)')
})

/** C[t, p] of five classes */
function counted({ predicted, truth }: { predicted: number[]; truth: number[] }): Tensor {
  const C = zeros([5, 5])
  truth.forEach((label, n) => C.data[5 * label + predicted[n]]++)
  return C
}

functionLaws(
  'confusion',
  pair,
  {
    'confusion(predicted, labels, 5)': {
      run: ({ predicted, truth }) => confusion(predicted, truth, 5),
      truth: counted,
      terms: 1,
    },
    'confusion of nothing': { run: () => confusion([], [], 3) },
  },
  { many: manyClasses },
)

test('confusion refuses fewer predictions than labels', () => {
  expectThrows(() => confusion([1], [1, 2], 3), ShapeError, ['[1]'], 'confusion of 1 prediction and 2 labels')
})

test('confusion refuses more predictions than labels', () => {
  expectThrows(() => confusion([1, 2, 0], [1, 2], 3), ShapeError, ['[3]'], 'confusion of 3 predictions and 2 labels')
})

test('confusion refuses a prediction outside 0 … K − 1', () => {
  expectThrows(() => confusion([0, 3], [0, 1], 3), ValueError, ['3'], 'confusion with the prediction 3 of 3 classes')
})

test('confusion refuses a label outside 0 … K − 1', () => {
  expectThrows(() => confusion([0, 1], [0, -1], 3), ValueError, ['-1'], 'confusion with the label −1')
})

test('confusion refuses classes that are no whole numbers', () => {
  expectThrows(() => confusion([0, 1], [0, 0.5], 3), ValueError, ['0.5'], 'confusion with the label 0.5')
  expectThrows(() => confusion([0, NaN], [0, 1], 3), ValueError, ['NaN'], 'confusion with the prediction NaN')
})
