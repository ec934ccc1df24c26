import type * as kata from '#kata/6-mnist/2-batches.ts'
import { batches, scale, shuffle } from '#kata/6-mnist/2-batches.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { scaling, swapping, taking } from '../../answer-parts/6-mnist.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'inverted-over-256',
    what: 'paper is 1 (scale-inverted), and the divisor is 256 (scale-256)',
    answer: () => scaling((byte) => 1 - byte / 256),
  },
  {
    id: 'float64-over-256',
    what: 'the result is float64, and the divisor is 256 (scale-256)',
    answer: () => ({
      scale(images) {
        const { shape } = scale(images)
        return { shape, data: Float64Array.from(images.pixels, (byte) => byte / 256) }
      },
    }),
  },
  {
    id: 'full-batches-in-order',
    what: 'the order of the file (M08), and no batch that is not full (M14)',
    answer: () => ({
      *batches(count, size) {
        for (const rows of batches(count, size, null)) if (rows.length === size) yield rows
      },
    }),
  },
  {
    id: 'labels-of-the-neighbour',
    what: 'each image has the label of the next one in the file, on no list',
    answer: () => taking({ label: ({ row, labels }) => (row + 1) % labels.length }),
  },
  {
    id: 'backwards',
    what: 'the order of the file from its end, whatever rng says, on no list',
    answer: () => ({ shuffle: (n, rng) => shuffle(n, rng).sort((a, b) => b - a) }),
  },
  {
    id: 'last-card-stays',
    what: 'all but the last entry are shuffled, on no list: some orders never come, as with shuffle-never-itself',
    answer: () => ({
      shuffle: (n, rng) => Uint32Array.of(...shuffle(Math.max(0, n - 1), rng), ...(n > 0 ? [n - 1] : [])),
    }),
  },
  {
    id: 'only-the-first-half',
    what: 'only the upper half of the entries looks for a partner, on no list',
    answer: () => ({
      shuffle: swapping((i, n, rng) => (i > n / 2 ? Math.floor(rng() * (i + 1)) : i)),
    }),
  },
]
