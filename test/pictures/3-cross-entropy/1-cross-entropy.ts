import { crossEntropy } from '#kata/3-cross-entropy/1-cross-entropy.ts'
import { bars } from '#lib/pictures/bars'
import { matrix } from '#lib/tensor'

export function picture() {
  const odds = [1, 0.9, 0.5, 0.1, 0.01, 0.001]
  const losses = odds.map((p) => crossEntropy(matrix([p, 1 - p]), [0]))
  const names = odds.map(String)
  return bars(
    'the loss of the true class, by the probability that it was given',
    [{ name: '−ln p', values: losses }],
    names,
  )
}
