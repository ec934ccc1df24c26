import type * as kata from '#kata/4-backprop/5-dense.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { sum } from '#kata/1-tensor-ops/3-reduce.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { withGradient } from '../../answer-parts/4-backprop.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'transposed-and-mean',
    what: 'dW is dyᵀ·x (B06), and db is divided by the size of the batch',
    answer: () =>
      withGradient(({ x, dy, products }) => ({
        dW: products.AtB(dy, x),
        db: map(sum(dy, 0), (d) => d / x.shape[0]),
      })),
  },
  {
    id: 'opposite-dx',
    what: 'dx has the opposite sign, which no listed misconception does',
    answer: () => withGradient(({ W, dy, products }) => ({ dx: map(products.ABt(dy, W), (d) => -d) })),
  },
]
