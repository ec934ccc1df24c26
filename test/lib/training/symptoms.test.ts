import { describe, expect, test } from 'vitest'
import { curveOf } from '../../../lib/training/curve.ts'
import type { Evidence } from '../../../lib/training/evidence.ts'
import { signsOf, symptoms } from '../../../lib/training/symptoms.ts'
import { type Recorded, recorded } from './recorded.ts'

const numbers = (data: readonly number[], shape: readonly number[] = [data.length]) => ({ shape, data })
const ten = numbers(Array.from({ length: 10 }, () => 0))
const layer = {
  W: numbers(
    Array.from({ length: 20 }, (_, i) => i),
    [2, 10],
  ),
  b: ten,
}

/** a training that learnt well: each test changes what its sign is about */
const healthy: Evidence = {
  steps: [2.3, 1, 0.5, 0.3],
  batch: 1000,
  rate: 0.1,
  usual: 0.1,
  predicted: [1, 2, 3],
  accuracy: 0.9,
  weights: [layer, layer],
  probe: {
    loss: 0.3,
    lossOfTwo: 1.6,
    areProbabilities: false,
    confidence: 0.9,
    silent: [{ units: 0, of: 32 }],
    moved: [1, 1],
  },
  interrupted: false,
}

const withProbe = (probe: Partial<Evidence['probe']>): Partial<Evidence> => ({ probe: { ...healthy.probe, ...probe } })
const many = (first: number, last: number): number[] =>
  Array.from({ length: 100 }, (_, n) => first + ((last - first) * n) / 99)

function signs({ steps, rate, usual, batch, accuracy, digits, curve, look, silent, moved }: Recorded): string[] {
  const [first, highest, end, last, before] = curve
  const [loss, lossOfTwo, confidence] = look
  const [units, of] = silent
  const evidence: Evidence = {
    ...{ ...healthy, batch, rate, usual: usual || undefined, accuracy },
    predicted: Array.from({ length: digits }, (_, k) => k),
    steps: Array.from({ length: steps }, () => first),
    weights: moved.map(() => layer),
    probe: {
      loss,
      lossOfTwo,
      confidence,
      areProbabilities: false,
      moved,
      silent: silent.length > 0 ? [{ units, of }] : [],
    },
  }
  return signsOf(evidence, { first, start: first, highest, end, last, before, guessing: Math.log(10) })
}

const said: Record<keyof typeof recorded, RegExp | undefined> = {
  'that learn well': undefined,
  'that were once taken for a second softmax': /^(?!.*softmax)/,
  'whose rate is too large': /The rate [\d.]+ is too large: divide it by (ten|a hundred)\./,
  'whose rate is too small': /The rate [\d.e-]+ is too small: multiply it by ten\.$/,
  'that have not finished': /The training has not finished\. Give it more epochs/,
  'with a second softmax in the loss': /Look for a softmax of softmax in the loss \(3\.2, 4\.7\)\.$/,
  'whose labels are one place off': /Images and labels may not belong together: look at 6\.1 and 6\.2\.$/,
  'whose training labels alone are off': /Images and labels may not belong together: look at 6\.1 and 6\.2\.$/,
  'whose gradient has no 1/B': /the rate is the usual one: look at the gradient, its 1\/B \(4\.7\)/,
  'that go up the gradient': /^The loss rises, .* So the steps go up the gradient, or are far too long/,
  'whose weights no step reaches': /^The weights of layer 1 are those of the beginning/,
  'whose mean is taken twice': /the rate is the usual one: look for a mean that is taken twice \(4\.7\)\.$/,
}

describe.each(Object.entries(recorded) as [keyof typeof recorded, readonly Recorded[]][])(
  'trainings on MNIST %s',
  (kind, rows) => {
    test.each(rows)('$run', (row) => {
      const found = signs(row)
      const wanted = said[kind]
      if (!wanted) expect(found).toEqual([])
      else {
        expect(found.length).toBeGreaterThan(0)
        expect(found.filter((sign) => wanted.test(sign)).length, found.join('\n')).toBeGreaterThan(0)
        if (kind !== 'with a second softmax in the loss') expect(found.join()).not.toContain('softmax')
      }
    })
  },
)

test('a healthy training has no symptoms, and one without a step none either', () => {
  expect(symptoms(healthy)).toEqual([])
  expect(symptoms({ ...healthy, steps: [] })).toEqual([])
})

