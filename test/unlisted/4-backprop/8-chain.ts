import type * as kata from '#kata/4-backprop/8-chain.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { wrapLayerBack } from '../../answer-parts/4-backprop.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'dz-is-dy-without-bias',
    what: 'dz is shown as dy, and db is zero (B19)',
    answer: () => ({
      Dense: wrapLayerBack((back) => (dy) => {
        const { dx, dW, db } = back(dy)
        return { dx, dW, db: map(db, () => 0), dz: dy }
      }),
    }),
  },
]
