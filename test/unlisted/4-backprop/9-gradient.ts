import type * as kata from '#kata/4-backprop/9-gradient.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { changeGradients } from '../../answer-parts/4-backprop.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'opposite-mean-of-means',
    what: 'the gradients of the parameters are divided by B once more (B02), with the opposite sign (B03)',
    answer: () =>
      changeGradients((gradient, _, x) =>
        gradient.map(({ W, b, activation }) => {
          const opposite = (d: number): number => -d / x.shape[0]
          return { W: map(W, opposite), b: map(b, opposite), activation }
        }),
      ),
  },
  {
    id: 'half-everywhere',
    what: 'everything is half as large, which no listed misconception does',
    answer: () =>
      changeGradients((gradient) =>
        gradient.map(({ W, b, activation }) => ({ W: map(W, (d) => d / 2), b: map(b, (d) => d / 2), activation })),
      ),
  },
]
