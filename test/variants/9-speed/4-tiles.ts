import type * as kata from '#kata/9-speed/4-tiles.ts'
import { sizesOf } from '#kata/9-speed/2-in-place.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import type { Tensor } from '#lib/tensor'

/** the cells from [m, n] on, `height` × `width` of them, sums in a kept array; each number loaded once per tile */
function tile(y: Tensor, a: Tensor, b: Tensor, m: number, n: number, height: number, width: number): void {
  const [K, N] = b.shape
  sums.fill(0)
  for (let k = 0; k < K; k++) {
    for (let j = 0; j < width; j++) row[j] = b.data[k * N + n + j]
    for (let i = 0; i < height; i++) {
      const v = a.data[(m + i) * K + k]
      for (let j = 0; j < width; j++) sums[i * width + j] += v * row[j]
    }
  }
  for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) y.data[(m + i) * N + n + j] = sums[i * width + j]
}

const [sums, row] = [new Float64Array(64), new Float64Array(8)]

/** the cells from [m, n] on, in two halves that meet at a multiple of 4, or in one tile */
function block(y: Tensor, a: Tensor, b: Tensor, m: number, n: number, height: number, width: number): void {
  const half = (size: number): number => Math.ceil(size / 8) * 4
  if (height <= 4 && width <= 4) return tile(y, a, b, m, n, height, width)
  if (height >= width) {
    block(y, a, b, m, n, half(height), width)
    block(y, a, b, m + half(height), n, height - half(height), width)
  } else {
    block(y, a, b, m, n, height, half(width))
    block(y, a, b, m, n + half(width), height, width - half(width))
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'smaller-tiles-at-the-edge',
    how: 'tiles at the edges are as small as what is left',
    answer: () => ({
      matmulInto(y, a, b) {
        const [M, , N] = sizesOf(y, a, b)
        for (let n = 0; n < N; n += 4) {
          for (let m = 0; m < M; m += 4) tile(y, a, b, m, n, Math.min(4, M - m), Math.min(4, N - n))
        }
      },
    }),
  },
  {
    id: 'two-by-eight',
    how: 'tiles of 8 × 2, columns first',
    answer: () => ({
      matmulInto(y, a, b) {
        const [M, , N] = sizesOf(y, a, b)
        for (let n = 0; n < N; n += 2) {
          for (let m = 0; m < M; m += 8) tile(y, a, b, m, n, Math.min(8, M - m), Math.min(2, N - n))
        }
      },
    }),
  },
  {
    id: 'down-the-columns',
    how: 'the cells at the edges first, then tiles down each column of tiles, from the lower right corner',
    answer: () => ({
      matmulInto(y, a, b) {
        const [M, , N] = sizesOf(y, a, b)
        const [right, below] = [N & ~3, M & ~3]
        for (let n = N; n-- > 0;) for (let m = M; m-- > (n < right ? below : 0);) tile(y, a, b, m, n, 1, 1)
        for (let n = right - 4; n >= 0; n -= 4) {
          for (let m = below - 4; m >= 0; m -= 4) tile(y, a, b, m, n, 4, 4)
        }
      },
    }),
  },
  {
    id: 'halves',
    how: 'recursion into halves of the longer side, at multiples of 4, down to a tile',
    answer: () => ({
      matmulInto(y, a, b) {
        const [M, , N] = sizesOf(y, a, b)
        block(y, a, b, 0, 0, M, N)
      },
    }),
  },
]
