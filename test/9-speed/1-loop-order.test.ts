import * as kata from '#kata/9-speed/1-loop-order.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectThat } from '#lib/judge/assert/expect'
import { law, test } from '#lib/judge/assert/law'
import { anySizes, eighths, productLaws } from '../laws/product.ts'
import { jumps, watched } from '../laws/watched.ts'

const { matmul, matmulNaive } = checkResults(kata, {
  matmul: returns('a, b', kind.tensor),
  matmulNaive: returns('a, b', kind.tensor),
})

productLaws('matmulNaive', matmulNaive)
productLaws('matmul', matmul)

law(
  'matmul gives the same numbers as matmulNaive',
  anySizes,
  ({ M, K, N, seed }) => {
    const [a, b] = [eighths([M, K], seed), eighths([K, N], seed + 1)]
    expectClose(matmul(a, b), matmulNaive(a, b), 'matmul(a, b)')
  },
  { runs: 20 },
)

test('matmul walks along rows: few of the numbers it reads are far from the one before', () => {
  const [a, b] = [watched(eighths([6, 8], 1)), watched(eighths([8, 12], 2))]
  matmul(a.tensor, b.tensor)
  const [all, far] = [a.reads.length + b.reads.length, jumps(a.reads) + jumps(b.reads)]
  const where = 2 * jumps(b.reads) > jumps(a.reads) ? 'b' : 'a'
  expectThat(
    3 * far <= all,
    `matmul of (6, 8) and (8, 12) reads ${all} numbers, and ${far} of them are not next to the one it read before in the same matrix, most of these in ${where}.`,
  )
})
