import { beforeEach, describe, expect, test } from 'vitest'
import { lossGradient } from '#kata/4-backprop/9-gradient.ts'
import { type Examples, batches } from '#kata/6-mnist/2-batches.ts'
import { network } from '#kata/6-mnist/3-glorot.ts'
import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import { plain } from '#kata/6-mnist/5-train.ts'
import { createRandom } from '#lib/random'
import { type Tensor, float32, matrix, tensor, zeros } from '#lib/tensor'
import { writeIdx } from '../../../lib/data/idx.ts'
import { loadKernels } from '../../../lib/kernels/load.ts'
import type { Kernels } from '../../../lib/kernels/kernels.ts'
import { kernelOperations } from '../../../lib/kernels/operations.ts'
import { load, loadSparse } from '../../../lib/training/load.ts'

delete process.env.KATA_KERNELS // these are the kernels’ own tests, whatever the rest of a run is to do without

const [N, pixels] = [60, 36]
const rng = createRandom(1)
const bytes = Uint8Array.from({ length: N * pixels }, () => (rng() < 0.7 ? 0 : Math.floor(256 * rng())))
const labelFile = writeIdx(
  [N],
  Uint8Array.from({ length: N }, () => Math.floor(10 * rng())),
)
const files = {
  'sparse rows': writeIdx([N, 6, 6], bytes),
  'rows of bytes': writeIdx(
    [N, 6, 6],
    bytes.map((byte) => Math.max(1, byte)),
  ),
}
type Kind = keyof typeof files | 'rows of numbers'
const kinds: readonly Kind[] = ['sparse rows', 'rows of bytes', 'rows of numbers']
const rows = Uint32Array.from({ length: 20 }, (_, n) => (7 * n) % N)

let kernels: Kernels
let operations: ReturnType<typeof kernelOperations>

async function begin(threads = 1): Promise<void> {
  kernels = (await loadKernels(undefined, threads, 0)) as Kernels
  operations = kernelOperations(kernels, plain)
}

beforeEach(() => begin())

const plainly = (kind: Kind): Examples => load(files[kind === 'sparse rows' ? kind : 'rows of bytes'], labelFile)
const examplesOf = (kind: Kind): Examples =>
  kind === 'rows of numbers' ? plainly(kind) : loadSparse(files[kind], labelFile, operations)

/** a layer, forward and back: what a kata is handed on the way */
function layerOf(x: Examples, W: Tensor, b: Tensor) {
  const [z, denseBack] = operations.dense(x.images, W, b)
  const [h, reluBack] = operations.relu(z)
  const [, lossBack] = operations.loss(h, x.labels)
  const dh = lossBack()
  const [dz] = reluBack(dh)
  return { z, h, dh, scaled: lossBack(2), dz, gradient: denseBack(dz) }
}

/** every object that the kernels hand to a kata in one step, by its name: with the names of its properties */
function handed(kind: Kind, columns = 10): Record<string, [object, readonly string[]]> {
  const examples = examplesOf(kind)
  const taken = operations.take(examples, rows)
  const [W, b] = network([pixels, columns], createRandom(2)).flatMap(({ W, b }) => [W, b])
  const { gradient, ...tensors } = layerOf(taken, W, b)
  const { dx, dW, db } = gradient
  const all = { ...tensors, dx, dW, db, W, b, 'all images': examples.images, 'a batch': taken.images }
  operations.step(W, dW, 0.1)
  return {
    ...Object.fromEntries(Object.entries(all).map(([name, one]) => [name, [one, ['data', 'shape']]])),
    examples: [examples, ['images', 'labels']],
    taken: [taken, ['images', 'labels']],
    gradient: [gradient, ['dW', 'db', 'dx']],
    operations: [operations, ['dense', 'loss', 'relu', 'step', 'take']],
  }
}

/** the values of its properties, read by name */
function read<T>(one: T): T {
  if (typeof one !== 'object' || one === null || ArrayBuffer.isView(one) || Array.isArray(one)) return one
  return Object.fromEntries(Object.keys(one).map((key) => [key, read(one[key as keyof T])])) as T
}

