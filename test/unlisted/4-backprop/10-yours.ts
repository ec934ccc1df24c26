import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type * as kata from '#kata/4-backprop/10-yours.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { errorBack, sigmoidBack } from '../../answer-parts/4-backprop.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'slope-of-the-square',
    what: 'the slope of sigmoid is that of its square, 2y²·(1 − y)',
    answer: () => sigmoidBack((_x, y, dy) => zip(dy, y, (d, p) => 2 * d * p * p * (1 - p))),
  },
  {
    id: 'no-2-and-no-sign',
    what: 'the gradients of squaredError have no 2, and that of t has the sign of that of y',
    answer: () => errorBack((error, dL, n) => [map(error, (e) => (dL * e) / n), map(error, (e) => (dL * e) / n)]),
  },
]
