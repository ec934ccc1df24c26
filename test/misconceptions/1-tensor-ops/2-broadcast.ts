import type * as kata from '#kata/1-tensor-ops/2-broadcast.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, dtypeOf, float32, matrix, matrixShape, sameShape, zeros } from '#lib/tensor'
import { badBroadcast, checkBroadcast } from '../../answer-parts/1-tensor-ops.ts'

type Broadcast = typeof kata.broadcast

/** Which entry of b.data belongs to x[n, j]? */
type Index = (place: { n: number; j: number; B: number; K: number; b: Tensor; isColumn: boolean }) => number

const rightIndex: Index = ({ n, j, isColumn }) => (isColumn ? n : j)

/** the right loops around one wrong part */
function loops(
  index: Index,
  make = (x: Tensor, _b: Tensor): Tensor => zeros(x.shape, x),
  check = checkBroadcast,
): Broadcast {
  return (x, b, f) => {
    const { B, K, isColumn } = check(x, b)
    const y = make(x, b)
    for (let n = 0; n < B; n++) {
      for (let j = 0; j < K; j++) y.data[n * K + j] = f(x.data[n * K + j], b.data[index({ n, j, B, K, b, isColumn })])
    }
    return y
  }
}

/** one size that serves both, as numpy has it: equal, or one of them is 1 */
function common(s: number, t: number): number {
  if (s === t || t === 1) return s
  return s === 1 ? t : NaN
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'T09',
    belief: 'there is one bias per row',
    diagnosis: 'Every b is indexed by the row n here, also a (K), which has one value per column.',
    answer: () => ({ broadcast: loops(({ n }) => n) }),
  },
  {
    id: 'column-as-row',
    belief: 'b is always one value per column',
    diagnosis: 'Every b is indexed by the column j here, also a (B, 1), which has one value per row.',
    answer: () => ({ broadcast: loops(({ j }) => j) }),
  },
  {
    id: 'T10',
    belief: 'stretching is repeating: i % b.length',
    diagnosis:
      'This walks through b again and again along the flat data. Follow it through the first row of x when b is a column.',
    answer: () => ({ broadcast: loops(({ n, j, K, b }) => (n * K + j) % b.data.length) }),
  },
  {
    id: 'flat-index',
    belief: 'entry i of x meets entry i of b',
    diagnosis: 'b is read at the flat index of x: beyond its few entries there is undefined, and that becomes NaN.',
    answer: () => ({ broadcast: loops(({ n, j, K }) => n * K + j) }),
  },
  {
    id: 'T02',
    belief: 'entry i of the flat data is in row i / B',
    diagnosis: 'The row of a flat index is computed with B entries to a row; a row of x has K.',
    answer: () => ({
      broadcast: loops(({ n, j, B, K, isColumn }) => (isColumn ? Math.floor((n * K + j) / B) : j)),
    }),
  },
  {
    id: 'column-stride',
    belief: 'row n of b begins at n·K, as in x',
    diagnosis: 'A column is read at n·K, as if its rows were as long as those of x. A row of (B, 1) has one entry.',
    answer: () => ({ broadcast: loops(({ n, j, K, isColumn }) => (isColumn ? n * K : j)) }),
  },
  {
    id: 'axes-count',
    belief: 'a vector is a row, a matrix is a column',
    diagnosis: 'Here b is taken for a column as soon as it has two axes. (1, K) has two axes too.',
    answer: () => ({ broadcast: loops(({ n, j, b }) => (b.shape.length === 1 ? j : n)) }),
  },
  {
    id: 'by-count-column',
    belief: 'B numbers are one per row',
    diagnosis: 'This counts the entries of b: if there are B, they go one to a row. With B = K a row has as many.',
    answer: () => ({ broadcast: loops(({ n, j, B, b }) => (b.data.length === B ? n : j)) }),
  },
  {
    id: 'by-count-row',
    belief: 'K numbers are one per column',
    diagnosis:
      'This counts the entries of b: if there are K, they go one to a column. With B = K a column has as many.',
    answer: () => ({ broadcast: loops(({ n, j, K, b }) => (b.data.length === K ? j : n)) }),
  },
  {
    id: 'swapped',
    belief: 'the order of the two arguments does not matter',
    diagnosis: 'f gets first the entry of b, then the entry of x. For a sum that is the same; look at a difference.',
    answer: () => {
      const right = loops(rightIndex)
      return { broadcast: (x, b, f) => right(x, b, (u, v) => f(v, u)) }
    },
  },
  {
    id: 'matrix-of-rows',
    belief: 'matrix(...rows) makes a matrix of any rows',
    diagnosis:
      'The result is put together by matrix(…rows). Without a single row, how does it know the number of columns?',
    answer: () => {
      const right = loops(rightIndex)
      return {
        broadcast(x, b, f) {
          const y = right(x, b, f)
          const [B, K] = y.shape
          const z = matrix(...Array.from({ length: B }, (_, n) => Array.from(y.data.subarray(n * K, n * K + K))))
          return dtypeOf(x) === 'float32' ? float32(z) : z
        },
      }
    },
  },
  {
    id: 'T06',
    belief: 'x may be overwritten, since only the result is wanted',
    diagnosis: 'This writes its result into the data of x, which belongs to the caller.',
    answer: () => ({ broadcast: loops(rightIndex, (x) => x) }),
  },
  {
    id: 'T05',
    belief: 'float32 is precise enough to compute in',
    diagnosis: 'What f returns is rounded to float32 here: about seven digits are left.',
    answer: () => {
      const right = loops(rightIndex)
      return { broadcast: (x, b, f) => right(x, b, (u, v) => Math.fround(f(u, v))) }
    },
  },
  {
    id: 'float64-always',
    belief: 'numbers of JavaScript are float64, and so is every result',
    diagnosis: 'The result is float64 here whatever came in: look at the dtype for a float32 input.',
    answer: () => ({ broadcast: loops(rightIndex, (x) => zeros(x.shape)) }),
  },
  {
    id: 'dtype-of-b',
    belief: 'the result has the dtype of b',
    diagnosis: 'The result has the dtype of b here: look at x in float32 with b in float64.',
    answer: () => ({ broadcast: loops(rightIndex, (x, b) => zeros(x.shape, b)) }),
  },
  {
    id: 'T11',
    belief: 'both tensors are stretched until they fit, as in numpy',
    diagnosis: 'Here x is stretched as well as b: (3) with (3, 1) becomes a table of (3, 3).',
    answer: () => ({
      broadcast(x, b, f) {
        const [xRows, xColumns] = [x.shape.at(-2) ?? 1, x.shape.at(-1) ?? 1]
        const [bRows, bColumns] = [b.shape.at(-2) ?? 1, b.shape.at(-1) ?? 1]
        const [B, K] = [common(xRows, bRows), common(xColumns, bColumns)]
        if (Number.isNaN(B) || Number.isNaN(K)) throw badBroadcast(x, b)
        const y = zeros([B, K], x)
        for (let n = 0; n < B; n++) {
          for (let j = 0; j < K; j++) {
            const v = x.data[(n % xRows) * xColumns + (j % xColumns)]
            y.data[n * K + j] = f(v, b.data[(n % bRows) * bColumns + (j % bColumns)])
          }
        }
        return y
      },
    }),
  },
  {
    id: 'stretch-any',
    belief: 'each axis of b fits when it is 1, or as long as that of x',
    diagnosis: 'Each axis of b is judged by itself here, so (1, 1) and the shape of x itself go through too.',
    answer: () => ({
      broadcast(x, b, f) {
        const [B, K] = matrixShape(x, 'broadcast')
        const [rows, columns] = [b.shape.at(-2) ?? 1, b.shape.at(-1) ?? 1]
        if ((rows !== 1 && rows !== B) || (columns !== 1 && columns !== K)) throw badBroadcast(x, b)
        const y = zeros([B, K], x)
        for (let n = 0; n < B; n++) {
          for (let j = 0; j < K; j++) {
            const at = (rows === 1 ? 0 : n * columns) + (columns === 1 ? 0 : j)
            y.data[n * K + j] = f(x.data[n * K + j], b.data[at])
          }
        }
        return y
      },
    }),
  },
  {
    id: 'same-shape',
    belief: 'two tensors of the same shape fit of course',
    diagnosis: 'A b of the very shape of x goes through here, entry by entry: that is the other function, 1.1 zip.',
    answer: () => {
      const right = loops(rightIndex)
      return {
        broadcast: (x, b, f) =>
          sameShape(x, b) ? { ...x, data: x.data.map((v, i) => f(v, b.data[i])) } : right(x, b, f),
      }
    },
  },
  {
    id: 'T25',
    belief: 'shapes will fit: the caller takes care',
    diagnosis: 'A b of a wrong size goes through here: entries that do not exist are undefined, and become NaN.',
    answer: () => {
      const unchecked: typeof checkBroadcast = (x, { shape }) => {
        const [B, K] = matrixShape(x, 'broadcast')
        return { B, K, isColumn: shape.length === 2 && shape[1] === 1 }
      }
      return { broadcast: loops(rightIndex, undefined, unchecked) }
    },
  },
]
