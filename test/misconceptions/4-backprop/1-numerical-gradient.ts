import type * as kata from '#kata/4-backprop/1-numerical-gradient.ts'
import { numericalGradient as right } from '#kata/4-backprop/1-numerical-gradient.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, float32, zeros } from '#lib/tensor'
import { quotients, stepOf } from '../../answer-parts/4-backprop.ts'

type Gradient = Pick<typeof kata, 'numericalGradient'>

/** the right quotient with another step */
function withStep(step: (xi: number, x: Tensor) => number): Gradient {
  return quotients((at, xi, x) => {
    const h = step(xi, x)
    const [above, below] = [xi + h, xi - h]
    return (at(above) - at(below)) / (above - below)
  })
}

/** one side only, with one and the same step everywhere */
function oneSided(h: number): Gradient {
  return quotients((at, xi) => (at(xi + h) - at(xi)) / h)
}

/** the right quotients, but each entry is moved in `place`, and stays where it was moved to */
function movingIn(place: (x: Tensor) => Tensor): Gradient {
  return {
    numericalGradient(f, x) {
      const moved = place(x)
      const gradient = zeros(x.shape, x)
      for (let i = 0; i < x.data.length; i++) {
        const xi = moved.data[i]
        const h = stepOf(xi)
        const [above, below] = [xi + h, xi - h]
        moved.data[i] = above
        const f_above = f(moved)
        moved.data[i] = below
        gradient.data[i] = (f_above - f(moved)) / (above - below)
      }
      return gradient
    },
  }
}

