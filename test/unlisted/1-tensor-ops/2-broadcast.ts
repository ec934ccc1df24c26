import type * as kata from '#kata/1-tensor-ops/2-broadcast.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { checkBroadcast } from '../../answer-parts/1-tensor-ops.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'repeated-and-swapped',
    what: 'b is walked through again and again (T10), and f gets b before x (swapped)',
    answer: () => ({
      broadcast(x, b, f) {
        checkBroadcast(x, b)
        return { ...x, data: x.data.map((v, i) => f(b.data[i % b.data.length], v)) }
      },
    }),
  },
  {
    id: 'first-of-b',
    what: 'every entry meets the first of b: a belief on no list',
    answer: () => ({
      broadcast(x, b, f) {
        checkBroadcast(x, b)
        return { ...x, data: x.data.map((v) => f(v, b.data[0])) }
      },
    }),
  },
]
