import type * as kata from '#kata/5-chain-link/4-descend.ts'
import { gradient } from '#kata/5-chain-link/3-gradient.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'in-turn-from-the-origin',
    what: 'each link sees the earlier ones turned (K09), on an arm that begins at the origin (K10)',
    answer: () => ({
      descend(angles, target, { steps = 100, rate = 0.01 } = {}) {
        if (!(rate > 0 && rate < Infinity)) throw new ValueError(`descend wants a rate above 0, but got ${rate}.`)
        const film = [[...angles]]
        for (let step = 0; step < steps; step++) {
          const now = [...film[step]]
          for (let i = 0; i < now.length; i++) now[i] -= rate * gradient(now, target)[i]
          film.push(now)
        }
        return film
      },
    }),
  },
]
