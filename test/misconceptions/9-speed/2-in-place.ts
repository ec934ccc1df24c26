import type * as kata from '#kata/9-speed/2-in-place.ts'
import { sizesOf } from '#kata/9-speed/2-in-place.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError, matrixShape, sameShape, zeros } from '#lib/tensor'
import { type Write, writingBy } from '../../answer-parts/9-speed.ts'

/** for m, for k, for n, into the old values of y */
const addInto: Write = (y, a, b, M, K, N) => {
  for (let m = 0; m < M; m++) {
    for (let k = 0; k < K; k++) {
      for (let n = 0; n < N; n++) y[m * N + n] += a[m * K + k] * b[k * N + n]
    }
  }
}

const clearAndAdd: Write = (y, ...factors) => {
  y.fill(0)
  addInto(y, ...factors)
}

/** a wrong check, and the product that calls it */
function checked(sizes: typeof kata.sizesOf): Answer<typeof kata> {
  return { sizesOf: sizes, ...writingBy(clearAndAdd, sizes) }
}

function shapesFit(y: Tensor, a: Tensor, b: Tensor): [number, number, number] {
  const [M, K] = matrixShape(a, 'matmulInto')
  const [inner, N] = matrixShape(b, 'matmulInto')
  matrixShape(y, 'matmulInto')
  if (inner !== K || !sameShape(y, { shape: [M, N], data: y.data })) {
    throw new ShapeError('matmulInto', 'shapes that fit', [y, a, b])
  }
  return [M, K, N]
}

function refuse(why: boolean): void {
  if (why) throw new ValueError('matmulInto wants a y of its own.')
}

