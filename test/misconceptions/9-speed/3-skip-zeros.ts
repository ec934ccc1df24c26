import type * as kata from '#kata/9-speed/3-skip-zeros.ts'
import { sparseRows } from '#kata/9-speed/3-skip-zeros.ts'
import { matmulInto as plain, sizesOf } from '#kata/9-speed/2-in-place.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { type Numbers } from '../../answer-parts/9-speed.ts'

type Lists = { readonly columns: number[]; readonly values: number[] }

/** the right loops over listed entries, but for what is handed in; lists that are kept, so that nothing is allocated */
function listing({
  isListed = (v: number): boolean => v !== 0,
  begin = ({ columns, values }: Lists): void => void (columns.length = values.length = 0),
  column = (k: number): number => k,
  valueAt = (a: Numbers, row: number, k: number, _rank: number): number => a[row + k],
  clear = (y: Numbers, row: number, N: number, _count: number): unknown => y.fill(0, row, row + N),
  stops = false,
} = {}): Answer<typeof kata> {
  const lists: Lists = { columns: [], values: [] }
  const { columns, values } = lists
  return {
    matmulInto(y, a, b) {
      const [M, K, N] = sizesOf(y, a, b)
      columns.length = values.length = 0
      for (let m = 0; m < M; m++) {
        begin(lists)
        for (let k = 0; k < K; k++) {
          if (!isListed(a.data[m * K + k])) {
            if (stops) break
            continue
          }
          values.push(valueAt(a.data, m * K, k, values.length))
          columns.push(column(k))
        }
        clear(y.data, m * N, N, columns.length)
        columns.forEach((k, i) => {
          for (let n = 0; n < N; n++) y.data[m * N + n] += values[i] * b.data[k * N + n]
        })
      }
    },
  }
}

/** the right loops of sparseTimes, but for what is handed in */
function sparseTimesWith({
  clear = (y: Numbers, row: number, N: number): unknown => y.fill(0, row, row + N),
  stride = (_K: number, N: number): number => N,
} = {}): typeof kata.sparseTimes {
  return (y, { shape, starts, columns, values }, W) => {
    const [M, K, N] = sizesOf(y, { shape, data: values }, W, 'sparseTimes')
    for (let m = 0; m < M; m++) {
      clear(y.data, m * N, N)
      for (let i = starts[m]; i < starts[m + 1]; i++) {
        for (let n = 0; n < N; n++) y.data[m * N + n] += values[i] * W.data[columns[i] * stride(K, N) + n]
      }
    }
  }
}

/** the lists of a matrix, made wrong in one of their parts */
function lists(change: (rows: kata.SparseRows, x: Tensor) => Partial<kata.SparseRows>): Answer<typeof kata> {
  return {
    sparseRows(x) {
      const rows = sparseRows(x)
      return { ...rows, ...change(rows, x) }
    },
  }
}