describe.each([
  ['sparse rows', 1, 10],
  ['sparse rows', 1, 64],
  ['sparse rows', 2, 10],
  ['rows of bytes', 1, 10],
  ['rows of numbers', 1, 10],
] as const)('of %s, on %i threads, with %i columns', (kind, threads, columns) => {
  beforeEach(() => begin(threads))

  test('what a kata is handed is an ordinary object: a copy of any kind has all of it', () => {
    for (const [name, [one, keys]] of Object.entries(handed(kind, columns))) {
      const wanted = read(one)
      expect(Object.keys(one).toSorted(), name).toEqual(keys)
      expect({ ...one }, `{ ...${name} }`).toEqual(wanted)
      expect(Object.assign({}, one), `Object.assign({}, ${name})`).toEqual(wanted)
      expect(Object.fromEntries(Object.entries(one)), `Object.entries(${name})`).toEqual(wanted)
      if (name === 'operations') continue
      expect(structuredClone(one), `structuredClone(${name})`).toEqual(structuredClone(wanted))
      expect(JSON.parse(JSON.stringify(one)), `JSON of ${name}`).toEqual(JSON.parse(JSON.stringify(wanted)))
      const { [keys[0]]: first, ...rest } = one as Record<string, unknown>
      expect({ [keys[0]]: first, ...rest }, `${name}, taken apart and put together`).toEqual(wanted)
    }
  })

  test('a copy stays as it is when the next step is taken', () => {
    const examples = examplesOf(kind)
    const [W, b] = network([pixels, columns], createRandom(2)).flatMap((layer) => [layer.W, layer.b])
    const step = (some: Uint32Array): Tensor[] => {
      const taken = operations.take(examples, some)
      const { gradient, ...tensors } = layerOf(taken, W, b)
      operations.step(W, gradient.dW, 0.1)
      return [taken.images, ...Object.values(tensors), gradient.dx, gradient.dW, gradient.db]
    }
    const copies = step(rows).map((one) => ({ ...one }))
    const wanted = copies.map(({ data }) => [...data])
    for (const one of step(rows.toReversed())) expect(one.data.length).toBeGreaterThan(0)
    expect(copies.map(({ data }) => [...data])).toEqual(wanted)
  })

  test('what a kata writes into data counts in the next operation', () => {
    const [W, b] = network([pixels, columns], createRandom(2)).flatMap((layer) => [layer.W, layer.b])
    const truth = { W: structuredClone(W), b: structuredClone(b) }
    const examples = examplesOf(kind)
    const change = ({ data }: Tensor): void => data.forEach((v, i) => (data[i] = 0.5 * v + ((i * 7) % 5) / 10))
    const run = ({ take, dense, relu, loss, step }: typeof plain, of: Examples, { W, b }: typeof truth): number[] => {
      const { images, labels } = take(of, rows)
      change(images)
      const [z, denseBack] = dense(images, W, b)
      change(z)
      const [h, reluBack] = relu(z)
      change(h)
      const [value, lossBack] = loss(h, labels)
      const dh = lossBack()
      change(dh)
      const [dz] = reluBack(dh)
      change(dz)
      const { dx, dW, db } = denseBack(dz)
      for (const one of [dx, dW, db]) change(one)
      step(W, dW, 0.1)
      step(b, db, 0.1)
      change(W)
      return [value, ...dx.data, ...dense(images, W, b)[0].data]
    }
    // twice: the objects of the first step serve the second
    for (let turn = 0; turn < 2; turn++) {
      const received = run(operations, examples, { W, b })
      const expected = run(plain, plainly(kind), truth)
      expectNear(received, expected)
    }
    expectNear([...W.data, ...b.data], [...truth.W.data, ...truth.b.data])
  })
})

