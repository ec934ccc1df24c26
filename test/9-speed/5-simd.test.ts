import * as kata from '#kata/9-speed/5-simd.ts'
import { kernel } from '#kata/9-speed/5-simd.ts'
import { expectClose, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { test } from '#lib/judge/assert/law'
import { attempt } from '#lib/judge/assert/whole'
import { type Tensor, ValueError, float32, matrix, zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { intoLaws, withSizes } from '../laws/in-place.ts'
import { eighths } from '../laws/product.ts'

const matmulInto = withSizes((y, a, b) => kata.matmulInto(y, a, b))

intoLaws('matmulInto', matmulInto, 'float32')

/** a new y, every cell NaN */
function times(a: Tensor, b: Tensor): Tensor {
  const y = zeros([a.shape[0], b.shape[1]], 'float32')
  y.data.fill(NaN)
  matmulInto(y, a, b)
  return y
}

test('matmulInto is right in every lane: 1 to 9 rows, 1 to 20 columns', () => {
  for (let M = 1; M <= 9; M++) {
    for (let N = 1; N <= 20; N++) {
      const [a, b] = [eighths([M, 3], M, 'float32'), eighths([3, N], N, 'float32')]
      expectClose(times(a, b), oracle.matmul(a, b), `the product of (${M}, 3) and (3, ${N})`)
    }
  }
})

test('matmulInto finds room for any size, small ones, a large one, and small ones again', () => {
  for (const [M, K, N] of [
    [3, 2, 5],
    [90, 700, 110],
    [3, 2, 5],
    [150, 800, 130],
    [4, 3276, 1], // the three together are exactly one page
    [2, 13106, 3], // and here four
  ]) {
    const [a, b] = [eighths([M, K], 1, 'float32'), eighths([K, N], 2, 'float32')]
    const expected = oracle.matmul(a, b)
    expectClose(times(a, b), expected, { name: `the product of (${M}, ${K}) and (${K}, ${N})`, relative: 1e-5 })
  }
})

test('matmulInto refuses float64, of any of the three', () => {
  const [wide, narrow] = [zeros([2, 2]), zeros([2, 2], 'float32')]
  const other = zeros([2, 2], 'float32')
  for (const [y, a, b] of [
    [wide, narrow, other],
    [narrow, wide, other],
    [narrow, other, wide],
  ])
    expectThrows(() => matmulInto(y, a, b), ValueError, ['float64'], 'matmulInto with a float64 tensor')
})

test('matmulInto has a kernel that multiplies four numbers at a time', () => {
  expectClose(times(float32(matrix([2])), float32(matrix([3]))), float32(matrix([6])), 'the product')
  const bytes = bytesOf(kernel)
  const f32x4mul = [0xfd, 0xe6, 0x01]
  expectThat(
    bytes.some((_, at) => f32x4mul.every((byte, i) => bytes[at + i] === byte)),
    'matmulInto is right, but its compiled kernel has no f32x4.mul: it multiplies one number after the other.',
  )
})

/** A copy: what is exported may be a stand-in for the bytes, or none at all. */
function bytesOf(source: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = attempt(() => Array.from({ length: Math.min(source.length, 2 ** 20) }, (_, at) => source[at]), [])
  expectThat(bytes.length > 0, 'kernel is not the bytes of a compiled kernel.')
  return Uint8Array.from(bytes)
}

test('matmulInto has a kernel that writes y and nothing beside it, wherever y stands', () => {
  expectClose(times(float32(matrix([2])), float32(matrix([3]))), float32(matrix([6])), 'the product')
  for (const [M, K, N] of [
    [1, 1, 1],
    [3, 2, 5],
    [4, 3, 8],
    [5, 4, 7],
  ]) {
    for (const order of ['yab', 'ayb', 'aby']) expectNothingBeside(order, M, K, N)
  }
})

const guard = 16
const untouched = -7.5

/** Calls the kernel in a memory of its own, with 16 cells before, between and behind the three. */
function expectNothingBeside(order: string, M: number, K: number, N: number): void {
  const [a, b] = [eighths([M, K], 1, 'float32'), eighths([K, N], 2, 'float32')]
  const counts: Record<string, number> = { y: M * N, a: M * K, b: K * N }
  const at: Record<string, number> = {}
  let end = 1024 // what the compiler puts down lies below
  for (const name of order) {
    at[name] = end + guard
    end = at[name] + counts[name]
  }
  const memory = new WebAssembly.Memory({ initial: 1 })
  const cells = new Float32Array(memory.buffer, 0, end + guard)
  const bytes = bytesOf(kernel)
  const instance = attempt<WebAssembly.Instance | undefined>(
    () => new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }),
    undefined,
  )
  expectThat(typeof instance?.exports.matmul === 'function', 'kernel has no function matmul that works on one memory.')
  cells.subarray(1024).fill(untouched)
  cells.set(a.data, at.a)
  cells.set(b.data, at.b)
  const matmul = instance?.exports.matmul as (...places: number[]) => void
  matmul(4 * at.y, 4 * at.a, 4 * at.b, M, K, N)
  const what = `for a (${M}, ${K}), b (${K}, ${N}) and the order ${[...order].join(', ')} in memory`
  const y = { shape: [M, N], data: cells.slice(at.y, at.y + M * N) }
  expectClose(y, oracle.matmul(a, b), `y of the kernel, ${what},`)
  for (const name of 'yab') {
    const isChanged = (i: number): boolean => cells[i] !== untouched
    const behind = Array.from({ length: guard }, (_, i) => at[name] + counts[name] + i).filter(isChanged).length
    const before = Array.from({ length: guard }, (_, i) => at[name] - 1 - i).filter(isChanged).length
    const beside = `${what}: the kernel writes beside ${name}. Of the cells`
    expectThat(before === 0, `${beside} before it ${before} have changed.`)
    expectThat(behind === 0, `${beside} behind it ${behind} have changed. How many lanes belong to the last columns?`)
  }
  expectClose({ shape: a.shape, data: cells.slice(at.a, at.a + M * K) }, a, `a after the kernel has run, ${what},`)
  expectClose({ shape: b.shape, data: cells.slice(at.b, at.b + K * N) }, b, `b after the kernel has run, ${what},`)
}
