import type * as kata from '#kata/9-speed/3-skip-zeros.ts'
import { sparseRows } from '#kata/9-speed/3-skip-zeros.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { writingBy } from '../../answer-parts/9-speed.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'positive-and-added',
    what: 'negative numbers are skipped (positive-only), and y is not cleared (adds-to-y)',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        for (let m = 0; m < M; m++) {
          for (let k = 0; k < K; k++) {
            const v = a[m * K + k]
            if (v > 0) for (let n = 0; n < N; n++) y[m * N + n] += v * b[k * N + n]
          }
        }
      }),
  },
  {
    id: 'counts-of-places',
    what: 'starts has counts (starts-are-counts), and columns places in the flat data (flat-columns)',
    answer: () => ({
      sparseRows(x) {
        const rows = sparseRows(x)
        return {
          ...rows,
          starts: rows.starts.map((v, m) => (m === 0 ? 0 : v - rows.starts[m - 1])),
          columns: Int32Array.from(Array.from(x.data.keys()).filter((i) => x.data[i] !== 0)),
        }
      },
    }),
  },
]
