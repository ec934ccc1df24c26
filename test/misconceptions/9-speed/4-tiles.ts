import type * as kata from '#kata/9-speed/4-tiles.ts'
import { matmulInto } from '#kata/9-speed/4-tiles.ts'
import { sizesOf } from '#kata/9-speed/2-in-place.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Numbers, dot, writingBy } from '../../answer-parts/9-speed.ts'

interface Sizes {
  readonly M: number
  readonly K: number
  readonly N: number
}

const sums = new Float64Array(16) // kept, so that nothing is allocated

const fourOfB = new Float64Array(4) // kept as well

/** one tile of at most 4 × 4 cells, whose sums stand in `sums` */
function writeTile(
  y: Numbers,
  a: Numbers,
  b: Numbers,
  [top, left, rows, columns]: number[],
  K: number,
  N: number,
): void {
  sums.fill(0)
  for (let k = 0; k < K; k++) {
    for (let j = 0; j < columns; j++) fourOfB[j] = b[k * N + left + j]
    for (let i = 0; i < rows; i++) {
      const v = a[(top + i) * K + k]
      for (let j = 0; j < columns; j++) sums[4 * i + j] += v * fourOfB[j]
    }
  }
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) y[(top + i) * N + left + j] = sums[4 * i + j]
}

/** tiles and cells, right but for what is handed in */
function tiled({
  reset = (): unknown => sums.fill(0),
  aAt = (m: number, k: number, { K }: Sizes): number => m * K + k,
  write = (y: Numbers, at: number, sum: number): unknown => (y[at] = sum),
  steps = (K: number): number => K,
  tiles = (n: number): number => n - (n % 4),
  tilesDown = (n: number): number => tiles(n),
  isEdge = (m: number, n: number, rows: number, columns: number): boolean => m >= rows || n >= columns,
} = {}): Answer<typeof kata> {
  return writingBy((y, a, b, M, K, N) => {
    const sizes = { M, K, N }
    const [rows, columns] = [tilesDown(M), tiles(N)]
    sums.fill(0)
    for (let m = 0; m < rows; m += 4) {
      for (let n = 0; n < columns; n += 4) {
        reset()
        for (let k = 0; k < steps(K); k++) {
          const row = [0, 1, 2, 3].map((j) => b[k * N + n + j])
          for (let i = 0; i < 4; i++) {
            const v = a[aAt(m + i, k, sizes)]
            for (let j = 0; j < 4; j++) sums[4 * i + j] += v * row[j]
          }
        }
        sums.forEach((sum, at) => write(y, (m + (at >> 2)) * N + n + (at & 3), sum))
      }
    }
    for (let m = 0; m < M; m++) {
      for (let n = 0; n < N; n++) if (isEdge(m, n, rows, columns)) write(y, m * N + n, dot(a, b, m, n, K, N, steps(K)))
    }
  })
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'edges-forgotten',
    belief: 'sizes are multiples of 4',
    diagnosis:
      'What is left over when 4 does not divide M or N is never written, at the right edge and at the lower one.',
    answer: () => tiled({ isEdge: () => false }),
  },
  {
    id: 'last-rows-forgotten',
    belief: 'batches are multiples of 4',
    diagnosis: 'The last rows are never written when 4 does not divide M.',
    answer: () => tiled({ isEdge: (m, n, rows, columns) => m < rows && n >= columns }),
  },
  {
    id: 'last-columns-forgotten',
    belief: 'layers are multiples of 4 wide',
    diagnosis: 'The last columns are never written when 4 does not divide N.',
    answer: () => tiled({ isEdge: (m, _n, rows) => m >= rows }),
  },
  {
    id: 'corner-forgotten',
    belief: 'there is a right edge and a lower edge, and that is all',
    diagnosis: 'The corner where the right edge meets the lower one is never written.',
    answer: () => tiled({ isEdge: (m, n, rows, columns) => m >= rows !== n >= columns }),
  },
  {
    id: 'tiles-overrun',
    belief: 'a tile may reach beyond the edge: what is too much does no harm',
    diagnosis: 'The last tiles reach beyond the right edge, where the next row begins, and below the last row.',
    answer: () => tiled({ tiles: (n) => Math.ceil(n / 4) * 4, isEdge: () => false }),
  },
  {
    id: 'tiles-below',
    belief: 'there are no rows below the last one, so a tile that reaches there does no harm',
    diagnosis:
      'The last tiles reach below the last row. The numbers are right, since an array drops what is written behind its end: a memory of a kernel has other numbers there.',
    answer: () => tiled({ tilesDown: (n) => Math.ceil(n / 4) * 4 }),
  },
  {
    id: 'edge-cells-twice',
    belief: 'tiles may overlap: what is computed twice is right twice',
    diagnosis:
      'The numbers are right, and some cells at the edges are computed and written twice. Which tiles or strips lie over the same cell?',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        const [rows, columns] = [Math.min(4, M), Math.min(4, N)]
        for (let m = 0; m < M; m += 4)
          for (let n = 0; n < N; n += 4)
            writeTile(y, a, b, [Math.min(m, M - rows), Math.min(n, N - columns), rows, columns], K, N)
      }),
  },
  {
    id: 'sums-carried-on',
    belief: 'the sums begin at 0 once',
    diagnosis: 'The sums of one tile go on in the next one. Look at the second tile.',
    answer: () => tiled({ reset: () => undefined }),
  },
  {
    id: 'a-stride',
    belief: 'the rows of a tile are N apart, in a too',
    diagnosis: 'Inside a tile the rows of a are taken N apart, the row length of b and y. A row of a has K entries.',
    answer: () => tiled({ aAt: (m, k, { K, N }) => (m - (m % 4)) * K + (m % 4) * N + k }),
  },
  {
    id: 'adds-to-y',
    belief: 'a tile is added to the old values of y',
    diagnosis: 'The sums are added to what y held before. Who says that it held zeros?',
    answer: () => tiled({ write: (y, at, sum) => (y[at] += sum) }),
  },
  {
    id: 'two-by-two',
    belief: 'a tile of two by two cells is a tile',
    diagnosis:
      'Each number that is loaded serves two products only: a tile of two by two has as many loads as products.',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        for (let top = 0; top < M; top += 2) {
          for (let left = 0; left < N; left += 2)
            writeTile(y, a, b, [top, left, Math.min(2, M - top), Math.min(2, N - left)], K, N)
        }
      }),
  },
  {
    id: 'k-by-2',
    belief: 'k is even, so two steps at a time are all of them',
    diagnosis: 'The last product of each sum is missing when K is odd: by how much does k grow, and what is left over?',
    answer: () => tiled({ steps: (K) => K - (K % 2) }),
  },
  {
    id: 'one-row-high',
    belief: 'four sums at a time are a tile',
    diagnosis:
      'A tile one cell high, or one cell wide: each number of one of the factors is loaded for a single product.',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        for (let m = 0; m < M; m++) {
          for (let n = 0; n < N; n += 4) {
            const width = Math.min(4, N - n)
            sums.fill(0)
            for (let k = 0; k < K; k++) {
              const v = a[m * K + k]
              for (let j = 0; j < width; j++) sums[j] += v * b[k * N + n + j]
            }
            for (let j = 0; j < width; j++) y[m * N + n + j] = sums[j]
          }
        }
      }),
  },
  {
    id: 'sums-in-y',
    belief: 'y itself is as good a place for the sums as a variable',
    diagnosis: 'The sums grow in y: for each k every cell is read from memory and written back.',
    answer: () => ({
      matmulInto(y, a, b) {
        const [M, K, N] = sizesOf(y, a, b)
        if (M % 4 || N % 4) return matmulInto(y, a, b)
        y.data.fill(0)
        for (let m = 0; m < M; m += 4) {
          for (let n = 0; n < N; n += 4) {
            for (let k = 0; k < K; k++) {
              const row = [0, 1, 2, 3].map((j) => b.data[k * N + n + j])
              for (let i = m; i < m + 4; i++) {
                const v = a.data[i * K + k]
                row.forEach((w, j) => (y.data[i * N + n + j] += v * w))
              }
            }
          }
        }
      },
    }),
  },
]
