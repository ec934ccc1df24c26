import { type Chain, Dense } from '#kata/4-backprop/8-chain.ts'
import { relu } from '#kata/4-backprop/4-relu.ts'
import * as networks from '#kata/6-mnist/3-glorot.ts'
import * as kata from '#kata/6-mnist/5-train.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { checkResults, methods, returns, takes } from '#lib/judge/assert/contract'
import { numbersFault } from '#lib/judge/assert/fault'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { test } from '#lib/judge/assert/law'
import { createRandom } from '#lib/random'
import { type Tensor, ValueError, tensor, zeros } from '#lib/tensor'
import { accepted } from '../laws/accepted.ts'
import * as kind from '../laws/kinds.ts'
import * as oracle from '../oracles/network.ts'

const lossOfEachEpoch = kind.plain((value) => numbersFault(value, 'a list with the mean loss of each epoch'))
const { plain, train } = checkResults(kata, {
  plain: methods({
    take: returns('examples, rows', kind.examples),
    dense: returns('x, W, b, products', kind.affine),
    relu: returns('x', kind.unary),
    loss: returns('outputs, labels', kind.loss),
    step: returns('parameter, gradient, rate', kind.anything),
  }),
  train: returns(
    'chain, examples, recipe, operations',
    kind.steps('step', kind.record({ epoch: kind.number, size: kind.number, loss: kind.number }), lossOfEachEpoch),
  ),
})
const { network } = checkResults(networks, { network: returns('sizes, rng, operations, dtype', kind.network) })

/** n digits, thinned to every third row and column so that a step is quick: (n, 100) */
function examples(n: number, seed = 1): { images: Tensor; labels: Uint8Array } {
  const { pixels, labels } = syntheticDigits(n, createRandom(seed))
  const images = zeros([n, 100])
  for (let i = 0; i < n * 100; i++) {
    const [image, r, c] = [Math.floor(i / 100), Math.floor((i % 100) / 10), i % 10]
    images.data[i] = pixels[image * 784 + 3 * r * 28 + 3 * c] / 255
  }
  return { images, labels }
}

const copyOf = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.slice() })

/** the same network twice: as a chain of yours, and as the oracle's layers */
function twins(seed: number) {
  const chain = network([100, 8, 10], createRandom(seed), undefined, 'float64')
  return { chain, layers: chain.map(({ W, b }) => ({ W: copyOf(W), b: copyOf(b) })) }
}

/** all steps of a training, or as many as are wanted */
function run(steps: Generator<kata.Progress, number[]>, most = Infinity): { steps: kata.Progress[]; losses: number[] } {
  const seen: kata.Progress[] = []
  while (seen.length < most) {
    const next = steps.next()
    if (next.done) return { steps: seen, losses: next.value }
    seen.push(next.value)
  }
  return { steps: seen, losses: [] }
}

test('train takes one step per batch, downhill, all parameters, and says what it saw', () => {
  const data = examples(9)
  const { chain, layers } = twins(1)
  const expected = oracle.descend(layers, data.images, data.labels, 4, 2, 0.5)
  const { steps } = run(train(chain, data, { epochs: 2, batchSize: 4, rate: 0.5, rng: null }))
  const [epochs, sizes] = [steps.map(({ epoch }) => epoch), steps.map(({ size }) => size)]
  expectEqual(epochs, [0, 0, 0, 1, 1, 1], 'the epoch of each step')
  expectEqual(sizes, [4, 4, 1, 4, 4, 1], 'the size of each batch')
  const losses = steps.map(({ loss }) => loss)
  expectClose(losses, expected, { name: 'the loss of each step', relative: 1e-10 })
  layers.forEach(({ W, b }, l) => {
    expectClose(chain[l].W, W, { name: `W of layer ${l} after two epochs`, relative: 1e-10 })
    expectClose(chain[l].b, b, { name: `b of layer ${l} after two epochs`, relative: 1e-10 })
  })
})

test('train keeps nothing from one training to the next', () => {
  const data = examples(6)
  const recipe = { epochs: 2, batchSize: 4, rate: 0.1, rng: null }
  const curve = (): number[] => Array.from(run(train(twins(9).chain, data, recipe)).losses ?? [])
  const [first, second] = [curve(), curve()]
  const kept = 'something is kept from one training to the next: the same one twice, and'
  expectThat(
    first.length === second.length,
    `${kept} the first time ${first.length} losses were returned, the second time ${second.length}.`,
  )
  const at = first.findIndex((loss, i) => loss !== second[i])
  expectThat(
    at < 0,
    `${kept} the loss of epoch ${at} was ${first[at]} the first time, and ${second[at]} the second time.`,
  )
})

