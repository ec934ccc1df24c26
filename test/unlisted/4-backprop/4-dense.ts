import type * as kata from '#kata/4-backprop/4-dense.ts'
import { dense } from '#kata/4-backprop/4-dense.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'transposed-and-mean',
    what: 'dW is dyᵀ·x (B06), and db is divided by the size of the batch',
    answer: () => ({
      dense: (x, ...parameters) => {
        const [y, right_back] = dense(x, ...parameters)
        return [
          y,
          (dy) => {
            const { dx, dW, db } = right_back(dy)
            return { dx, dW: transpose(dW), db: map(db, (d) => d / x.shape[0]) }
          },
        ]
      },
    }),
  },
  {
    id: 'opposite-dx',
    what: 'dx has the opposite sign, which no listed misconception does',
    answer: () => ({
      dense: (...given) => {
        const [y, right_back] = dense(...given)
        return [
          y,
          (dy) => {
            const { dx, dW, db } = right_back(dy)
            return { dx: map(dx, (d) => -d), dW, db }
          },
        ]
      },
    }),
  },
]
