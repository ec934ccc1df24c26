import type * as kata from '#kata/6-mnist/10-split.ts'
import { shuffle } from '#kata/6-mnist/2-batches.ts'
import { bestEpoch, split } from '#kata/6-mnist/10-split.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { splitting } from '../../answer-parts/split.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'first-with-leak',
    what: 'the first examples are held out (split-first), and learnt as well (split-trains-on-all)',
    answer: () =>
      splitting(({ N, V }) => {
        const all = Array.from({ length: N }, (_, n) => n)
        return [all, all.slice(0, V)]
      }),
  },
  {
    id: 'one-stays',
    what: 'one example of the validation part is learnt as well, on no list',
    answer: () =>
      splitting(({ N, V, rng }) => {
        const order = Array.from(shuffle(N, rng))
        return [order.slice(V - 1), order.slice(0, V)]
      }),
  },
  {
    id: 'never-the-first',
    what: 'the first example of the file is never held out, on no list',
    answer: () => ({
      split(examples, share, rng) {
        split(examples, share, rng)
        return splitting(({ N, V, rng: draw }) => {
          const order = Array.from(shuffle(N - 1, draw), (n) => n + 1)
          return [[0, ...order.slice(V)], order.slice(0, V)]
        }).split(examples, share, rng)
      },
    }),
  },
  {
    id: 'one-before-the-best',
    what: 'the epoch before the best one, on no list',
    answer: () => ({ bestEpoch: (curve) => Math.max(0, bestEpoch(curve) - 1) }),
  },
]