test('train returns the mean loss of each epoch over its examples, not over its batches', () => {
  const data = examples(10)
  const { chain, layers } = twins(2)
  const batches = oracle.descend(layers, data.images, data.labels, 4, 2, 0.5)
  const { losses } = run(train(chain, data, { epochs: 2, batchSize: 4, rate: 0.5, rng: null }))
  const mean = (a: number, b: number, c: number) => (4 * a + 4 * b + 2 * c) / 10
  const [a, b, c, d, e, f] = batches
  expectClose(losses, [mean(a, b, c), mean(d, e, f)], { name: 'the losses of the epochs', relative: 1e-10 })
})

test('train in one batch of everything is gradient descent: a step per epoch, also where the loss rises', () => {
  const data = examples(70)
  const { chain, layers } = twins(2)
  const expected = oracle.descend(layers, data.images, data.labels, 70, 9, 3)
  const recipe = { epochs: 9, batchSize: 100, rate: 3, rng: null }
  const { losses } = accepted(() => run(train(chain, data, recipe)), 'a batch of 100 for 70 images')
  expectClose(losses, expected, { name: 'the losses of nine full batches', relative: 1e-10 })
})

test('train goes on to the last epoch, however small the loss has become', () => {
  const data = examples(2)
  const { chain, layers } = twins(5)
  const expected = oracle.descend(layers, data.images, data.labels, 2, 30, 2)
  const { losses } = run(train(chain, data, { epochs: 30, batchSize: 2, rate: 2, rng: null }))
  expectClose(losses, expected, { name: 'the losses of thirty epochs with two images', relative: 1e-10 })
})

test('train has taken its step when it yields', () => {
  const data = examples(6)
  const { chain } = twins(4)
  const before = copyOf(chain[1].b)
  const steps = train(chain, data, { epochs: 1, batchSize: 3, rate: 0.1, rng: null })
  expectThat(
    chain[1].b.data.every((v, i) => v === before.data[i]),
    'the network changed before the first step was asked for.',
  )
  steps.next()
  expectThat(
    chain[1].b.data.some((v, i) => v !== before.data[i]),
    'after the first yield the last bias is what it was before.',
  )
})

const all = Array.from({ length: 20 }, (_, i) => i)

/** the images of three epochs over 20, in the order in which they were seen */
function seenInThreeEpochs(): number[][] {
  const seen: number[] = []
  const operations: typeof plain = {
    ...plain,
    take: takes<typeof plain.take>(
      'take',
      (examples, rows) => {
        seen.push(...Array.from(rows))
        return plain.take(examples, rows)
      },
      kind.anything,
      kind.numbers,
    ),
  }
  run(train(twins(5).chain, examples(20), { epochs: 3, batchSize: 6, rate: 0.1, rng: createRandom(1) }, operations))
  return [seen.slice(0, 20), seen.slice(20, 40), seen.slice(40)]
}

test('train with an rng does not see the images in the order of the file', () => {
  const [first] = seenInThreeEpochs()
  expectThat(String(first) !== String(all), 'the first epoch had the order of the file: nothing was shuffled.')
})

test('train sees every image once in each epoch', () => {
  seenInThreeEpochs().forEach((epoch, i) => {
    const sorted = epoch.toSorted((a, b) => a - b)
    expectEqual(sorted, all, `the images of epoch ${i} of 0, 1, 2, sorted,`)
  })
})

test('train shuffles anew in every epoch', () => {
  const [first, second, third] = seenInThreeEpochs().map(String)
  expectThat(
    second !== String(all) && third !== String(all),
    'the first epoch is shuffled, and a later one has the order of the file.',
  )
  expectThat(
    new Set([first, second, third]).size === 3,
    'two of three epochs had the same order: they were not shuffled anew.',
  )
})

test('train from the same seed has the same curve', () => {
  const data = examples(20)
  const curve = () =>
    run(train(twins(6).chain, data, { epochs: 2, batchSize: 7, rate: 0.1, rng: createRandom(9) })).losses
  expectEqual(curve(), curve(), 'the curve from the same seed again')
})