function expectNear(received: readonly number[], expected: readonly number[]): void {
  expect(received).toHaveLength(expected.length)
  const largest = Math.max(...expected.map(Math.abs))
  const worst = Math.max(...received.map((v, i) => Math.abs(v - expected[i])))
  expect(worst / largest).toBeLessThan(1e-4)
}

/** The losses of some epochs, where `order` takes the batches of an epoch when it wants to. */
function trained(
  of: typeof plain,
  examples: Examples,
  order: (taking: Iterable<() => Examples>) => Iterable<Examples>,
  used: () => number = () => 0,
) {
  const chain = network([pixels, 12, 10], createRandom(2), of)
  const [losses, memory]: number[][] = [[], []]
  for (let epoch = 0; epoch < 6; epoch++) {
    const taking = Array.from(batches(N, 16, null), (some) => () => of.take(examples, some))
    for (const { images, labels } of order(taking)) {
      const { loss, gradient } = lossGradient(chain, images, labels, of.loss)
      applyGradient(chain, gradient, 0.1, of.step)
      losses.push(loss)
    }
    memory.push(used())
  }
  return { losses, memory }
}

function* ahead(taking: Iterable<() => Examples>, look: (taken: Examples, n: number) => unknown = () => undefined) {
  let next: Examples | undefined
  let n = 0
  for (const take of taking) {
    const now = next
    next = take()
    look(next, n++)
    if (now) yield now
  }
  if (next) yield next
}

const orders: Record<string, (taking: Iterable<() => Examples>) => Iterable<Examples>> = {
  'one after the other': function* (taking) {
    for (const take of taking) yield take()
  },
  'all of an epoch first': (taking) => Array.from(taking, (take) => take()),
  'all of an epoch first, used from the last to the first': (taking) => Array.from(taking, (take) => take()).reverse(),
  'all of an epoch first, and the first of them used again': (taking) => {
    const [first, ...others] = Array.from(taking, (take) => take())
    return [first, others[0], first, ...others.slice(1)]
  },
  'each one step ahead': (taking) => ahead(taking),
  'each one step ahead, and looked at': (taking) => ahead(taking, ({ images }) => images.data),
  'each one step ahead, and every second looked at': (taking) =>
    ahead(taking, ({ images }, n) => n % 2 === 0 && images.data),
  'each copied at once': function* (taking) {
    for (const { images, labels } of Array.from(taking, (take) => structuredClone(take()))) yield { images, labels }
  },
}

const taken = kinds.flatMap((kind) => Object.keys(orders).map((name) => [kind, name] as const))
test.each(taken)(
  'batches of %s, taken %s, train as plain ones do, and take no more memory from epoch to epoch',
  (kind, name) => {
    const { losses, memory } = trained(operations, examplesOf(kind), orders[name], () => kernels.usedBytes)
    expectNear(losses, trained(plain, plainly(kind), orders[name]).losses)
    expect(memory.slice(3)).toEqual([memory[2], memory[2], memory[2]])
  },
)

/** a tensor that is made otherwise, from its shape and its array */
const made: Record<string, (W: Tensor) => Tensor> = {
  'a record': (W) => W,
  'a frozen record': (W) => Object.freeze(W),
  'a sealed record': (W) => Object.seal(W),
  'an object of a class, with getters': ({ shape, data }) =>
    new (class {
      get shape() {
        return shape
      }
      get data() {
        return data
      }
    })(),
  'a window on a longer array': ({ shape, data }) => {
    const all = new Float32Array(data.length + 6)
    all.set(data, 3)
    return {
      shape,
      get data() {
        return all.subarray(3, data.length + 3)
      },
    }
  },
}

/** how a kata may hand it on */
const shown: Record<string, (W: Tensor) => Tensor> = {
  itself: (W) => W,
  'a copy, made for each call': ({ shape, data }) => ({ shape, data }),
  'a frozen copy, made for each call': ({ shape, data }) => Object.freeze({ shape, data }),
}