const copyOf = (x: Tensor): Tensor => ({ shape: x.shape, data: x.data.slice() })
const itself = (x: Tensor): Tensor => x

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'numerical-forward-difference',
    belief: 'one side is enough: (f(x + h) − f(x)) / h',
    diagnosis: 'This looks to one side of x only. Its error shrinks with h, not with h²: about five digits are right.',
    answer: () => quotients((at, xi) => (at(xi + stepOf(xi)) - at(xi)) / stepOf(xi)),
  },
  ...[
    { id: 'numerical-forward-1e-4', h: '1e-4' },
    { id: 'numerical-forward-1e-5', h: '1e-5' },
    { id: 'numerical-forward-1e-6', h: '1e-6' },
    { id: 'numerical-forward-1e-8', h: '1e-8' },
  ].map(({ id, h }) => ({
    id,
    belief: `one side is enough, and h is ${h} everywhere`,
    diagnosis: `This looks to one side of x only, a step of ${h} away, however large x is.`,
    answer: () => oneSided(Number(h)),
  })),
  {
    id: 'numerical-forward-in-place',
    belief: 'x is pushed up, and down again, and that is both sides',
    diagnosis:
      'f is asked at x and above it, never below: one side only. And x itself is pushed, and brought back by subtracting, which is rounded.',
    answer: () => ({
      numericalGradient: (f, x) => {
        const gradient = zeros(x.shape, x)
        for (let i = 0; i < x.data.length; i++) {
          const h = stepOf(x.data[i])
          const before = f(x)
          x.data[i] += h
          gradient.data[i] = (f(x) - before) / h
          x.data[i] -= h
        }
        return gradient
      },
    }),
  },
  {
    id: 'numerical-forward-root-epsilon',
    belief: 'one side is enough when h is √ε, the best step for one side',
    diagnosis:
      'This looks to one side of x only, with a step of √ε: even there truncation and rounding leave about eight digits at best.',
    answer: () =>
      quotients((at, xi) => {
        const h = Math.sqrt(Number.EPSILON) * Math.max(1, Math.abs(xi))
        return (at(xi + h) - at(xi)) / h
      }),
  },
  {
    id: 'numerical-undivided',
    belief: 'the gradient is how much f changes',
    diagnosis: 'This is f(x + h) − f(x − h) itself: how far apart the two points are does not enter.',
    answer: () => quotients((at, xi) => at(xi + stepOf(xi)) - at(xi - stepOf(xi))),
  },
  {
    id: 'numerical-divides-by-h',
    belief: 'a difference quotient divides by h',
    diagnosis: 'This divides by h. The two points at which f is asked lie further apart than that.',
    answer: () => quotients((at, xi) => (at(xi + stepOf(xi)) - at(xi - stepOf(xi))) / stepOf(xi)),
  },
  {
    id: 'numerical-down-to-the-middle',
    belief: 'after += h, one -= h is on the other side',
    diagnosis: 'The second point of this quotient is x itself: up by h and down by h is where it began.',
    answer: () =>
      quotients((at, xi) => {
        const above = xi + stepOf(xi)
        return (at(above) - at(above - stepOf(xi))) / (2 * stepOf(xi))
      }),
  },
  {
    id: 'numerical-below-minus-above',
    belief: 'the order of the two values does not matter',
    diagnosis: 'This subtracts the value above from the value below, and divides by a positive step.',
    answer: () => quotients((at, xi) => (at(xi - stepOf(xi)) - at(xi + stepOf(xi))) / (2 * stepOf(xi))),
  },
  {
    id: 'numerical-second-difference',
    belief: 'the value in the middle belongs into it: (f(x + h) − 2f(x) + f(x − h)) / h²',
    diagnosis: 'This quotient is the second derivative, how the slope itself changes.',
    answer: () =>
      quotients((at, xi) => {
        const h = 1e-4 * Math.max(1, Math.abs(xi))
        return (at(xi + h) - 2 * at(xi) + at(xi - h)) / (h * h)
      }),
  },
  {
    id: 'numerical-per-part',
    belief: 'push by one part in 100,000, and divide by that part: (f(x·(1 + h)) − f(x·(1 − h))) / 2h',
    diagnosis:
      'This moves x by h·x but divides by 2h: each entry comes out x times as large, and where x is 0 nothing moves.',
    answer: () => quotients((at, xi) => (at(xi * (1 + 1e-5)) - at(xi * (1 - 1e-5))) / 2e-5),
  },
  {
    id: 'numerical-tiny-step',
    belief: 'the smaller h, the better: 1e-10',
    diagnosis:
      'With a step near 1e-10 the two values agree in most of their digits, and what is left of their difference is rounding.',
    answer: () => withStep((xi) => 1e-10 * Math.max(1, Math.abs(xi))),
  },
  {
    id: 'numerical-coarse-step',
    belief: 'a step of 1e-3 is small enough',
    diagnosis: 'With a step near 1e-3 the cubic term of f is still in the quotient: about six digits are right.',
    answer: () => withStep((xi) => 1e-3 * Math.max(1, Math.abs(xi))),
  },
  {
    id: 'numerical-step-1e-4',
    belief: 'a step of 1e-4 is small enough',
    diagnosis: 'With a step near 1e-4 the cubic term of f is still in the quotient: about eight digits are right.',
    answer: () => withStep((xi) => 1e-4 * Math.max(1, Math.abs(xi))),
  },
  {
    id: 'numerical-fixed-step',
    belief: 'h is 1e-5 everywhere',
    diagnosis:
      'The step is the same however large x is. At a million, f changes so little over it that few digits of the difference are right.',
    answer: () => withStep(() => 1e-5),
  },
  {
    id: 'numerical-step-signed',
    belief: 'h grows with x: 1e-5·max(1, x)',
    diagnosis: 'The step grows with x above 0, and not below: at minus a million it is as small as at 0.',
    answer: () => withStep((xi) => 1e-5 * Math.max(1, xi)),
  },
  {
    id: 'numerical-step-of-size',
    belief: 'h is proportional to x: 1e-5·|x|',
    diagnosis: 'The step vanishes where x is 0, and 0/0 is NaN.',
    answer: () => withStep((xi) => 1e-5 * Math.abs(xi)),
  },
  {
    id: 'numerical-step-of-largest',
    belief: 'one h for all entries, from the largest of them',
    diagnosis: 'All entries move by the same step, that of the largest one: next to a million, a zero moves by 10.',
    answer: () => withStep((_, x) => 1e-5 * Math.max(1, ...Array.from(x.data, Math.abs))),
  },
  {
    id: 'numerical-all-at-once',
    belief: 'push the whole tensor up, then down, and divide',
    diagnosis:
      'Here all entries move together, and each gets the slope in the direction (1, 1, …, 1). Look at what f is called with.',
    answer: () => ({
      numericalGradient: (f, x) => {
        const shifted = (by: number): Tensor => ({ shape: x.shape, data: x.data.map((v) => v + by) })
        const slope = (f(shifted(1e-5)) - f(shifted(-1e-5))) / 2e-5
        return { shape: x.shape, data: x.data.map(() => slope) }
      },
    }),
  },
  {
    id: 'numerical-asks-at-x',
    belief: 'f sees that the copy has moved',
    diagnosis: 'An entry of the copy moves, but f is asked at x, which does not: the difference is always 0.',
    answer: () => ({
      numericalGradient: (f, x) => right(() => f(x), x),
    }),
  },
  {
    id: 'numerical-not-put-back',
    belief: 'the next entry can be moved from where the last one ended',
    diagnosis: 'An entry stays pushed down when the next one moves, so f is asked ever further from x.',
    answer: () => movingIn(copyOf),
  },
  {
    id: 'numerical-moves-x',
    belief: 'x may be moved itself: it is not needed afterwards',
    diagnosis: 'This pushes the entries of x itself, and leaves them pushed: the caller has another x now.',
    answer: () => movingIn(itself),
  },
  {
    id: 'numerical-put-back-by-arithmetic',
    belief: 'up by h, down by 2h, up by h: then x is where it was',
    diagnosis:
      'The entries of x itself are pushed, and brought back by adding and subtracting steps. Each of these is rounded, so in the last digits x is another x afterwards.',
    answer: () => ({
      numericalGradient: (f, x) => {
        const gradient = zeros(x.shape, x)
        for (let i = 0; i < x.data.length; i++) {
          const h = stepOf(x.data[i])
          x.data[i] += h
          const f_above = f(x)
          x.data[i] -= 2 * h
          const f_below = f(x)
          x.data[i] += h
          gradient.data[i] = (f_above - f_below) / (2 * h)
        }
        return gradient
      },
    }),
  },
  {
    id: 'numerical-flat',
    belief: 'a gradient is a vector',
    diagnosis: 'The numbers come back as one row, whatever shape x has.',
    answer: () => ({
      numericalGradient: (f, x) => {
        const { data } = right(f, x)
        return { shape: [data.length], data }
      },
    }),
  },
  {
    id: 'numerical-first-axis',
    belief: 'x.shape[0] is the number of entries',
    diagnosis:
      'The loop runs over x.shape[0]. For a vector these are all entries, for a matrix only as many as it has rows.',
    answer: () => ({
      numericalGradient: (f, x) => {
        const { shape, data } = right(f, x)
        return { shape, data: data.map((slope, i) => (i < x.shape[0] ? slope : 0)) }
      },
    }),
  },
  {
    id: 'numerical-float32',
    belief: 'float32 has digits enough',
    diagnosis: 'x is moved in float32 here: next to 1, its numbers are 1e-7 apart, and a step is 1e-5.',
    answer: () => ({
      numericalGradient: (f, x) => ({ shape: x.shape, data: Float64Array.from(right(f, float32(x)).data) }),
    }),
  },
]
