import { beforeAll, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { plain } from '#kata/6-mnist/5-train.ts'
import { type Tensor, zeros } from '#lib/tensor'
import { loadKernels } from '../../../lib/kernels/load.ts'
import type { Kernels } from '../../../lib/kernels/kernels.ts'
import { kernelOperations } from '../../../lib/kernels/operations.ts'
import { csrFromBytes } from '../../../lib/kernels/csr.ts'
import * as oracle from '../../oracles/tensor-ops.ts'

delete process.env.KATA_KERNELS // these are the kernels’ own tests, whatever the rest of a run is to do without

/** Entries with zeros among them, in float32, from a seed. */
function drawn(shape: readonly number[], seed: number, share = 0.5): Tensor {
  let state = seed | 1
  const next = (): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ Math.imul(state, 0x297a2d39)
    return (state >>> 0) / 2 ** 32
  }
  const x = zeros(shape, 'float32')
  for (let i = 0; i < x.data.length; i++) x.data[i] = next() < share ? 0 : 4 * next() - 2
  return x
}

/** The largest difference, relative to the largest entry. */
function off(received: Tensor, expected: Tensor): number {
  expect(received.shape).toEqual(expected.shape)
  const [y, truth] = [received.data, expected.data]
  let [worst, largest] = [0, 1e-30]
  for (let i = 0; i < truth.length; i++) {
    worst = Math.max(worst, Math.abs(y[i] - truth[i]))
    if (Number.isNaN(y[i])) return NaN
    largest = Math.max(largest, Math.abs(truth[i]))
  }
  return worst / largest
}

/** The numbers of these rows, one after the other. */
function rowsOf({ data, shape: [, K] }: Tensor, rows: readonly number[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...data.subarray(row * K, row * K + K)]))
}

const size = fc.integer({ min: 1, max: 70 })
const columns = fc.oneof(fc.integer({ min: 4, max: 70 }), fc.constantFrom(4, 10, 8, 32))
/** products take 256 terms of their sums at a time */
const terms = fc.oneof({ arbitrary: size, weight: 4 }, { arbitrary: fc.constantFrom(256, 257, 600), weight: 1 })
const seed = fc.integer()
/** what a byte may stand for: itself divided by a number, that with one exception, and anything */
const tables = [
  (byte: number) => byte / 255,
  (byte: number) => byte / 100,
  (byte: number) => (byte === 77 ? 0.5 : byte / 255),
  (byte: number) => 2 * (byte / 255) - 1,
  (byte: number) => byte + 0.25,
]

