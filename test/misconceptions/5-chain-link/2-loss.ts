import type * as kata from '#kata/5-chain-link/2-loss.ts'
import { joints, nextPosition, predict } from '#kata/5-chain-link/1-joints.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { lossBy } from '../../answer-parts/5-chain-link.ts'

/** the right error, and something else than the sum of its squares */
function of(measure: (ex: number, ey: number, n: number, d: number) => number): () => { loss: typeof kata.loss } {
  return () => ({
    loss(angles, target, base = [0, 0]) {
      const [x, y] = predict(angles, base)
      const d = Math.hypot(target[0] - base[0], target[1] - base[1])
      return measure(x - target[0], y - target[1], angles.length, d)
    },
  })
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'K07',
    belief: 'the loss is the distance',
    diagnosis: 'This is the distance itself. At the target it has a kink, and its gradient there would be 0/0.',
    answer: of((ex, ey) => Math.hypot(ex, ey)),
  },
  {
    id: 'K10',
    belief: 'the arm begins at the origin',
    diagnosis: 'The base makes no difference here: follow it from the arguments to where the arm is computed.',
    answer: () => ({ loss: (angles, [tx, ty]) => of((ex, ey) => ex ** 2 + ey ** 2)().loss(angles, [tx, ty]) }),
  },
  {
    id: 'K18',
    belief: 'angles that are used up may be taken off the list',
    diagnosis: 'The list of angles that was handed in is empty afterwards: it belongs to the caller.',
    answer: () => ({
      loss(angles, target, base = [0, 0]) {
        const rest = angles as number[]
        let end = base
        for (let angle = rest.pop(); angle !== undefined; angle = rest.pop()) end = nextPosition(end, angle)
        return (end[0] - target[0]) ** 2 + (end[1] - target[1]) ** 2
      },
    }),
  },
  {
    id: 'loss-caret',
    belief: '^ is a power',
    diagnosis: 'In JavaScript ^ is an exclusive or of whole numbers, bit by bit: 3 ^ 2 is 1.',
    answer: of((ex, ey) => (ex ^ 2) + (ey ^ 2)),
  },
  {
    id: 'loss-doubled',
    belief: 'e · 2 is e²',
    diagnosis: 'Each of the two errors is taken twice, not times itself: an error of 3 counts as 6.',
    answer: of((ex, ey) => ex * 2 + ey * 2),
  },
  {
    id: 'loss-mean',
    belief: 'a squared error is a mean, here over the two coordinates',
    diagnosis: 'This is half of the squared distance: the sum over x and y is divided by 2.',
    answer: of((ex, ey) => (ex ** 2 + ey ** 2) / 2),
  },
  {
    id: 'loss-per-link',
    belief: 'a loss is a mean over what was summed, the links',
    diagnosis: 'The loss is divided by the number of links: an arm of two gets half of what it should.',
    answer: of((ex, ey, n) => (ex ** 2 + ey ** 2) / n),
  },
  {
    id: 'loss-manhattan',
    belief: 'the loss is the sum of the absolute errors',
    diagnosis: 'This adds up how far x and y are off, |ex| + |ey|: nothing is squared.',
    answer: of((ex, ey) => Math.abs(ex) + Math.abs(ey)),
  },
  {
    id: 'loss-square-of-sum',
    belief: 'first the sum of the errors, then the square',
    diagnosis: 'The errors are added before they are squared, so errors of opposite sign cancel: try (1, −1).',
    answer: of((ex, ey) => (ex + ey) ** 2),
  },
  {
    id: 'loss-one-coordinate',
    belief: 'target[0] is the target of both coordinates',
    diagnosis: 'Both coordinates are compared with the same number. Look at a target whose x and y differ.',
    answer: () => lossBy(([x, y], [tx]) => (x - tx) ** 2 + (y - tx) ** 2),
  },
  {
    id: 'loss-difference-of-squares',
    belief: 'the square of a difference is the difference of the squares',
    diagnosis: 'This compares x² with tₓ² and y² with t_y²: it can be negative.',
    answer: () => lossBy(([x, y], [tx, ty]) => x ** 2 - tx ** 2 + (y ** 2 - ty ** 2)),
  },
  {
    id: 'loss-every-joint',
    belief: 'every joint should come close to the target',
    diagnosis: 'The squared distances of all joints are added up: look at an arm of one link, and then at one of two.',
    answer: () => ({
      loss: (angles, target, base) =>
        joints(angles, base)
          .slice(1)
          .reduce((sum, [x, y]) => sum + (x - target[0]) ** 2 + (y - target[1]) ** 2, 0),
    }),
  },
  {
    id: 'loss-above-the-floor',
    belief: 'a loss must be able to reach 0, so what cannot be reached is taken off',
    diagnosis: 'For a target out of reach this is less than the squared distance, by (d − n)².',
    answer: of((ex, ey, n, d) => ex ** 2 + ey ** 2 - Math.max(0, d - n) ** 2),
  },
]