test.each<[what: string, sick: Partial<Evidence>, signs: readonly RegExp[]]>([
  [
    'NaN in a loss, and from there in the weights',
    { steps: [2.3, 1, NaN, NaN], weights: [layer, { ...layer, W: numbers([1, NaN]) }] },
    [/^The loss of step 3 is NaN\. There is NaN among the parameters of layer 2\. Look for the place where it is born/],
  ],
  [
    'NaN after an explosion',
    { steps: [2.3, 5000, Infinity] },
    [/^The loss of step 3 is Infinity\. Before it the loss had risen to 5000: the steps are too long\./],
  ],
  [
    'NaN that the last step made',
    { weights: [{ ...layer, b: numbers([NaN]) }, layer] },
    [/^All 4 losses are numbers\. There is NaN among the parameters of layer 1\./],
  ],
  ['a first loss far from ln 10', { steps: [92, 3] }, [/^The first loss is 92\.00, and guessing has 2\.30\./]],
  ['one image with such a loss', { steps: [5.5, 3, 0.4], batch: 1 }, []],
  ['several images with such a loss', { steps: [3, ...many(20, 8)], batch: 1 }, [/^The first loss is 18\.\d\d,/]],
  [
    'outputs that are probabilities',
    withProbe({ areProbabilities: true }),
    [
      /^The network gives probabilities: .* cannot fall below ln\(e \+ 9\) − 1 = 1\.4612\. Leave the last layer without softmax/,
    ],
  ],
  [
    'a second softmax in the loss',
    { steps: many(2.3, 1.55), ...withProbe({ loss: 0.4, lossOfTwo: 1.6 }) },
    [
      /^The steps have a loss of 1\.58, and the outputs of the network one of 0\.40\. With a second softmax it would be 1\.60/,
    ],
  ],
  [
    'units that are all the same',
    { weights: [{ ...layer, W: numbers([1, 1, 2, 2], [2, 2]) }, layer] },
    [/^All 2 units of layer 1 have the same weights\./],
  ],
  ['outputs that are all the same', { weights: [{ ...layer, W: numbers([1, 1, 2, 2], [2, 2]) }] }, []],
  [
    'silent units, and a rate that is not the usual one',
    { rate: 1, ...withProbe({ silent: [{ units: 4, of: 32 }] }) },
    [/^4 of the 32 units of layer 1 give 0 for every image\..* The rate 1 is too large/],
  ],
  ['three silent units', withProbe({ silent: [{ units: 3, of: 32 }] }), []],
  [
    'units that were silent from the beginning',
    withProbe({ silent: [{ units: 32, of: 32 }], moved: [0.01, 1] }),
    [/They were so from the beginning: look at the first weights \(6\.3\)\.$/],
  ],
  [
    'a loss that rose on the way, and silent units',
    { steps: [...many(2.3, 9), ...many(9, 2.3)], rate: 1, ...withProbe({ silent: [{ units: 30, of: 32 }] }) },
    [/^The loss rose to 9\.00 on the way/, /^30 of the 32 units .* no longer learn\.$/],
  ],
  [
    'a loss that rose and has not come down yet',
    { steps: [...many(2.3, 9), ...many(9, 4)], rate: 1 },
    [/^The loss rose to 9\.00/],
  ],
  [
    'a loss that stays at that of guessing',
    { steps: many(2.31, 2.3), accuracy: 0.1, ...withProbe({ loss: 2.31, lossOfTwo: 2.3, moved: [0.3, 0.3] }) },
    [/^The loss stays at 2\.30, and guessing has 2\.30, though the weights have moved by 30 %\./],
  ],
  [
    'the same, and more images are read right than by guessing',
    { steps: many(2.31, 2.3), accuracy: 0.4, ...withProbe({ loss: 2.31, lossOfTwo: 2.3, moved: [0.3, 0.3] }) },
    [],
  ],
  [
    'a loss that falls, but not that of unseen images',
    { steps: many(2.6, 2), accuracy: 0.1, ...withProbe({ loss: 2.5, lossOfTwo: 2.3, moved: [0.3, 0.3] }) },
    [],
  ],
  [
    'a network that is too sure',
    { steps: many(2.3, 1.2), accuracy: 0.8, rate: 1, ...withProbe({ confidence: 0.97 }) },
    [/^The network is 97 % sure of its digits and right in 80 %; the loss is 1\.\d\d\./],
  ],
  [
    'unseen images that are other ones',
    { accuracy: 0.01 },
    [/^The images of the training are learnt, with a loss of 0\.30, and 1\.0 % of the unseen ones are read right\./],
  ],
  [
    'one answer for everything',
    { predicted: [7, 7, 7] },
    [/^Every image is read as 7: the network gives the same answer whatever it sees\./],
  ],
  [
    'too few steps',
    { steps: [2.3], ...withProbe({ loss: 2.2 }) },
    [/^One step was taken, and the loss of unseen images is 2\.20\./],
  ],
  ['too few steps, since it was stopped', { steps: [2.3], interrupted: true, ...withProbe({ loss: 2.2 }) }, []],
  [
    'steps that are too short, and stopped early',
    { steps: many(2.3, 2.29), interrupted: true, ...withProbe({ loss: 2.29, lossOfTwo: 2.3, moved: [0.01, 0.01] }) },
    [],
  ],
])('%s', (_, sick, wanted) => {
  const found = symptoms({ ...healthy, ...sick })
  expect(found).toHaveLength(wanted.length)
  found.forEach((sign, i) => expect(sign).toMatch(wanted[i]))
})

test('a curve in a few numbers: means over 1000 examples, or a tenth of the steps', () => {
  const steps: number[] = Array.from({ length: 100 }, (_, n) => (n < 50 ? 2 : 1))
  steps[40] = 90
  const of = (batch: number) => curveOf({ ...healthy, steps, batch })
  expect(of(1000)).toEqual({ first: 2, start: 2, highest: 90, end: 1, last: 1, before: 1, guessing: Math.log(10) })
  expect(of(1).highest).toBeCloseTo((90 + 9 * 2) / 10)
  expect(curveOf({ ...healthy, steps: [3] })).toMatchObject({ first: 3, highest: 3, end: 3, last: 3 })
})
