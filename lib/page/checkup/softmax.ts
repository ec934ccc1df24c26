import { matrix } from '../../tensor.ts'
import { spotCheck } from './spot-check.ts'

/** Numbers for which exp overflows or underflows: too large, too small, and both in one row. */
const extremes = () => matrix([1002, 1000, 1000], [-1001, -1000, -1002], [-800, 0, 800])

/** exp overflows for the second row. */
export const logits = () => matrix([1, 2, 3], [1002, 1000, 1000])
export const probabilities = () => matrix([0.5, 0.25, 0.25], [0.1, 0.2, 0.7])

export const ofSoftmax = [
  spotCheck('softmax/softmax', ({ softmax }, checks) => {
    checks.tensor('softmax([[1, 2, 3], [1002, 1000, 1000]])', softmax(logits()), [
      [0.0900306, 0.2447285, 0.665241],
      [0.7869861, 0.106507, 0.106507],
    ])
    checks.tensor('softmax([[1002, 1000, 1000], [−1001, −1000, −1002], [−800, 0, 800]])', softmax(extremes()), [
      [0.7869861, 0.106507, 0.106507],
      [0.2447285, 0.665241, 0.0900306],
      [0, 0, 1],
    ])
  }),
  spotCheck('softmax/log-softmax', ({ logSumExp, logSoftmax }, checks) => {
    checks.tensor('logSumExp([[1, 2, 3], [0, 0, 0]])', logSumExp(matrix([1, 2, 3], [0, 0, 0])), [
      [3.4076059],
      [1.0986123],
    ])
    checks.tensor('logSoftmax([[1, 2, 3], [1002, 1000, 1000]])', logSoftmax(logits()), [
      [-2.4076059, -1.4076059, -0.4076059],
      [-0.2395448, -2.2395448, -2.2395448],
    ])
    checks.tensor('logSoftmax([[1002, 1000, 1000], [−1001, −1000, −1002], [−800, 0, 800]])', logSoftmax(extremes()), [
      [-0.2395448, -2.2395448, -2.2395448],
      [-1.4076059, -0.4076059, -2.4076059],
      [-1600, -800, 0],
    ])
  }),
  spotCheck('cross-entropy/cross-entropy', ({ crossEntropy }, checks) => {
    checks.number(
      'crossEntropy([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]], [1, 2])',
      crossEntropy(probabilities(), [1, 2]),
      0.8714847,
    )
    checks.number(
      'crossEntropy([[0.5, 0.25, 0.25], [0.1, 0.2, 0.7]], [1, 2], [1, 2, 4])',
      crossEntropy(probabilities(), [1, 2], [1, 2, 4]),
      2.0996443,
    )
  }),
  spotCheck('cross-entropy/from-logits', ({ crossEntropyFromLogits }, checks) => {
    checks.number(
      'crossEntropyFromLogits([[1, 2, 3], [1002, 1000, 1000]], [0, 0])',
      crossEntropyFromLogits(logits(), [0, 0]),
      1.3235753,
    )
    checks.number(
      'crossEntropyFromLogits([[1002, 1000, 1000], [−1001, −1000, −1002], [−800, 0, 800]], [0, 0, 0])',
      crossEntropyFromLogits(extremes(), [0, 0, 0]),
      533.8823836,
    )
  }),
]