test.each(Object.keys(made).flatMap((one) => Object.keys(shown).map((other) => [one, other] as const)))(
  'a parameter that is %s, handed on as %s, is trained in place',
  (one, other) => {
    const [{ W: W0, b: b0 }] = network([pixels, 10], createRandom(2))
    const train = (of: typeof plain, examples: Examples): number[] => {
      const [W, b] = [W0, b0].map((p) => made[one](structuredClone(p)))
      const early = { W: shown['a copy, made for each call'](W), b: shown['a frozen copy, made for each call'](b) }
      const losses: number[] = []
      for (let step = 0; step < 4; step++) {
        const { images, labels } = of.take(examples, rows)
        const [z, denseBack] = of.dense(images, shown[other](W), shown[other](b))
        const [loss, lossBack] = of.loss(z, labels)
        const { dW, db } = denseBack(lossBack())
        of.step(W, dW, 0.5)
        of.step(b, db, 0.5)
        W.data[step] += 0.5
        losses.push(loss)
      }
      // copies from before the training show the same numbers to an operation
      const [z] = of.dense(of.take(examples, rows).images, early.W, early.b)
      return [...losses, ...W.data, ...b.data, ...z.data]
    }
    expectNear(train(operations, examplesOf('sparse rows')), train(plain, plainly('sparse rows')))
  },
)

test('what a kata changes on the record of a gradient is gone in the next step', () => {
  const [{ W, b }] = network([pixels, 10], createRandom(2))
  const step = () => {
    const taken = operations.take(examplesOf('sparse rows'), rows)
    return layerOf(taken, W, b).gradient
  }
  const [wanted, first] = [Object.keys(step()), step()]
  const none = zeros([1, 1])
  expect({ ...Object.assign(first, { dW: none }) }.dW).toBe(none)
  expect(Object.keys(step())).toEqual(wanted)
  expect(step().dW.shape).toEqual([pixels, 10])
})

test('what a kata freezes in one step can be written on in the next', () => {
  const [{ W, b }] = network([pixels, 10], createRandom(2))
  const examples = examplesOf('sparse rows')
  const step = (): Record<string, object> => {
    const taken = operations.take(examples, rows)
    const { gradient, ...tensors } = layerOf(taken, W, b)
    return { ...tensors, taken, images: taken.images, gradient, dx: gradient.dx, dW: gradient.dW, db: gradient.db }
  }
  for (const name of Object.keys(step()))
    for (let turn = 0; turn < 2; turn++)
      expect(Object.freeze(Object.assign(step()[name], { turn })), name).toMatchObject({ turn })
})

test('a result keeps its numbers when the memory grows', () => {
  const { images } = operations.take(examplesOf('sparse rows'), rows)
  const [{ W, b }] = network([pixels, 10], createRandom(2))
  const copy = { ...operations.dense(images, W, b)[0] }
  const before = [...copy.data]
  kernels.allocate(2 * kernels.memory.buffer.byteLength)
  expect([...copy.data]).toEqual(before)
})

test('a copy of the images is known again: they are not put down twice', () => {
  const examples = examplesOf('sparse rows')
  const { data } = examples.images
  const before = kernels.usedBytes
  for (const images of [{ ...examples.images }, { shape: [N, pixels], data }])
    operations.take({ ...examples, images }, [0])
  expect(kernels.usedBytes - before).toBeLessThan(1000)
  const halves = tensor([2 * N, pixels / 2], data)
  expect(operations.take({ images: halves, labels: new Uint8Array(2 * N) }, [1]).images.shape).toEqual([1, pixels / 2])
})

test('an operation refuses a tensor whose data does not fit its shape', () => {
  const [{ W, b }] = network([4, 4], createRandom(2))
  operations.dense(float32(matrix([1, 2, 3, 4])), W, b)
  const x = { shape: [3, 4], data: new Float32Array(8) }
  expect(() => operations.dense(x, W, b)).toThrow('the kernels wants 12 numbers for the shape [3, 4], but got [8].')
  expect(operations.dense(zeros([1, 4], 'float32'), W, b)[0].shape).toEqual([1, 4])
})
