import type * as kata from '#kata/6-mnist/7-predict.ts'
import { picture, predict } from '#kata/6-mnist/7-predict.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'percent-from-1',
    what: 'percentages (predict-percent), and a digit that is counted from 1 (predict-from-1)',
    answer: () => ({
      predict(chain, image) {
        const { digit, probabilities } = predict(chain, image)
        return { digit: digit + 1, probabilities: probabilities.map((p) => 100 * p) }
      },
    }),
  },
  {
    id: 'mirrored-negative',
    what: 'columns from right to left, on no list, and the ink inverted (picture-inverted)',
    answer: () => ({
      picture: (image, columns = 28) =>
        picture(image, columns)
          .replace(/x="(\d+)"/g, (_, c: string) => `x="${columns - 1 - Number(c)}"`)
          .replace(/opacity="([\d.]+)"/g, (_, v: string) => `opacity="${1 - Number(v)}"`),
    }),
  },
]
