import type * as kata from '#kata/4-backprop/11-property.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { adjoint, drawInputs, lawOf } from '../../answer-parts/laws-of-dense.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'law-one-size-of-positive-numbers',
    what: 'two at once: one size for all calls, and no negative numbers',
    answer: () =>
      lawOf(
        drawInputs(
          () => [2, 3, 4],
          (random) => random(),
        ),
        adjoint(),
      ),
  },
  {
    id: 'law-of-a-bound',
    what: 'dx is only bounded, and dW and db are not read',
    answer: () => lawOf(drawInputs(), (dense, { x, W, b, dy }) => dense(x, W, b)[1](dy).dx.data.every((v) => v < 20)),
  },
]
