import type * as kata from '#kata/5-chain-link/1-joints.ts'
import { type Point, joints, nextPosition } from '#kata/5-chain-link/1-joints.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { chain, withJoints, withLink } from '../../answer-parts/5-chain-link.ts'

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'K01',
    belief: 'the cosine belongs to x and the sine to y, as at school',
    diagnosis: 'The angle is measured from the right here, and anticlockwise: the angle 0 goes to (1, 0).',
    answer: () => withLink(([x, y], angle) => [x + Math.cos(angle), y + Math.sin(angle)]),
  },
  {
    id: 'K03',
    belief: 'angles come in degrees',
    diagnosis: 'The angle is converted as if it were in degrees: π/2 is treated as 1.57°, which is almost straight up.',
    answer: () => withLink((p, angle) => nextPosition(p, (angle * Math.PI) / 180)),
  },
  {
    id: 'joints-anticlockwise',
    belief: 'angles turn anticlockwise',
    diagnosis: 'Positive angles turn to the left here: the angle π/2 goes to (−1, 0).',
    answer: () => withLink((p, angle) => nextPosition(p, -angle)),
  },
  {
    id: 'joints-downwards',
    belief: 'y grows downwards, as on a screen',
    diagnosis: 'Up and down have changed places: the angle 0 goes to (0, −1).',
    answer: () => withLink(([x, y], angle) => [x + Math.sin(angle), y - Math.cos(angle)]),
  },
  {
    id: 'joints-half-turn',
    belief: 'an angle lies between 0 and π, and others are cut to it',
    diagnosis: 'Angles below 0 or above π are cut off here: look at what −1 and 4 become.',
    answer: () => withLink((p, angle) => nextPosition(p, Math.min(Math.max(angle, 0), Math.PI))),
  },
  {
    id: 'joints-rounded',
    belief: 'cos(π/2) should be 0 and not 6e-17, so positions are rounded',
    diagnosis: 'The positions are rounded to a few decimals, and the rounding adds up from joint to joint.',
    answer: () => {
      const rounded = (v: number): number => Math.round(v * 1000) / 1000
      return withLink(([x, y], angle) => [rounded(x + Math.sin(angle)), rounded(y + Math.cos(angle))])
    },
  },
  {
    id: 'K02',
    belief: 'an angle is measured from the link before it',
    diagnosis: 'The angles are added up on the way, as in an elbow: turning one link turns all later ones too.',
    answer: () => {
      const list = chain(nextPosition)
      return withJoints((angles, base) => {
        let total = 0
        return list(
          angles.map((angle) => (total += angle)),
          base,
        )
      })
    },
  },
  {
    id: 'K10',
    belief: 'the arm begins at the origin',
    diagnosis: 'Whatever base is given, this arm begins at (0, 0).',
    answer: () => withJoints((angles) => joints(angles)),
  },
  {
    id: 'K11',
    belief: 'an arm has four links',
    diagnosis: 'Four angles are read, however many there are: look at an arm of one link, and at one of five.',
    answer: () =>
      withJoints((angles, base = [0, 0]) => {
        const p1 = nextPosition(base, angles[0])
        const p2 = nextPosition(p1, angles[1])
        const p3 = nextPosition(p2, angles[2])
        return [base, p1, p2, p3, nextPosition(p3, angles[3])]
      }),
  },
  {
    id: 'K16',
    belief: 'one point that moves along can be entered again and again',
    diagnosis: 'All entries of the list are one and the same array: after the last link, every joint is the end.',
    answer: () =>
      withJoints((angles, base = [0, 0]) => {
        const p: [number, number] = [...base]
        const points: Point[] = [p]
        for (const angle of angles) {
          p[0] += Math.sin(angle)
          p[1] += Math.cos(angle)
          points.push(p)
        }
        return points
      }),
  },
  {
    id: 'K17',
    belief: 'n links have n joints: the base is not one of them',
    diagnosis: 'The list has one point per link, their ends. Look at what an arm without links should have.',
    answer: () => ({ joints: (angles, base) => joints(angles, base).slice(1) }),
  },
  {
    id: 'K18',
    belief: 'angles that are used up may be taken off the list',
    diagnosis: 'The list of angles that was handed in is empty afterwards: it belongs to the caller.',
    answer: () =>
      withJoints((angles, base = [0, 0]) => {
        const rest = angles as number[]
        const points = [base]
        for (let angle = rest.shift(); angle !== undefined; angle = rest.shift())
          points.push(nextPosition(points[points.length - 1], angle))
        return points
      }),
  },
  {
    id: 'joints-star',
    belief: 'every link begins at the base',
    diagnosis: 'All links begin at the same point here: a link never sees where the one before it ended.',
    answer: () => withJoints((angles, base = [0, 0]) => [base, ...angles.map((angle) => nextPosition(base, angle))]),
  },
  {
    id: 'joints-from-the-end',
    belief: 'the list begins at the end of the arm, as the recursion returns',
    diagnosis: 'The right points come in the opposite order: the base stands last.',
    answer: () => ({ joints: (angles, base) => joints(angles, base).toReversed() }),
  },
  {
    id: 'predict-no-start',
    belief: 'a sum begins with its first term',
    diagnosis: 'This needs a first link to begin with. An arm without links has none: where does it end?',
    crashes: true,
    answer: () => ({
      predict(angles, [x0, y0] = [0, 0]) {
        const links = angles.map((angle) => nextPosition([0, 0], angle))
        const [x, y] = links.reduce(([x1, y1], [x2, y2]): Point => [x1 + x2, y1 + y2])
        return [x0 + x, y0 + y]
      },
    }),
  },
  {
    id: 'predict-last-but-one',
    belief: 'n links have n joints, so the last one has the index n − 1',
    diagnosis: 'This is where the last link begins, and not where it ends: an arm of one link stays at its base.',
    answer: () => ({ predict: (angles, base = [0, 0]) => joints(angles, base)[angles.length - 1] ?? base }),
  },
]
