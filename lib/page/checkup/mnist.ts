import { createRandom } from '../../random.ts'
import { matrix, vector } from '../../tensor.ts'
import { InvalidResult } from '../frame/invalid-result.ts'
import { chain, images } from './backprop.ts'
import { layer } from './network.ts'
import { spotCheck } from './spot-check.ts'

/** The losses of two epochs at a rate of 0.1 with batches of two, and the final weights. */
const losses = [2.3102777, 1.565902, 1.2327796, 1.0920865]
const trained = [
  [0.9904316, -1.0060228, 0.5155912],
  [-0.4112764, 0.320212, 1.8410645],
]

const half = () => 0.75 // 0.25 above the middle

export const ofMnist = [
  spotCheck('mnist/idx', ({ parseImages, parseLabels }, checks) => {
    const bytes = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255)
    const found = checks.parts('parseImages(bytes)', parseImages(bytes))
    checks.list('parseImages(bytes)', [found.count, found.rows, found.columns], [2, 1, 3])
    checks.list('the pixels of parseImages(bytes)', found.pixels, [1, 2, 3, 4, 5, 255])
    checks.list('parseLabels(bytes)', parseLabels(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 7)), [9, 0, 7])
  }),
  spotCheck('mnist/batches', ({ scale, shuffle, batches, take }, checks) => {
    const pixels = Uint8Array.of(0, 51, 255, 102, 153, 204)
    checks.tensor('scale(images)', scale({ count: 1, rows: 2, columns: 3, pixels }), [[0, 0.2, 1, 0.4, 0.6, 0.8]])
    const order = shuffle(5, createRandom(1))
    checks.list('shuffle(5, rng), sorted,', [...(order ?? [])].sort(), [0, 1, 2, 3, 4])
    const groups = checks.array('batches(5, 2, null)', takeSteps('mnist/batches', batches(5, 2, null), 3), 3)
    groups.forEach((group, i) => checks.list(`batch ${i} of batches(5, 2, null)`, group, [[0, 1], [2, 3], [4]][i]))
    const taken = checks.parts(
      'take(examples, [1, 0])',
      take({ images: images(), labels: Uint8Array.of(2, 0) }, [1, 0]),
    )
    checks.tensor('the images of take(examples, [1, 0])', taken.images, [
      [-1, 0.5, 2],
      [1, 2, 0.5],
    ])
    checks.list('the labels of take(examples, [1, 0])', taken.labels, [0, 2])
  }),
  spotCheck('mnist/glorot', ({ glorotUniform, network }, checks) => {
    let drawn = 0
    const inTurn = () => drawn++ / 10
    checks.tensor('glorotUniform(2, 4, rng)', glorotUniform(2, 4, inTurn), [
      [-1, -0.8, -0.6, -0.4],
      [-0.2, 0, 0.2, 0.4],
    ])
    const layers = checks.array('network([2, 1, 1], rng)', network([2, 1, 1], half), 2)
    const [first, last] = layers.map((one, l) => checks.parts(`layer ${l + 1} of network([2, 1, 1], rng)`, one))
    checks.tensor('W of layer 1 of network([2, 1, 1], rng)', first.W, [[0.7071068], [0.7071068]])
    checks.tensor('b of layer 1 of network([2, 1, 1], rng)', first.b, [0])
    checks.tensor('W of layer 2 of network([2, 1, 1], rng)', last.W, [[0.8660254]])
    const [hidden, output] = [first, last].map((one) => checks.callable('network([2, 1, 1], rng)', one))
    checks.tensor('layer 1 of network([2, 1, 1], rng)', hidden(matrix([1, 1], [-1, -1])), [[1.4142136], [0]])
    checks.tensor('layer 2 of network([2, 1, 1], rng)', output(matrix([1], [-1])), [[0.8660254], [-0.8660254]])
  }),
  spotCheck('mnist/apply-gradient', ({ step, applyGradient }, checks) => {
    const p = vector(1, 2)
    step(p, vector(10, -20), 0.1)
    checks.tensor('the parameter after step(p, g, 0.1)', p, [0, 4])
    const model = [{ W: matrix([1, 2]), b: vector(3), activation: () => 0 }]
    applyGradient(model, [{ W: matrix([1, -1]), b: vector(2), activation: null }], 0.5)
    checks.tensor('W after applyGradient(model, gradient, 0.5)', model[0].W, [[0.5, 2.5]])
    checks.tensor('b after applyGradient(model, gradient, 0.5)', model[0].b, [2])
  }),
  spotCheck('mnist/train', ({ train }, checks) => {
    const learning = chain()
    const examples = { images: matrix([1, 2, 0.5], [-1, 0.5, 2], [0, 1, 1]), labels: Uint8Array.of(2, 0, 1) }
    const steps = takeSteps(
      'mnist/train',
      train(learning, examples, { epochs: 2, batchSize: 2, rate: 0.1, rng: null }),
      4,
    )
    const found = checks
      .array('train(chain, examples, …)', steps, 4)
      .map((one) => checks.parts('each step of train', one))
    checks.list(
      'the sizes of the steps of train',
      found.map(({ size }) => size),
      [2, 1, 2, 1],
    )
    checks.list(
      'the losses of the steps of train',
      found.map(({ loss }) => loss),
      losses,
    )
    checks.tensor('W of layer 2 after train', learning[1].W, trained)
  }),
  spotCheck('mnist/evaluate', ({ predictions, accuracy, confusion }, checks) => {
    const swap = [layer(matrix([0, 1], [1, 0]), vector(0, 0))]
    checks.list('predictions(chain, images)', predictions(swap, matrix([1, 0], [0, 1], [3, 4])), [1, 0, 0])
    checks.number('accuracy([1, 2, 0], [1, 2, 2])', accuracy([1, 2, 0], [1, 2, 2]), 2 / 3)
    checks.tensor('confusion([1, 2, 0], [1, 2, 2], 3)', confusion([1, 2, 0], [1, 2, 2], 3), [
      [0, 0, 0],
      [0, 1, 0],
      [1, 0, 1],
    ])
  }),
  spotCheck('mnist/predict', ({ predict }, checks) => {
    const found = checks.parts('predict(chain, image)', predict(chain(), matrix([1, 2, 0.5])))
    checks.number('the digit of predict(chain, image)', found.digit, 2)
    checks.list('the probabilities of predict(chain, image)', found.probabilities, [0.0794252, 0.066674, 0.8539008])
  }),
]

/** The values that a generator yields. Throws an InvalidResult after `most`, since it may never end. */
function takeSteps(slug: string, steps: Iterable<unknown>, most: number): unknown[] {
  const found: unknown[] = []
  for (const step of steps) {
    found.push(step)
    if (found.length > most)
      throw new InvalidResult(slug, `a generator that ends after ${most} values`, `${most + 1} of them`)
  }
  return found
}
