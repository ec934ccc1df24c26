import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import * as kata from '#kata/9-speed/6-threads.ts'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { type Tensor, ValueError, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { intoLaws, withSizes } from '../laws/in-place.ts'
import { eighths } from '../laws/product.ts'

const matmulInto = withSizes((y, a, b) => kata.matmulInto(y, a, b))

/** how many workers may be left behind when the process ends; kept where it outlives this file, as workers do */
const released = ((globalThis as { kataReleased?: Set<Worker> }).kataReleased ??= new Set())
const { unref } = Worker.prototype
Worker.prototype.unref = function () {
  released.add(this)
  return unref.call(this)
}

/** a new y, every cell NaN */
function times(a: Tensor, b: Tensor): Tensor {
  const y = zeros([a.shape[0], b.shape[1]], 'float32')
  y.data.fill(NaN)
  matmulInto(y, a, b)
  return y
}

/** how often a sleeping thread was woken up */
function notified(run: () => void): number {
  const { notify } = Atomics
  let count = 0
  Atomics.notify = ((cells: Int32Array, index: number, most?: number) => {
    count++
    return notify(cells, index, most)
  }) as typeof notify
  try {
    run()
    return count
  } finally {
    Atomics.notify = notify
  }
}

/** how often a thread is woken up for a product of these sizes */
function wokenFor(M: number, K: number, N: number): number {
  const [a, b] = [eighths([M, K], 1, 'float32'), eighths([K, N], 2, 'float32')]
  return notified(() => times(a, b))
}

// This comes first. Other answers that have run in this process, such as the reference, have released their workers.
test(
  'matmulInto lets the process end: the worker it keeps is unref’ed',
  () => {
    const hasWorker = wokenFor(120, 120, 120) > 0
    const keeps = 'matmulInto keeps a worker that keeps the process alive: it would never end by itself.'
    expectThat(!hasWorker || released.size > 0, keeps)
  },
  { ofProcess: true },
)

intoLaws('matmulInto', matmulInto, 'float32')

/** a million products or more */
const largeSizes = given({
  M: fc.integer({ min: 104, max: 140 }),
  K: fc.integer({ min: 104, max: 140 }),
  N: fc.integer({ min: 104, max: 140 }),
  seed: fc.nat(99),
})

law(
  'matmulInto is right where rows are shared out, for any large sizes',
  largeSizes,
  ({ M, K, N, seed }) => {
    const [a, b] = [eighths([M, K], seed, 'float32'), eighths([K, N], seed + 1, 'float32')]
    expectClose(times(a, b), oracle.matmul(a, b), { name: 'the product', terms: K, relative: 1e-7 })
  },
  { runs: 10 },
)

test('matmulInto is right for a few long rows, and for very many short ones', () => {
  for (const [M, K, N] of [
    [3, 600, 600],
    [2, 1000, 600],
    [1, 1100, 1000],
    [5, 500, 450],
    [40001, 6, 5],
  ]) {
    const [a, b] = [eighths([M, K], 1, 'float32'), eighths([K, N], 2, 'float32')]
    const name = `the product of (${M}, ${K}) and (${K}, ${N})`
    expectClose(times(a, b), oracle.matmul(a, b), { name, relative: 1e-6 })
  }
})

/** thirds are not exact: their sums depend on the order */
function thirds(shape: readonly number[], seed: number): Tensor {
  const x = eighths(shape, seed, 'float32')
  return { shape, data: x.data.map((v) => v / 3) }
}

test('matmulInto gives each row the same bits, whether it comes alone or among many', () => {
  const [a, b] = [thirds([131, 120], 1), thirds([120, 110], 2)]
  const together = times(a, b)
  for (let m = 0; m < 131; m++) {
    const alone = times({ shape: [1, 120], data: a.data.subarray(m * 120, (m + 1) * 120) }, b)
    const row = { shape: [1, 110], data: together.data.subarray(m * 110, (m + 1) * 110) }
    expectClose(row, alone, { name: `row ${m} of the product`, relative: 0 })
  }
})

test('matmulInto gives the same bits however often it is called', () => {
  const [b, y] = [thirds([120, 110], 2), zeros([131, 110], 'float32')]
  const factors = [thirds([131, 120], 3), thirds([131, 120], 4)]
  const first = factors.map((a) => times(a, b))
  for (let call = 0; call < 40; call++) {
    y.data.fill(NaN)
    matmulInto(y, factors[call & 1], b)
    expectClose(y, first[call & 1], { name: 'the product, once more,', relative: 0 })
  }
})

test('matmulInto hands out rows of a large product, and none of a small one', () => {
  expectThat(
    wokenFor(120, 120, 120) > 0,
    'matmulInto wakes no thread up for (120, 120)·(120, 120), which has more than a million products.',
  )
  expectThat(
    wokenFor(20, 20, 20) === 0,
    'matmulInto wakes a thread up for (20, 20)·(20, 20): that takes longer than the product itself.',
  )
})

test('matmulInto hands out rows from 2²⁰ products on, and none of fewer', () => {
  expectThat(
    wokenFor(128, 64, 128) > 0,
    'matmulInto wakes no thread up for (128, 64)·(64, 128), which has 2²⁰ products.',
  )
  expectThat(
    wokenFor(128, 64, 127) === 0,
    'matmulInto wakes a thread up for (128, 64)·(64, 127), which has fewer than 2²⁰ products.',
  )
})

test('matmulInto counts products, and not cells: also for K = 1 and for a large K', () => {
  expectThat(
    wokenFor(1024, 1, 1024) > 0,
    'matmulInto wakes no thread up for (1024, 1)·(1, 1024), which has 2²⁰ products.',
  )
})

test('matmulInto refuses float64', () => {
  const [wide, narrow] = [zeros([2, 2]), zeros([2, 2], 'float32')]
  expectThrows(
    () => matmulInto(zeros([2, 2], 'float32'), wide, narrow),
    ValueError,
    ['float64'],
    'matmulInto of float64',
  )
  expectThrows(() => matmulInto(wide, narrow, narrow), ValueError, ['float64'], 'matmulInto into float64')
})
