import { sigmoid } from '#kata/4-backprop/10-yours.ts'
import { bars } from '#lib/pictures/bars'
import { vector } from '#lib/tensor'

/** The curve and its slope, both by the learner's own function. */
export function picture() {
  const at = [-4, -2, -1, 0, 1, 2, 4]
  const [y, back] = sigmoid(vector(...at))
  const [slope] = back(vector(...at.map(() => 1)))
  return bars(
    'sigmoid(x) and its slope: steepest at 0, and flat on both sides',
    [
      { name: 'sigmoid(x)', values: y.data },
      { name: 'slope', values: slope.data },
    ],
    at.map((x) => `x = ${x}`.replace('-', '−')),
  )
}
