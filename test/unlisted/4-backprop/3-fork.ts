import { zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type * as kata from '#kata/4-backprop/3-fork.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { forkBack } from '../../answer-parts/4-backprop.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'one-twice-and-minus',
    what: 'f’s share counts twice, and g’s is taken away',
    answer: () => forkBack(({ f_back, g_back, du, dv }) => [zip(f_back(du)[0], g_back(dv)[0], (a, b) => 2 * a - b)]),
  },
]
