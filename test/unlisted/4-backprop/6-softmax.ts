import type * as kata from '#kata/4-backprop/6-softmax.ts'
import { zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { softmaxBack } from '../../answer-parts/4-backprop.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'opposite-diagonal',
    what: 'the diagonal of the Jacobian only (S17), with the opposite sign',
    answer: () => softmaxBack((_, p, dp) => zip(dp, p, (d, pj) => -d * pj * (1 - pj))),
  },
]
