import type * as kata from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { softmaxCrossEntropy } from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'opposite-sum',
    what: 'the gradient of the sum over the batch (B01), and y − p (B03)',
    answer: () => ({
      softmaxCrossEntropy: (x, ...given) => {
        const [loss, back] = softmaxCrossEntropy(x, ...given)
        return [loss, (dL = 1) => back(-dL * x.shape[0])]
      },
    }),
  },
]