/** columns in an array with too little room for each, in both lists */
function narrow(Room: Uint8ArrayConstructor | Uint16ArrayConstructor | Int16ArrayConstructor): Answer<typeof kata> {
  const column = (k: number): number => Room.of(k)[0]
  return {
    ...listing({ column }),
    ...lists(({ columns }) => ({ columns: columns.map(column) })),
  }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'list-not-reset',
    belief: 'the list begins empty once',
    diagnosis: 'The list of one row goes on in the next: row 1 has the non-zeros of row 0 as well.',
    answer: () => listing({ begin: () => undefined }),
  },
  {
    id: 'empty-rows-left',
    belief: 'a row without non-zeros has nothing to do',
    diagnosis: 'Where a row of a is all zeros the row of y is left as it was. What is the sum of nothing?',
    answer: () => listing({ clear: (y, row, N, count) => (count > 0 ? y.fill(0, row, row + N) : y) }),
  },
  {
    id: 'adds-to-y',
    belief: 'y comes as zeros',
    diagnosis: 'The products are added to what y held before. Who says that it held zeros?',
    answer: () => listing({ clear: () => undefined }),
  },
  {
    id: 'value-by-rank',
    belief: 'entry i of the list belongs to entry i of the row',
    diagnosis:
      'The value is taken at its place in the list, not at its place in the row: after the first 0 they differ.',
    answer: () => listing({ valueAt: (a, row, _, rank) => a[row + rank] }),
  },
  {
    id: 'positive-only',
    belief: 'what is not 0 is greater than 0',
    diagnosis: 'Negative numbers are skipped too. Pixels have none; weights and gradients do.',
    answer: () => listing({ isListed: (v) => v > 0 }),
  },
  {
    id: 'whole-numbers',
    belief: 'x | 0 tells whether x is 0',
    diagnosis: 'Numbers between −1 and 1 are skipped too: look at fractions.',
    answer: () => listing({ isListed: (v) => (v | 0) !== 0 }),
  },
  {
    id: 'stops-at-zero',
    belief: 'where a is 0 the row is done',
    diagnosis: 'The list ends at the first 0 of a row. What is behind that 0?',
    answer: () => listing({ stops: true }),
  },
  {
    id: 'nothing-skipped',
    belief: 'a product with 0 is skipped by itself: it adds nothing',
    diagnosis:
      'All rows of b are read and multiplied, also those that meet only zeros: the right numbers, and no time saved.',
    answer: () => ({ matmulInto: plain }),
  },
  {
    id: 'new-lists',
    belief: 'small lists cost nothing',
    diagnosis:
      'Each call makes typed arrays for its lists, and drops them. Where could a list live that is used again?',
    answer: () => ({
      matmulInto(y, a, b) {
        sizesOf(y, a, b)
        sparseTimesWith()(y, sparseRows(a), b)
      },
    }),
  },
  {
    id: 'starts-are-counts',
    belief: 'starts[m] is how many there are in row m',
    diagnosis: 'starts has the number of non-zeros of each row here. Where does row m begin in the lists?',
    answer: () => lists(({ starts }) => ({ starts: starts.map((v, m) => (m === 0 ? 0 : v - starts[m - 1])) })),
  },
  {
    id: 'no-last-start',
    belief: 'M rows have M starts',
    diagnosis: 'starts has M entries here. Where does the last row end?',
    answer: () => lists(({ starts }) => ({ starts: starts.slice(0, -1) })),
  },
  {
    id: 'flat-columns',
    belief: 'a non-zero stands at its place in data',
    diagnosis: 'columns has places in the flat data here, m·K + k. The column is k.',
    answer: () =>
      lists((_, x) => ({
        columns: Int32Array.from(Array.from(x.data.keys()).filter((i) => x.data[i] !== 0)),
      })),
  },
  {
    id: 'columns-of-one-byte',
    belief: 'a column fits into a byte',
    diagnosis: 'Columns from 256 on begin at 0 again: how many bytes has each entry of the list?',
    answer: () => narrow(Uint8Array),
  },
  {
    id: 'columns-of-two-bytes',
    belief: 'a column fits into two bytes',
    diagnosis: 'Columns from 65,536 on begin at 0 again: how many bytes has each entry of the list?',
    answer: () => narrow(Uint16Array),
  },
  {
    id: 'columns-with-a-sign',
    belief: 'a column fits into an Int16Array',
    diagnosis:
      'Columns from 32,768 on come out negative: how many bytes has each entry of the list, and does one of its bits say the sign?',
    answer: () => narrow(Int16Array),
  },
  {
    id: 'float64-values',
    belief: 'numbers of JavaScript are float64, and so are the values',
    diagnosis: 'values are float64 here whatever came in: look at the dtype for float32.',
    answer: () => lists(({ values }) => ({ values: Float64Array.from(values) })),
  },
  {
    id: 'too-long',
    belief: 'the lists are made for the worst case, and what is left over does no harm',
    diagnosis:
      'columns and values are as long as the whole matrix: what is behind the last non-zero belongs to no row.',
    answer: () =>
      lists(({ columns, values }, x) => {
        const [longer, more] = [new Int32Array(x.data.length), zeros([x.data.length], x).data]
        longer.set(columns)
        more.set(values)
        return { columns: longer, values: more }
      }),
  },
  {
    id: 'sparse-adds-to-y',
    belief: 'sparseTimes gets a y of zeros',
    diagnosis: 'sparseTimes adds its products to what y held before.',
    answer: () => ({ sparseTimes: sparseTimesWith({ clear: () => undefined }) }),
  },
  {
    id: 'square-stride',
    belief: 'a row of W begins at columns[i]·K',
    diagnosis: 'W is read at columns[i]·K + n, with the row length of the sparse matrix. A row of W has N entries.',
    answer: () => ({ sparseTimes: sparseTimesWith({ stride: (K) => K }) }),
  },
]
