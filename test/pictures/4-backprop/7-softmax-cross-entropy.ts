import { softmaxCrossEntropy } from '#kata/4-backprop/7-softmax-cross-entropy.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix } from '#lib/tensor'

export function picture() {
  const logits = matrix([2, 1, 0], [0, 0, 0], [-1, 0, 3])
  const [, back] = softmaxCrossEntropy(logits, [0, 1, 0])
  return heatMaps('(p − y)/B: the third example is badly wrong, so it pulls hardest', [
    { name: 'logits', tensor: logits },
    { name: 'dx, truth 0 1 0', tensor: back() },
  ])
}
