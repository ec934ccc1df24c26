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
]
