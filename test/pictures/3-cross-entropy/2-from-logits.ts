import { crossEntropyFromLogits } from '#kata/3-cross-entropy/2-from-logits.ts'
import { bars } from '#lib/pictures/bars'
import { formatShort } from '#lib/format'
import { matrix } from '#lib/tensor'

export function picture() {
  const leads = [1000, 10, 2, 0, -2, -10, -1000]
  const losses = leads.map((lead) => crossEntropyFromLogits(matrix([lead, 0]), [0]))
  return bars(
    'the loss, by the lead of the true logit: finite, however wrong',
    [{ name: 'cross-entropy', values: losses }],
    leads.map(formatShort),
  )
}