test('train uses the operations it is given, in every step', () => {
  const data = examples(4)
  const asked = new Set<string>()
  let taken = 0 // a batch may be taken ahead of its step
  const operations: typeof plain = {
    ...plain,
    take: (...args) => (taken++, plain.take(...args)),
    loss: (...args) => (asked.add('loss'), plain.loss(...args)),
    step: (...args) => (asked.add('step'), plain.step(...args)),
  }
  const steps = train(twins(7).chain, data, { epochs: 2, batchSize: 2, rate: 0.1, rng: null }, operations)
  for (let k = 0; k < 4; k++) {
    asked.clear()
    steps.next()
    if (taken > k) asked.add('take')
    const missing = ['take', 'loss', 'step'].filter((name) => !asked.has(name))
    expectThat(missing.length === 0, `in step ${k} of 0 … 3, never called of the operations: ${missing.join(', ')}.`)
  }
})

test('train goes on with the same network when it is called again', () => {
  const [{ chain, layers }, data] = [twins(9), examples(6)]
  const recipe = { epochs: 1, batchSize: 4, rate: 0.5, rng: null }
  const expected = oracle.descend(layers, data.images, data.labels, 4, 2, 0.5)
  const losses = [1, 2].flatMap(() => run(train(chain, data, recipe)).steps.map(({ loss }) => loss))
  expectClose(losses, expected, { name: 'the losses of two trainings, one after the other,', relative: 1e-10 })
})

test('train says the loss that its operations say, whatever its size', () => {
  // Not 1e120: added to a total that is kept, it would hide what comes after it.
  for (const told of [1e6, 1e-200, 1e-8, -3]) {
    const operations: typeof plain = {
      ...plain,
      loss: (...args) => [told, plain.loss(...args)[1]],
    }
    const recipe = { epochs: 1, batchSize: 4, rate: 0.1, rng: null }
    const { steps, losses } = run(train(twins(7).chain, examples(4), recipe, operations))
    expectClose(steps[0].loss, told, `the loss of the step, where operations.loss says ${told},`)
    expectClose(losses, [told], `the loss of the epoch, where operations.loss says ${told},`)
  }
})

test('train leaves the images and labels alone', () => {
  const data = examples(5)
  const [pixels, labels] = [data.images.data.slice(), data.labels.slice()]
  run(train(twins(8).chain, data, { epochs: 1, batchSize: 2, rate: 0.1, rng: createRandom(1) }))
  expectEqual(data.images.data, pixels, 'the images, afterwards')
  expectEqual(data.labels, labels, 'the labels, afterwards')
})

test('train learns to read synthetic digits that it has not seen', () => {
  const [data, unseen] = [examples(300, 1), examples(100, 2)]
  const chain = network([100, 16, 10], createRandom(1), undefined, 'float64')
  const { losses } = run(train(chain, data, { epochs: 5, batchSize: 10, rate: 0.3, rng: createRandom(2) }))
  expectThat(losses[4] < losses[0] / 4, `the loss only fell from ${losses[0]} to ${losses[4]}.`)
  const layers = chain.map(({ W, b }) => ({ W, b }))
  const { logits } = oracle.backward(layers, unseen.images, unseen.labels)
  const right = Array.from(unseen.labels).filter((label, n) => {
    const row = logits.data.subarray(10 * n, 10 * n + 10)
    return row.indexOf(Math.max(...row)) === label
  }).length
  expectThat(right >= 90, `of 100 unseen digits ${right} were read right, expected at least 90.`)
})

test('train in float32 follows float64 to four digits', () => {
  const data = examples(30)
  const single = { ...data, images: tensor(data.images.shape, Float32Array.from(data.images.data)) }
  const curve = (dtype: 'float32' | 'float64', from: typeof data) => {
    const chain = network([100, 8, 10], createRandom(3), undefined, dtype)
    return run(train(chain, from, { epochs: 3, batchSize: 10, rate: 0.1, rng: null })).losses
  }
  expectClose(curve('float32', single), curve('float64', data), { name: 'the losses in float32', relative: 1e-4 })
})

test('train refuses no images', () => {
  const recipe = { epochs: 1, batchSize: 2, rate: 0.1, rng: null }
  const none = { images: zeros([0, 2]), labels: [] }
  expectThrows(() => run(train(small(), none, recipe)), ValueError, [], 'train on no images')
})

test('train refuses a rate that is not above 0', () => {
  const recipe = { epochs: 1, batchSize: 2, rate: NaN, rng: null }
  expectThrows(() => run(train(small(), two, recipe)), ValueError, ['NaN'], 'train with the rate NaN')
})

test('train refuses a batch size below 1', () => {
  const recipe = { epochs: 1, batchSize: 0, rate: 0.1, rng: null }
  expectThrows(() => run(train(small(), two, recipe), 10), ValueError, ['0'], 'train with batches of 0')
})

const two = { images: zeros([2, 2]), labels: [0, 1] }

function small(): Chain {
  return [Dense(zeros([2, 2]), zeros([2]), relu)]
}
