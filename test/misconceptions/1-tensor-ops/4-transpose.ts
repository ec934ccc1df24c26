import type * as kata from '#kata/1-tensor-ops/4-transpose.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, matrixShape, zeros } from '#lib/tensor'
import { transposeBy } from '../../answer-parts/1-tensor-ops.ts'

type Transpose = typeof kata.transpose

interface Sizes {
  readonly M: number
  readonly N: number
}

/** the right loops, but for what is handed in: where x[i, j] goes and stands, and the tensor it goes into */
function loops({
  to = (i: number, j: number, { M }: Sizes): number => j * M + i,
  from = (i: number, j: number, { N }: Sizes): number => i * N + j,
  make = (x: Tensor, { M, N }: Sizes): Tensor => zeros([N, M], x),
} = {}): Transpose {
  return (x) => {
    const [M, N] = matrixShape(x, 'transpose')
    const y = make(x, { M, N })
    for (let i = 0; i < M; i++) {
      for (let j = 0; j < N; j++) y.data[to(i, j, { M, N })] = x.data[from(i, j, { M, N })]
    }
    return y
  }
}

const right = loops()

function swap(data: Tensor['data'], i: number, j: number): void {
  const other = data[i]
  data[i] = data[j]
  data[j] = other
}

/** vectors are taken too, and become this */
function takingVectors(turned: (x: Tensor) => Tensor): Transpose {
  return (x) => (x.shape.length === 1 ? turned(x) : right(x))
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'T07',
    belief: 'to transpose is to swap the two sizes',
    diagnosis: 'The sizes have changed places, but every number is where it was in memory: that is a reshape.',
    answer: () => transposeBy((x, M, N) => ({ shape: [N, M], data: x.data.slice() })),
  },
  {
    id: 'T07-shared',
    belief: 'a transpose is another shape over the same data',
    diagnosis:
      'The sizes have changed places, and the data is that of x itself: no number has moved, and both share memory.',
    answer: () => transposeBy((x, M, N) => ({ shape: [N, M], data: x.data })),
  },
  {
    id: 'shape-kept',
    belief: 'to transpose is to move the numbers',
    diagnosis: 'The numbers have the order of the transpose, but the shape is still that of x.',
    answer: () => ({ transpose: loops({ make: (x) => zeros(x.shape, x) }) }),
  },
  {
    id: 'T08',
    belief: 'a single row needs no copy: as a column it has the same numbers',
    diagnosis: 'A matrix of one row or one column comes back over the same data: a write into it changes x.',
    answer: () => transposeBy((x, M, N) => (M === 1 || N === 1 ? { shape: [N, M], data: x.data } : right(x))),
  },
  {
    id: 'T08-row',
    belief: 'a single row needs no copy, and everything else gets one',
    diagnosis: 'A matrix of one row comes back over the same data: a write into its transpose changes x.',
    answer: () => transposeBy((x, M, N) => (M === 1 ? { shape: [N, M], data: x.data } : right(x))),
  },
  {
    id: 'T06',
    belief: 'transpose turns x itself round',
    diagnosis: 'The numbers of x are overwritten with those of the result, and x belongs to the caller.',
    answer: () => ({
      transpose(x) {
        const y = right(x)
        x.data.set(y.data)
        return y
      },
    }),
  },
  {
    id: 'square-in-place',
    belief: 'a square matrix can be turned round where it stands',
    diagnosis: 'Where M = N, entries are swapped inside x, and x comes back: it belongs to the caller.',
    answer: () =>
      transposeBy((x, M, N) => {
        if (M !== N) return right(x)
        for (let i = 0; i < N; i++) for (let j = 0; j < i; j++) swap(x.data, i * N + j, j * N + i)
        return x
      }),
  },
  {
    id: 'swapped-twice',
    belief: 'every entry is swapped with the one across the diagonal',
    diagnosis: 'The loops swap [i, j] with [j, i], and later [j, i] with [i, j]: in a square all is as it was.',
    answer: () =>
      transposeBy((x, M, N) => {
        const y = { shape: [N, M], data: x.data.slice() }
        for (let i = 0; i < M; i++) for (let j = 0; j < N; j++) swap(y.data, i * N + j, j * M + i)
        return y
      }),
  },
  {
    id: 'T02',
    belief: 'a row of the result has N entries',
    diagnosis: 'The result is written at j·N + i, with the row length of x. How long is a row of the result?',
    answer: () => ({ transpose: loops({ to: (i, j, { N }) => j * N + i }) }),
  },
  {
    id: 'read-stride',
    belief: 'a row of x has M entries',
    diagnosis: 'x is read at i·M + j, with the number of its rows as the length of one.',
    answer: () => ({ transpose: loops({ from: (i, j, { M }) => i * M + j }) }),
  },
  {
    id: 'square-only',
    belief: 'a matrix has as many columns as rows',
    diagnosis: 'Both loops run to the number of rows: of a wide matrix the columns to the right are never visited.',
    answer: () =>
      transposeBy((x, M, N) => {
        const y = zeros([N, M], x)
        for (let i = 0; i < M; i++) for (let j = 0; j < Math.min(M, N); j++) y.data[j * M + i] = x.data[i * N + j]
        return y
      }),
  },
  {
    id: 'rotated',
    belief: 'to transpose is to turn by a quarter',
    diagnosis: 'This is a quarter turn, as of a picture: the first row has become the last column.',
    answer: () => ({ transpose: loops({ to: (i, j, { M }) => j * M + (M - 1 - i) }) }),
  },
  {
    id: 'T05',
    belief: 'float32 is precise enough to carry numbers in',
    diagnosis: 'Every number goes through a float32 on its way here: about seven digits are left.',
    answer: () => ({ transpose: (x) => right({ ...x, data: x.data.map(Math.fround) }) }),
  },
  {
    id: 'float64-always',
    belief: 'numbers of JavaScript are float64, and so is every result',
    diagnosis: 'The result is float64 here whatever came in: look at the dtype for a float32 input.',
    answer: () => ({ transpose: loops({ make: (_, { M, N }) => zeros([N, M]) }) }),
  },
  {
    id: 'T25',
    belief: 'a vector is a row, so its transpose is a column',
    diagnosis:
      'A vector goes through here and comes back as a column (K, 1). It has one axis: there is none to swap it with.',
    answer: () => ({ transpose: takingVectors((x) => ({ shape: [x.shape[0], 1], data: x.data.slice() })) }),
  },
  {
    id: 'vector-unchanged',
    belief: 'a vector is its own transpose, as in numpy',
    diagnosis: 'A vector goes through here and comes back as it was, without a word.',
    answer: () => ({ transpose: takingVectors((x) => ({ shape: x.shape, data: x.data.slice() })) }),
  },
]