describe.each([
  ['relaxed', 1],
  ['plain', 1],
  ['relaxed', 2],
] as const)('the kernels (%s, threads: %i)', (kind, threads) => {
  let kernels: Kernels
  beforeAll(async () => {
    const here = await loadKernels(kind, threads, 0)
    expect(here, 'npm ci builds them').toBeDefined()
    kernels = here as Kernels
  })

  /** memory as a previous step may have left it */
  const poison = (): void => void kernels.bytes.fill(0xff, 1024)

  test('dense is the plain one, forward and back, for any shape, sparse or dense, over poisoned memory', () => {
    fc.assert(
      fc.property(size, terms, columns, seed, fc.constantFrom(0, 0.3, 0.8), (B, I, O, from, share) => {
        poison()
        const operations = kernelOperations(kernels, plain)
        const [images, W, b, dy] = [
          drawn([B, I], from, share),
          drawn([I, O], from + 1, 0),
          drawn([O], from + 2),
          drawn([B, O], from + 3),
        ]
        const labels = new Uint8Array(B)
        const [expected, expectedBack] = plain.dense(images, { ...W }, { ...b })
        const truth = expectedBack(dy)
        const rows = Uint32Array.from({ length: B }, (_, n) => (n * 7 + 3) % B)
        const distinct = new Set(rows).size === B
        const taken = operations.take({ images, labels }, distinct ? rows : Uint32Array.from(rows.keys()))
        // the same rows, in the order in which they were taken
        const order = distinct ? Array.from(rows) : Array.from(rows.keys())
        const reordered = (x: Tensor): Tensor => {
          const K = x.shape[1]
          const y = zeros(x.shape, 'float32')
          order.forEach((row, n) => y.data.set(x.data.subarray(row * K, row * K + K), n * K))
          return y
        }
        const [y, back] = operations.dense(taken.images, W, b)
        const { dx, dW, db } = back(reordered(dy))
        return [
          [y, reordered(expected)],
          [dx, reordered(truth.dx)],
          [dW, truth.dW],
          [db, truth.db],
        ].every(([received, wanted]) => off(received, wanted) < 1e-4)
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  test('rows of bytes are put down as those numbers that are not 0, whichever bytes stand for them', () => {
    const someBytes = fc.array(fc.constantFrom(0, 0, 0, 1, 7, 255), { minLength: 1, maxLength: 2000 })
    fc.assert(
      fc.property(someBytes, fc.integer({ min: 1, max: 70 }), fc.constantFrom(0, 7, 256), (list, K, zero) => {
        poison()
        const N = Math.floor(list.length / K)
        const bytes = Uint8Array.from(list.slice(0, N * K))
        const table = Float32Array.from({ length: 256 }, (_, byte) => (byte === zero ? 0 : byte + 0.5))
        const expected = [...Array(N).keys()].map((n) =>
          [...bytes.subarray(n * K, (n + 1) * K)].flatMap((byte, k) => (byte === zero ? [] : [[k, byte + 0.5]])),
        )
        const rows = csrFromBytes(kernels, bytes, [N, K], table)
        const isDense = expected.flat().length > 0.5 * N * K
        expect('bytes' in rows).toBe(isDense)
        if ('bytes' in rows) return
        const start = kernels.uint32(rows.rowPointers, N + 1)
        const pairs = kernels.uint16(rows.entries, 2 * start[N])
        const values = kernels.float32(rows.valueTable, rows.valueCount)
        const found = expected.map((_, n) =>
          Array.from({ length: start[n + 1] - start[n] }, (_, e) => [
            pairs[2 * (start[n] + e)],
            values[pairs[2 * (start[n] + e) + 1] / 4],
          ]),
        )
        // an even number of entries in each row
        for (const row of expected) if (row.length % 2 > 0) row.push([row[row.length - 1][0], 0])
        expect(found).toEqual(expected)
      }),
    )
  })

  test('rows of bytes without zeros are taken as the numbers they stand for, whatever their length', () => {
    fc.assert(
      fc.property(size, size, seed, fc.constantFrom(...tables), (N, K, from, number) => {
        poison()
        const { memory, ...operations } = kernelOperations(kernels, plain)
        const drawnBytes = drawn([N, K], from, 0)
        const bytes = Uint8Array.from(drawnBytes.data, (v) => Math.floor(60 * v + 128))
        const table = Float32Array.from({ length: 256 }, (_, byte) => number(byte))
        const images = { shape: [N, K], data: Float32Array.from(bytes, (byte) => table[byte]) }
        memory.register(images, csrFromBytes(kernels, bytes, [N, K], table))
        const rows = Uint32Array.from({ length: N + 3 }, (_, n) => (n * 5) % N)
        const taken = operations.take({ images, labels: new Uint8Array(N) }, rows).images
        const expected = Array.from(rows).flatMap((row) => [...images.data.subarray(row * K, (row + 1) * K)])
        expect([...taken.data]).toEqual(expected)
      }),
      { numRuns: 80, seed: 4 },
    )
  })

  test('a batch is what its window on an order says, whatever stands behind it', () => {
    fc.assert(
      fc.property(
        size,
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(2 ** 32 - 1), { maxLength: 90 }),
        (N, B, behind) => {
          poison()
          const operations = kernelOperations(kernels, plain)
          const images = drawn([N, 20], B, 0.8)
          const order = Uint32Array.from([...Array.from({ length: B }, (_, n) => (n * 5) % N), ...behind])
          const { images: taken } = operations.take({ images, labels: new Uint8Array(N) }, order.subarray(0, B))
          const expected = Array.from(order.subarray(0, B), (row) => [...images.data.subarray(20 * row, 20 * row + 20)])
          expect([...taken.data]).toEqual(expected.flat())
        },
      ),
      { numRuns: 40, seed: 5 },
    )
  })

  test('a step along the gradient of a layer is the plain one: the sparse gradient is not made for it', () => {
    fc.assert(
      fc.property(size, size, columns, seed, fc.boolean(), (B, I, O, from, whole) => {
        poison()
        const operations = kernelOperations(kernels, plain)
        const images = drawn([B, I], from, 0.8)
        const [W, b, dy] = [drawn([I, O], from + 1, 0), drawn([O], from + 2), drawn([B, O], from + 3)]
        const expected = { ...W, data: W.data.slice() }
        // all rows in their order go by columns, others by rows
        const order = Array.from({ length: B }, (_, n) => (whole ? n : B - 1 - n))
        const { images: x } = operations.take({ images, labels: new Uint8Array(B) }, order)
        const dense = { ...images, data: rowsOf(images, order) }
        plain.step(expected, oracle.matmul(oracle.transpose(dense), dy), 0.25)
        const [, back] = operations.dense(x, W, b)
        operations.step(W, back(dy).dW, 0.25)
        return off(W, expected) < 1e-4
      }),
      { numRuns: 40, seed: 2 },
    )
  })

  test('weights in panels are read and written as any others, between the steps too', () => {
    const rows = fc.oneof(size, fc.constantFrom(256, 300, 530))
    const several = fc.constantFrom(64, 96, 128)
    fc.assert(
      fc.property(rows, size, several, seed, fc.constantFrom(0, 0.8), fc.boolean(), (B, I, O, from, share, whole) => {
        poison()
        const operations = kernelOperations(kernels, plain)
        const images = drawn([B, I], from, share)
        const [W, b, dy] = [drawn([I, O], from + 1, 0), drawn([O], from + 2), drawn([B, O], from + 3)]
        const truth = { ...W, data: W.data.slice() }
        const order = Array.from({ length: B }, (_, n) => (whole ? n : B - 1 - n))
        const dense = { ...images, data: rowsOf(images, order) }
        const same = [0, 1, 2].map((turn) => {
          const { images: x } = operations.take({ images, labels: new Uint8Array(B) }, order)
          const entry = (from >>> 1) % truth.data.length
          W.data[entry] = truth.data[entry] = turn - 0.5
          const [y, back] = operations.dense(x, W, b)
          const [expected, expectedBack] = plain.dense(dense, truth, b)
          const [{ dx, dW }, wanted] = [back(dy), expectedBack(dy)]
          const isRight = off(y, expected) < 1e-4 && off(dx, wanted.dx) < 1e-4
          const numbers = { ...dW, data: dW.data.slice() }
          // in turn the gradient of the layer, its numbers, and one that the kernels have not made
          operations.step(W, [dW, numbers, wanted.dW][turn], 0.01)
          plain.step(truth, wanted.dW, 0.01)
          return isRight && off(numbers, wanted.dW) < 1e-4 && off(W, truth) < 1e-4
        })
        return same.every(Boolean)
      }),
      { numRuns: 40, seed: 6 },
    )
  })

  test('relu and the loss are the plain ones, forward and back', () => {
    fc.assert(
      fc.property(size, columns, seed, (B, K, from) => {
        poison()
        const operations = kernelOperations(kernels, plain)
        const labels = Uint8Array.from({ length: B }, (_, n) => (n * 5) % K)
        const identity = zeros([K, K], 'float32')
        for (let k = 0; k < K; k++) identity.data[k * K + k] = 1
        const x = drawn([B, K], from, 0)
        for (let i = 0; i < x.data.length; i++) x.data[i] *= 20
        const taken = operations.take({ images: x, labels }, Uint32Array.from(labels.keys()))
        const [placed] = operations.dense(taken.images, identity, zeros([K], 'float32'))
        const [h, reluBack] = operations.relu(placed)
        const [truth, truthBack] = plain.relu(x)
        const [loss, back] = operations.loss(h, taken.labels)
        const [expected, expectedBack] = plain.loss(truth, labels)
        return (
          Math.abs(loss - expected) <= 1e-4 * Math.max(1, Math.abs(expected)) &&
          off(h, truth) < 1e-6 &&
          off(back(), expectedBack()) < 1e-4 &&
          off(back(3), expectedBack(3)) < 1e-4 &&
          off(reluBack(x)[0], truthBack(x)[0]) < 1e-6
        )
      }),
      { numRuns: 60, seed: 3 },
    )
  })
})