/** Do two windows on one buffer meet? `isBefore` compares a beginning with an end, in bytes. */
function meets(p: Tensor['data'], q: Tensor['data'], isBefore: (from: number, end: number) => boolean): boolean {
  const end = (window: Tensor['data']): number => window.byteOffset + window.byteLength
  return p.buffer === q.buffer && isBefore(p.byteOffset, end(q)) && isBefore(q.byteOffset, end(p))
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'adds-to-y',
    belief: 'y comes as zeros, as it always did',
    diagnosis: 'The products are added to what y held before. Who says that it held zeros?',
    answer: () => writingBy(addInto),
  },
  {
    id: 'first-row-cleared',
    belief: 'fill(0, 0, N) clears y',
    diagnosis: 'Only the first row of y is cleared: the others still hold what they held before.',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        y.fill(0, 0, N)
        addInto(y, a, b, M, K, N)
      }),
  },
  {
    id: 'copied',
    belief: 'in place means that the result arrives in y',
    diagnosis:
      'Each call makes a typed array, and drops it. What the sums need in between has room in y, or in a variable.',
    answer: () => ({
      matmulInto(y, a, b) {
        const sizes = sizesOf(y, a, b)
        const made = zeros(y.shape, y).data
        addInto(made, a.data, b.data, ...sizes)
        y.data.set(made)
      },
    }),
  },
  {
    id: 'other-array',
    belief: 'y.data may be replaced by the array with the result',
    diagnosis:
      'y is given another array. A caller who holds the numbers of y, or a window on them, sees nothing of the product.',
    answer: () => {
      const made = new Map<string, Tensor>() // kept by size, so that nothing is allocated
      return {
        matmulInto(y, a, b) {
          const sizes = sizesOf(y, a, b)
          const key = `${y.shape.join()} ${y.data.constructor.name}`
          const { data } = made.get(key) ?? zeros(y.shape, y)
          made.set(key, { shape: y.shape, data })
          clearAndAdd(data, a.data, b.data, ...sizes)
          Object.assign(y, { data })
        },
      }
    },
  },
  {
    id: 'cleared-before-checked',
    belief: 'y is to be cleared first of all',
    diagnosis: 'y is cleared before its shape is looked at: when it does not fit, its numbers are lost all the same.',
    answer: () =>
      writingBy(addInto, (y, a, b) => {
        y.data.fill(0)
        return sizesOf(y, a, b)
      }),
  },
  {
    id: 'y-unchecked',
    belief: 'y will fit: the caller made it for this',
    diagnosis:
      'The shape of y is not looked at. Into a y of another shape the product is written askew, or not at all.',
    answer: () =>
      checked((y, a, b) => {
        const [M, K] = matrixShape(a, 'matmulInto')
        const [inner, N] = matrixShape(b, 'matmulInto')
        if (inner !== K) throw new ShapeError('matmulInto', 'inner sizes that agree', [y, a, b])
        refuse(y.data.buffer === a.data.buffer || y.data.buffer === b.data.buffer)
        return [M, K, N]
      }),
  },
  {
    id: 'y-by-count',
    belief: 'y fits when it has as many cells as the product',
    diagnosis: 'A y with the right number of cells goes through here, whatever its rows and columns are.',
    answer: () =>
      checked((y, a, b) => {
        const [[M, K], [, N]] = [matrixShape(a, 'matmulInto'), matrixShape(b, 'matmulInto')]
        const fits = b.shape[0] === K && y.data.length === M * N && y.shape.length === 2
        if (!fits) throw new ShapeError('matmulInto', 'shapes that fit', [y, a, b])
        refuse(y.data.buffer === a.data.buffer || y.data.buffer === b.data.buffer)
        return [M, K, N]
      }),
  },
  {
    id: 'shared-unchecked',
    belief: 'the product may be written over a factor: it is no longer needed',
    diagnosis:
      'y may share memory with a factor here. A number of a is needed for N cells: what if the first of them overwrites it?',
    answer: () => checked(shapesFit),
  },
  {
    id: 'same-array-only',
    belief: 'memory is shared only by one and the same array',
    diagnosis: 'Only one and the same array is refused: two views on one buffer are two arrays, and share its memory.',
    answer: () =>
      checked((y, a, b) => {
        const sizes = shapesFit(y, a, b)
        refuse(y.data === a.data || y.data === b.data)
        return sizes
      }),
  },
  {
    id: 'any-common-buffer',
    belief: 'two arrays on one buffer share memory',
    diagnosis: 'Every y on the buffer of a factor is refused. Two windows that do not overlap have no byte in common.',
    answer: () =>
      checked((y, a, b) => {
        const sizes = shapesFit(y, a, b)
        refuse([a, b].some(({ data }) => data.buffer === y.data.buffer))
        return sizes
      }),
  },
  {
    id: 'touching-is-sharing',
    belief: 'a window that begins where another ends shares memory with it',
    diagnosis:
      'A y that lies right beside a factor is refused: the byte behind the last one belongs to the next window.',
    answer: () =>
      checked((y, a, b) => {
        const sizes = shapesFit(y, a, b)
        refuse([a, b].some(({ data }) => meets(y.data, data, (from, end) => from <= end)))
        return sizes
      }),
  },
  {
    id: 'lengths-in-numbers',
    belief: 'a window ends at byteOffset + length',
    diagnosis:
      'Some windows that overlap are not refused. byteOffset counts bytes: in which unit is the length that is added to it?',
    answer: () =>
      checked((y, a, b) => {
        const sizes = shapesFit(y, a, b)
        refuse(
          [a, b].some(
            ({ data }) =>
              data.buffer === y.data.buffer &&
              data.byteOffset < y.data.byteOffset + y.data.length &&
              y.data.byteOffset < data.byteOffset + data.length,
          ),
        )
        return sizes
      }),
  },
  {
    id: 'b-may-be-y',
    belief: 'only a is read row by row, so only a must not be y',
    diagnosis: 'a is compared with y, and b is not: each row of y needs all of b.',
    answer: () =>
      checked((y, a, b) => {
        const sizes = shapesFit(y, a, b)
        refuse(y.data.buffer === a.data.buffer)
        return sizes
      }),
  },
  {
    id: 'factors-apart',
    belief: 'no two of the three may be the same',
    diagnosis: 'a·a is refused here. Nothing is written into a or b: why should they not be the same?',
    answer: () =>
      checked((y, a, b) => {
        const sizes = shapesFit(y, a, b)
        const buffers = [y, a, b].map(({ data }) => data.buffer)
        refuse(new Set(buffers).size < 3)
        return sizes
      }),
    crashes: true,
  },
]
