import type * as kata from '#kata/5-chain-link/3-gradient.ts'
import { joints, predict } from '#kata/5-chain-link/1-joints.ts'
import { loss } from '#kata/5-chain-link/2-loss.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Entry, gradientBy } from '../../answer-parts/5-chain-link.ts'

type Gradient = Pick<typeof kata, 'gradient'>
const right: Entry = (ex, ey, angle) => 2 * (ex * Math.cos(angle) - ey * Math.sin(angle))

const { gradient: rightly } = gradientBy(right)

/** the right gradient, and something else made of it */
function then(change: (g: number[]) => number[]): Gradient {
  return { gradient: (...given) => change(rightly(...given)) }
}

function nudged(angles: readonly number[], i: number, by: number): number[] {
  return angles.map((angle, j) => (j === i ? angle + by : angle))
}

/** (L(θ + h·eᵢ) − L(θ)) / h */
function oneSided(h: number): Gradient {
  return {
    gradient(angles, target, base) {
      const here = loss(angles, target, base)
      return angles.map((_, i) => (loss(nudged(angles, i, h), target, base) - here) / h)
    },
  }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'K02',
    belief: 'a link turns all later ones with it',
    diagnosis: 'Each entry sums over its own link and all later ones, as if turning one turned them too.',
    answer: () =>
      gradientBy((ex, ey, _, i, angles) =>
        angles.slice(i).reduce((sum, angle) => sum + right(ex, ey, angle, i, angles), 0),
      ),
  },
  {
    id: 'K04',
    belief: 'the error is the target minus the prediction',
    diagnosis: 'Every entry has the opposite sign: this points downhill. Look at which of the two is subtracted in e.',
    answer: () => gradientBy((ex, ey, ...rest) => right(-ex, -ey, ...rest)),
  },
  {
    id: 'K05',
    belief: 'the derivative of the cosine is the sine',
    diagnosis: 'The part of y has the opposite sign; the part of x is right. Look at the derivative of the cosine.',
    answer: () => gradientBy((ex, ey, angle) => 2 * (ex * Math.cos(angle) + ey * Math.sin(angle))),
  },
  {
    id: 'K06',
    belief: 'the derivative of e² is e',
    diagnosis: 'Every entry is half of what it should be: look at the derivative of the square.',
    answer: () => gradientBy((ex, ey, angle) => ex * Math.cos(angle) - ey * Math.sin(angle)),
  },
  {
    id: 'K07',
    belief: 'the loss is the distance, so its root is differentiated too',
    diagnosis: 'This is the gradient of the distance, divided by it: at the target that is 0/0.',
    answer: () => gradientBy((ex, ey, angle) => (ex * Math.cos(angle) - ey * Math.sin(angle)) / Math.hypot(ex, ey)),
  },
  {
    id: 'K08',
    belief: 'the end hangs on the last link, so only that one has a gradient',
    diagnosis: 'All entries but the last are 0. Turn the first link: does the end stay where it is?',
    answer: () =>
      gradientBy((ex, ey, angle, i, angles) => (i < angles.length - 1 ? 0 : right(ex, ey, angle, i, angles))),
  },
  {
    id: 'K10',
    belief: 'the arm begins at the origin',
    diagnosis: 'The base makes no difference here: follow it from the arguments to where the arm is computed.',
    answer: () => ({ gradient: (angles, target) => rightly(angles, target) }),
  },
  {
    id: 'K11',
    belief: 'an arm has four links',
    diagnosis: 'There are always four entries, however many angles come in.',
    answer: () => ({
      gradient(angles, target, base) {
        const [x, y] = predict(angles, base)
        return [0, 1, 2, 3].map((i) => right(x - target[0], y - target[1], angles[i], i, angles))
      },
    }),
  },
  {
    id: 'K15',
    belief: 'a forward difference is a gradient',
    diagnosis: 'This is close, to about five digits, as a difference quotient with one side is. The formula is exact.',
    answer: () => oneSided(1e-5),
  },
  {
    id: 'gradient-forward-1e-4',
    belief: 'a forward difference with a step of 1e-4 is a gradient',
    diagnosis: 'This is close, to about four digits, as a difference quotient with one side is. The formula is exact.',
    answer: () => oneSided(1e-4),
  },
  {
    id: 'gradient-forward-1e-6',
    belief: 'a forward difference with a step of 1e-6 is a gradient',
    diagnosis: 'This is close, to about six digits, as a difference quotient with one side is. The formula is exact.',
    answer: () => oneSided(1e-6),
  },
  {
    id: 'gradient-central',
    belief: 'the numerical gradient of 4.1 will do as well',
    diagnosis: 'This agrees to about ten digits, as a central difference does. The formula agrees to fifteen.',
    answer: () => ({
      gradient(angles, target, base) {
        const h = 1e-5
        const at = (i: number, by: number): number => loss(nudged(angles, i, by), target, base)
        return angles.map((_, i) => (at(i, h) - at(i, -h)) / (2 * h))
      },
    }),
  },
  {
    id: 'gradient-undifferentiated',
    belief: 'the error is multiplied by the link itself',
    diagnosis: 'The error is multiplied by (sin θ, cos θ), where the link points, and not by how that changes with θ.',
    answer: () => gradientBy((ex, ey, angle) => 2 * (ex * Math.sin(angle) + ey * Math.cos(angle))),
  },
  {
    id: 'gradient-school',
    belief: 'x goes with the cosine and y with the sine, as at school',
    diagnosis:
      'ex is multiplied by −sin θ and ey by cos θ, as if x had the cosine in it. Look at which of the two is x.',
    answer: () => gradientBy((ex, ey, angle) => 2 * (-ex * Math.sin(angle) + ey * Math.cos(angle))),
  },
  {
    id: 'gradient-outer',
    belief: 'the derivative of the square is all there is',
    diagnosis: 'All entries are equal, 2·ex + 2·ey: the chain rule stops before it reaches the angles.',
    answer: () => gradientBy((ex, ey) => 2 * ex + 2 * ey),
  },
  {
    id: 'gradient-own-joint',
    belief: 'each link has an error of its own, that of its joint',
    diagnosis: 'Each link is given the error of its own joint. In the loss there is only one error, that of the end.',
    answer: () => ({
      gradient: (angles, target, base) =>
        joints(angles, base)
          .slice(1)
          .map(([x, y], i) => right(x - target[0], y - target[1], angles[i], i, angles)),
    }),
  },
  {
    id: 'gradient-overwrites',
    belief: 'the list of angles may hold the result',
    diagnosis: 'The gradient is written into the list of angles that was handed in: it belongs to the caller.',
    answer: () => ({
      gradient(angles, target, base) {
        const list = angles as number[]
        rightly(angles, target, base).forEach((g, i) => (list[i] = g))
        return list
      },
    }),
  },
  {
    id: 'gradient-unit',
    belief: 'a gradient is a direction, so it has length 1',
    diagnosis: 'The gradient always has length 1 here, however steep it is: its length has been divided out.',
    answer: () =>
      then((g) => {
        const length = Math.hypot(...g)
        return length === 0 ? g : g.map((gi) => gi / length)
      }),
  },
  {
    id: 'gradient-mean',
    belief: 'a gradient is a mean over the links',
    diagnosis: 'Every entry is divided by the number of links.',
    answer: () => then((g) => g.map((gi) => gi / g.length)),
  },
  {
    id: 'gradient-total',
    belief: 'the loss is one number, so its gradient is one number, for every link the same',
    diagnosis: 'Every entry is the sum of all: each link has one of its own.',
    answer: () => then((g) => g.map(() => g.reduce((sum, gi) => sum + gi, 0))),
  },
]
