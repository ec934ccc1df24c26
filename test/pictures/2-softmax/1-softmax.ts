import { naiveSoftmax, softmax } from '#kata/2-softmax/1-softmax.ts'
import { bars } from '#lib/pictures/bars'
import { matrix } from '#lib/tensor'

export function picture() {
  const logits = [1, 3, 2, -1]
  const high = matrix(logits.map((v) => v + 1000))
  return bars('softmax never sees a common shift; the naive one overflows', [
    { name: 'logits', values: logits },
    { name: 'softmax', values: softmax(matrix(logits)).data },
    { name: 'softmax, logits + 1000', values: softmax(high).data },
    { name: 'naive, logits + 1000', values: naiveSoftmax(high).data },
  ])
}
