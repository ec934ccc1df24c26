import { matmulInto } from '#kata/9-speed/4-tiles.ts'
import { expectClose, expectThat } from '#lib/judge/assert/expect'
import { test } from '#lib/judge/assert/law'
import { zeros } from '#lib/tensor'
import * as oracle from '../oracles/tensor-ops.ts'
import { intoLaws } from '../laws/in-place.ts'
import { eighths } from '../laws/product.ts'
import { watched } from '../laws/watched.ts'

intoLaws('matmulInto', matmulInto)

test('matmulInto is right at every edge: 1 to 9 rows, 1 to 9 columns', () => {
  for (let M = 1; M <= 9; M++) {
    for (let N = 1; N <= 9; N++) {
      const [a, b, y] = [eighths([M, 3], M), eighths([3, N], N), zeros([M, N])]
      y.data.fill(NaN)
      matmulInto(y, a, b)
      expectClose(y, oracle.matmul(a, b), { name: `the product of (${M}, 3) and (3, ${N})`, terms: 3, scale: 9 })
    }
  }
})

test('matmulInto loads three numbers at most for four products', () => {
  const [a, b, y] = [watched(eighths([8, 6], 1)), watched(eighths([6, 12], 2)), zeros([8, 12])]
  matmulInto(y, a.tensor, b.tensor)
  const loads = a.reads.length + b.reads.length
  expectThat(
    4 * loads <= 3 * 8 * 6 * 12,
    `matmulInto of (8, 6) and (6, 12) has ${8 * 6 * 12} products, and loads ${loads} numbers of a and b for them. How often is each number of a loaded, and each of b?`,
  )
})

test('matmulInto uses what it loads more than once, a number of a as well as one of b', () => {
  const [a, b] = [watched(eighths([8, 6], 1)), watched(eighths([6, 12], 2))]
  matmulInto(zeros([8, 12]), a.tensor, b.tensor)
  for (const { reads } of [a, b]) {
    expectThat(
      reads.length < 8 * 6 * 12,
      `matmulInto of (8, 6) and (6, 12) has ${8 * 6 * 12} products, and loads ${reads.length} numbers of one factor: one for each product.`,
    )
  }
})

test('matmulInto writes each cell of y once, and reads none', () => {
  const y = watched(zeros([8, 12]))
  matmulInto(y.tensor, eighths([8, 6], 1), eighths([6, 12], 2))
  expectThat(
    y.reads.length === 0 && y.writes.length <= 8 * 12,
    `matmulInto into a y of ${8 * 12} cells writes ${y.writes.length} times and reads ${y.reads.length} times. Where do the sums live while k runs?`,
  )
})

test('matmulInto writes each cell of y once at the edges too', () => {
  for (const [M, N] of [
    [6, 5],
    [5, 8],
    [7, 7],
  ]) {
    const y = watched(zeros([M, N]))
    matmulInto(y.tensor, eighths([M, 6], 1), eighths([6, N], 2))
    expectThat(
      y.writes.length <= M * N,
      `matmulInto into a y of (${M}, ${N}), ${M * N} cells, writes ${y.writes.length} times: some cells are done twice.`,
    )
  }
})

test('matmulInto reads nothing behind the end of a and b, and writes nothing behind that of y', () => {
  for (const [M, N] of [
    [5, 8],
    [6, 5],
    [7, 7],
    [8, 6],
  ]) {
    const [a, b, y] = [eighths([M, 3], 1), eighths([3, N], 2), zeros([M, N])].map(watched)
    matmulInto(y.tensor, a.tensor, b.tensor)
    const beyond = [a.reads, b.reads, y.writes].map((all, i) => all.some((at) => at >= [3 * M, 3 * N, M * N][i]))
    const where = ['a', 'b', 'y'].filter((_, i) => beyond[i]).join(' and ')
    expectThat(where === '', `matmulInto of (${M}, 3) and (3, ${N}) goes beyond the end of ${where}.`)
  }
})
