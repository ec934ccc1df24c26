import type * as kata from '#kata/4-backprop/8-gradient.ts'
import { lossGradient } from '#kata/4-backprop/8-gradient.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'opposite-mean-of-means',
    what: 'the gradients of the parameters are divided by B once more (B02), with the opposite sign (B03)',
    answer: () => ({
      lossGradient: (chain, x, ...given) => {
        const { loss, gradient, cotangents } = lossGradient(chain, x, ...given)
        const opposite = gradient.map(({ W, b, activation }) => ({
          W: map(W, (d) => -d / x.shape[0]),
          b: map(b, (d) => -d / x.shape[0]),
          activation,
        }))
        return { loss, gradient: opposite, cotangents }
      },
    }),
  },
  {
    id: 'half-everywhere',
    what: 'everything is half as large, which no listed misconception does',
    answer: () => ({
      lossGradient: (chain, x, labels, loss) => {
        const { loss: value, gradient, cotangents } = lossGradient(chain, x, labels, loss)
        const halves = gradient.map(({ W, b, activation }) => ({
          W: map(W, (d) => d / 2),
          b: map(b, (d) => d / 2),
          activation,
        }))
        return { loss: value, gradient: halves, cotangents }
      },
    }),
  },
]
