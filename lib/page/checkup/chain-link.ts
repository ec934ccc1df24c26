import { spotCheck } from './spot-check.ts'

const angles = () => [0.3, 1.2, -0.4, 2]
const target = [3, 2] as const

/** The joints of these angles. */
const points = [
  [0, 0],
  [0.2955202, 0.9553365],
  [1.2275593, 1.3176942],
  [0.838141, 2.2387552],
  [1.7474384, 1.8226084],
]

/** The angles before and after two steps at a rate of 0.01. */
const steps = [
  [0.3, 1.2, -0.4, 2],
  [0.3228839, 1.2057708, -0.3755447, 1.986349],
  [0.3445859, 1.2112012, -0.3519755, 1.9735808],
]

export const ofChainLink = [
  spotCheck('chain-link/joints', ({ nextPosition, joints, predict }, checks) => {
    checks.list('nextPosition([1, 2], 0.5)', nextPosition([1, 2], 0.5), [1.4794255, 2.8775826])
    const found = checks.array('joints([0.3, 1.2, −0.4, 2])', joints(angles()), points.length)
    found.forEach((point, i) => checks.list(`joints([0.3, 1.2, −0.4, 2]), of joint ${i},`, point, points[i]))
    checks.list('predict([0.3, 1.2, −0.4, 2])', predict(angles()), points[4])
  }),
  spotCheck('chain-link/loss', ({ loss }, checks) => {
    checks.number('loss([0.3, 1.2, −0.4, 2], [3, 2])', loss(angles(), target), 1.6003784)
  }),
  spotCheck('chain-link/gradient', ({ gradient }, checks) => {
    checks.list(
      'gradient([0.3, 1.2, −0.4, 2], [3, 2])',
      gradient(angles(), target),
      [-2.28839, -0.577079, -2.4455304, 1.3651026],
    )
  }),
  spotCheck('chain-link/descend', ({ descend }, checks) => {
    const film = checks.array(
      'descend([0.3, 1.2, −0.4, 2], [3, 2], { steps: 2 })',
      descend(angles(), target, { steps: 2, rate: 0.01 }),
      3,
    )
    film.forEach((step, i) => checks.list(`descend([0.3, 1.2, −0.4, 2], [3, 2]), after ${i} steps,`, step, steps[i]))
  }),
]
