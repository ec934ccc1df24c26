import { logSoftmax, logSumExp } from '#kata/2-softmax/2-log-softmax.ts'
import { bars } from '#lib/pictures/bars'
import { matrix } from '#lib/tensor'

export function picture() {
  const logits = matrix([1, 3, 2, -30])
  return bars('log-softmax keeps what is too small for a probability', [
    { name: 'logits', values: logits.data },
    { name: 'log-softmax', values: logSoftmax(logits).data },
    { name: 'log-sum-exp', values: logSumExp(logits).data },
  ])
}
