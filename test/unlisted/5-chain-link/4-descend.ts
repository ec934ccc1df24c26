import type * as kata from '#kata/5-chain-link/4-descend.ts'
import { gradient } from '#kata/5-chain-link/3-gradient.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { descendBy } from '../../answer-parts/5-chain-link.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'in-turn-from-the-origin',
    what: 'each link sees the earlier ones turned (K09), on an arm that begins at the origin (K10)',
    answer: () =>
      descendBy((now, _, { target, rate }) => {
        const next = [...now]
        for (let i = 0; i < next.length; i++) next[i] -= rate * gradient(next, target)[i]
        return next
      }),
  },
]
