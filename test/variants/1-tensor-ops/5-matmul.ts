import type * as kata from '#kata/1-tensor-ops/5-matmul.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'
import { type Matmul, type Sizes, checkInner, withProducts } from '../../answer-parts/1-tensor-ops.ts'

/** the checks and the new tensor, around whatever fills it, and the products that are built on it */
function into(fill: (y: Tensor, a: Tensor, b: Tensor, sizes: Sizes) => void): ReturnType<typeof withProducts> {
  return withProducts((a, b) => {
    const sizes = checkInner(a, b)
    const y = zeros([sizes.M, sizes.N], a)
    fill(y, a, b, sizes)
    return y
  })
}

/** entry by entry, by a function of row and column */
function entrywise(entry: (row: number[], column: number[]) => number): ReturnType<typeof withProducts> {
  return into((y, a, b, { M, K, N }) => {
    const columns = Array.from({ length: N }, (_, n) => Array.from({ length: K }, (__, k) => b.data[k * N + n]))
    for (let m = 0; m < M; m++) {
      const row = Array.from(a.data.subarray(m * K, m * K + K))
      columns.forEach((column, n) => (y.data[m * N + n] = entry(row, column)))
    }
  })
}

/** a matrix as steps through its data */
interface View {
  readonly of: Tensor
  readonly rows: number
  readonly columns: number
  readonly down: number
  readonly along: number
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'three-loops',
    how: 'three plain loops, a sum in a local variable',
    answer: () =>
      into((y, a, b, { M, K, N }) => {
        for (let m = 0; m < M; m++) {
          for (let n = 0; n < N; n++) {
            let sum = 0
            for (let k = 0; k < K; k++) sum += a.data[m * K + k] * b.data[k * N + n]
            y.data[m * N + n] = sum
          }
        }
      }),
  },
  {
    id: 'rows-of-b',
    how: 'k outside n: rows of b are added up in the result itself, zeros skipped',
    answer: () =>
      into((y, a, b, { M, K, N }) => {
        for (let m = 0; m < M; m++) {
          for (let k = 0; k < K; k++) {
            const v = a.data[m * K + k]
            if (v === 0) continue
            for (let n = 0; n < N; n++) y.data[m * N + n] += v * b.data[k * N + n]
          }
        }
      }),
  },
  {
    id: 'outer-products',
    how: 'k outermost and counted down: a sum of K outer products',
    answer: () =>
      into((y, a, b, { M, K, N }) => {
        for (let k = K - 1; k >= 0; k--) {
          for (let n = 0; n < N; n++)
            for (let m = 0; m < M; m++) y.data[m * N + n] += a.data[m * K + k] * b.data[k * N + n]
        }
      }),
  },
  {
    id: 'dots',
    how: 'nested arrays inside, and the dot product of a row with a column by reduce',
    answer: () => entrywise((row, column) => row.reduce((sum, v, k) => sum + v * column[k], 0)),
  },
  {
    id: 'compensated',
    how: 'Kahan’s sum of the products',
    answer: () =>
      entrywise((row, column) => {
        let [sum, lost] = [0, 0]
        row.forEach((v, k) => {
          const term = v * column[k] - lost
          const next = sum + term
          lost = next - sum - term
          sum = next
        })
        return sum
      }),
  },
  {
    id: 'halves',
    how: 'recursion: the dot product of two halves',
    answer: () => {
      const dot = (row: number[], column: number[]): number => {
        if (row.length < 2) return row.length === 0 ? 0 : row[0] * column[0]
        const middle = row.length >> 1
        return dot(row.slice(0, middle), column.slice(0, middle)) + dot(row.slice(middle), column.slice(middle))
      }
      return entrywise(dot)
    },
  },
  {
    id: 'three-kernels',
    how: 'AtB and ABt have loops of their own, without a transpose, behind getters',
    answer: () => {
      const kernel =
        (aAt: (m: number, k: number, a: Tensor) => number, bAt: (k: number, n: number, b: Tensor) => number) =>
        (a: Tensor, b: Tensor, [M, K]: number[], [rows, N]: number[]): Tensor => {
          if (rows !== K) throw new ShapeError('product', 'inner sizes that agree', [a, b])
          const y = zeros([M, N], a)
          for (let m = 0; m < M; m++) {
            for (let n = 0; n < N; n++) {
              for (let k = 0; k < K; k++) y.data[m * N + n] += aAt(m, k, a) * bAt(k, n, b)
            }
          }
          return y
        }
      const straight = (i: number, j: number, x: Tensor): number => x.data[i * x.shape[1] + j]
      const turned = (i: number, j: number, x: Tensor): number => x.data[j * x.shape[1] + i]
      const sizes = (x: Tensor): number[] => matrixShape(x, 'product')
      const AB: Matmul = (a, b) => kernel(straight, straight)(a, b, sizes(a), sizes(b))
      return {
        matmul: AB,
        products: {
          get AB() {
            return AB
          },
          get AtB() {
            return (a: Tensor, b: Tensor) => kernel(turned, straight)(a, b, sizes(a).toReversed(), sizes(b))
          },
          get ABt() {
            return (a: Tensor, b: Tensor) => kernel(straight, turned)(a, b, sizes(a), sizes(b).toReversed())
          },
        },
      }
    },
  },
  {
    id: 'turned-result',
    how: 'AtB is (Bᵀ·A)ᵀ, ABt is (B·Aᵀ)ᵀ, with B in the dtype of A',
    answer: () => {
      const like = ({ shape, data }: Tensor, a: Tensor): Tensor => {
        const x = zeros(shape, a)
        x.data.set(data)
        return x
      }
      const { matmul } = entrywise((row, column) => row.reduce((sum, v, k) => sum + v * column[k], 0))
      return {
        matmul,
        products: {
          AB: matmul,
          AtB: (a, b) => transpose(matmul(transpose(like(b, a)), a)),
          ABt: (a, b) => transpose(matmul(like(b, a), transpose(a))),
        },
      }
    },
  },
  {
    id: 'strides',
    how: 'a transpose swaps two strides; one function has all three products, each sum from halves of k',
    answer: () => {
      const view = (of: Tensor): View => {
        const [rows, columns] = matrixShape(of, 'product')
        return { of, rows, columns, down: columns, along: 1 }
      }
      const turned = (x: View): View => {
        const { rows: columns, columns: rows, down: along, along: down } = x
        return { of: x.of, rows, columns, down, along }
      }
      const times = (a: View, b: View): Tensor => {
        if (a.columns !== b.rows) throw new ShapeError('product', 'inner sizes that agree', [a.of, b.of])
        const y = zeros([a.rows, b.columns], a.of)
        const sum = (m: number, n: number, from: number, to: number): number => {
          if (to - from > 1) return sum(m, n, from, (from + to) >> 1) + sum(m, n, (from + to) >> 1, to)
          return to === from ? 0 : a.of.data[m * a.down + from * a.along] * b.of.data[from * b.down + n * b.along]
        }
        for (let at = 0; at < y.data.length; at++) {
          y.data[at] = sum(Math.floor(at / b.columns), at % b.columns, 0, a.columns)
        }
        return y
      }
      return {
        matmul: (a, b) => times(view(a), view(b)),
        products: {
          AB: (a, b) => times(view(a), view(b)),
          AtB: (a, b) => times(turned(view(a)), view(b)),
          ABt: (a, b) => times(view(a), turned(view(b))),
        },
      }
    },
  },
  {
    id: 'wide-inside',
    how: 'outer products grow in float64, and each entry is rounded once; k and n count down',
    answer: () =>
      into((y, a, b, { M, K, N }) => {
        const sums = new Float64Array(M * N)
        for (let k = K; k-- > 0;) {
          for (let n = N; n-- > 0;) for (let m = 0; m < M; m++) sums[m * N + n] += a.data[m * K + k] * b.data[k * N + n]
        }
        y.data.set(sums)
      }),
  },
]
