import type * as kata from '#kata/4-backprop/7-chain.ts'
import { Dense } from '#kata/4-backprop/7-chain.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import type { Tensor } from '#lib/tensor'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'dz-is-dy-without-bias',
    what: 'dz is shown as dy, and db is zero (B19)',
    answer: () => ({
      Dense: (...given) => {
        const right = Dense(...given)
        const pullback: typeof right.pullback = (x) => {
          const [y, right_back] = right.pullback(x)
          return [
            y,
            (dy) => {
              const { dx, dW, db } = right_back(dy)
              return { dx, dW, db: map(db, () => 0), dz: dy }
            },
          ]
        }
        const { W, b, activation } = right
        return Object.assign((x: Tensor) => right(x), { W, b, activation, pullback })
      },
    }),
  },
]
