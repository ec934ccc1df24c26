import type * as kata from '#kata/4-backprop/11-property.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { matrix, vector } from '#lib/tensor'
import {
  type Claim,
  adjoint,
  anySizes,
  areClose,
  dot,
  drawInputs,
  gradientsOf,
  isClose,
  lawOf,
  move,
  symmetric,
  tensorOf,
} from '../../answer-parts/laws-of-dense.ts'

const any = drawInputs()

/** the slope along x alone */
const alongX: Claim = (dense, { x, W, b, dy }, random) => {
  const u = tensorOf(x.shape, () => symmetric(random))
  const slope = dot(dy, dense(move(x, 1, u), W, b)[0]) - dot(dy, dense(x, W, b)[0])
  return isClose(slope, dot(dense(x, W, b)[1](dy).dx, u))
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'law-tautology',
    belief: 'a law is what is true, and 1 + 1 = 2 is true',
    diagnosis: 'This holds whatever dense does, since dense is never called. A law has to be able to fail.',
    answer: () => lawOf(any, (_, { x }) => dot(x, x) >= 0),
  },
  {
    id: 'law-of-the-way-forward',
    belief: 'if y is right, dense is right',
    diagnosis: 'This is a law of y = x·W + b. Every way forward here is right. The way back is to be tested.',
    answer: () =>
      lawOf(any, (dense, { x, W, b }) => {
        const [I, O] = W.shape
        const [y] = dense(x, W, b)
        return y.data.every((v, at) => {
          const [n, o] = [Math.floor(at / O), at % O]
          let sum = b.data[o]
          for (let i = 0; i < I; i++) sum += x.data[n * I + i] * W.data[i * O + o]
          return isClose(v, sum)
        })
      }),
  },
  {
    id: 'law-of-shapes',
    belief: 'a gradient is right if it has the shape of its argument',
    diagnosis: 'The shapes of the gradients are compared, and no number in them.',
    answer: () =>
      lawOf(any, (dense, { x, W, b, dy }) => {
        const { dx, dW, db } = dense(x, W, b)[1](dy)
        return [
          [dx, x],
          [dW, W],
          [db, b],
        ].every(([d, p]) => String(d.shape) === String(p.shape))
      }),
  },
  {
    id: 'law-compares-with-itself',
    belief: 'an implementation is right if it gives the same every time',
    diagnosis: 'The results of this dense are compared with results of the same dense. What is wrong twice is equal.',
    answer: () =>
      lawOf(any, (dense, { x, W, b, dy }) => {
        const [once, again] = [dense(x, W, b)[1](dy), dense(x, W, b)[1](dy)]
        return areClose(once.dx, again.dx) && areClose(once.dW, again.dW) && areClose(once.db, again.db)
      }),
  },
  {
    id: 'law-linear-only',
    belief: 'the way back is linear in dy, and that is all there is to it',
    diagnosis: 'This says that back is linear in dy. So are many wrong ways back: twice as large, or of another sign.',
    answer: () =>
      lawOf(any, (dense, { x, W, b, dy }, random) => {
        const [, back] = dense(x, W, b)
        const other = tensorOf(dy.shape, () => symmetric(random))
        const [one, two, both] = [back(dy), back(other), back(move(dy, 1, other))]
        return (['dx', 'dW', 'db'] as const).every((name) => areClose(move(one[name], 1, two[name]), both[name]))
      }),
  },
  {
    id: 'law-tolerance-of-1',
    belief: 'numbers on a computer are never exact, so a law needs room',
    diagnosis: 'The tolerance is so large that small errors fit into it. Rounding changes the last of sixteen digits.',
    answer: () =>
      lawOf(
        any,
        adjoint((a, b) => Math.abs(a - b) < 1),
      ),
  },
  {
    id: 'law-too-strict',
    belief: 'equal is equal: a === b',
    diagnosis:
      'Here === compares sums that were rounded in another order. A right way back differs in the last digits.',
    answer: () =>
      lawOf(
        any,
        adjoint((a, b) => a === b),
      ),
  },
  {
    id: 'law-exact-sums',
    belief: 'loops over the same formula give the same numbers',
    diagnosis: 'The gradients are compared with loops by ===. A sum in another order differs in the last digits.',
    answer: () =>
      lawOf(any, (dense, drawn) => {
        const [received, expected] = [dense(drawn.x, drawn.W, drawn.b)[1](drawn.dy), gradientsOf(drawn)]
        return (['dx', 'dW', 'db'] as const).every((name) =>
          expected[name].data.every((v, i) => v === received[name].data[i]),
        )
      }),
  },
  {
    id: 'law-nan-passes',
    belief: 'if no difference is larger than the tolerance, all is well',
    diagnosis: 'A comparison with NaN is false, so “return false if the difference is large” lets NaN pass.',
    answer: () =>
      lawOf(
        any,
        adjoint((a, b) => {
          if (Math.abs(a - b) > 1e-9) return false
          return true
        }),
      ),
  },
  {
    id: 'law-inverted',
    belief: 'a law that finds a fault returns true',
    diagnosis: 'It is true for wrong implementations and false for right ones: the other way round.',
    answer: () =>
      lawOf(
        any,
        adjoint((a, b) => !isClose(a, b)),
      ),
  },
  {
    id: 'law-one-fixed-input',
    belief: 'one example that was worked out by hand is enough',
    diagnosis:
      'All inputs are like one example on paper: a square W, more than one row, no negative number. Other inputs are never tried.',
    answer: () =>
      lawOf(
        () => ({ x: matrix([1, 2], [3, 4]), W: matrix([1, 3], [2, 5]), b: vector(1, 2), dy: matrix([1, 2], [3, 5]) }),
        adjoint(),
      ),
  },
  {
    id: 'law-one-size',
    belief: 'the numbers are drawn, so the sizes may stay the same',
    diagnosis: 'Each call has the same sizes. A fault may show only where sizes are equal, or 1.',
    answer: () =>
      lawOf(
        drawInputs(() => [2, 3, 4]),
        adjoint(),
      ),
  },
  {
    id: 'law-square-only',
    belief: 'one size n for all is the simplest',
    diagnosis: 'W is square in every call. A fault that shows only where I and O differ stays hidden.',
    answer: () =>
      lawOf(
        drawInputs((random) => {
          const [n] = anySizes(random)
          return [n, n, n]
        }),
        adjoint(),
      ),
  },
  {
    id: 'law-one-row',
    belief: 'one example is a batch too',
    diagnosis: 'Each batch has one row. There a sum over the rows, their mean, and the first row are the same.',
    answer: () =>
      lawOf(
        drawInputs((random) => {
          const [, I, O] = anySizes(random)
          return [1, I, O]
        }),
        adjoint(),
      ),
  },
  {
    id: 'law-never-one-row',
    belief: 'sizes begin at 2, since 1 is no batch',
    diagnosis: 'A batch of one row is never drawn, and the task says that B may be 1.',
    answer: () =>
      lawOf(
        drawInputs((random) => {
          const [B, I, O] = anySizes(random)
          return [B + 1, I, O]
        }),
        adjoint(),
      ),
  },
  {
    id: 'law-positive-only',
    belief: 'random() gives all the numbers one needs',
    diagnosis: 'No input is negative here. What a way back does with signs is never tried.',
    answer: () =>
      lawOf(
        drawInputs(anySizes, (random) => random()),
        adjoint(),
      ),
  },
  {
    id: 'law-constant-cotangent',
    belief: 'the loss is the sum of all outputs, so dy is 1 everywhere',
    diagnosis: 'All entries of dy are equal. So it does not matter which of them a way back reads, or where.',
    answer: () =>
      lawOf((random) => {
        const drawn = any(random)
        return { ...drawn, dy: tensorOf(drawn.dy.shape, () => 1) }
      }, adjoint()),
  },
  {
    id: 'law-only-dx',
    belief: 'dx is what goes back through the network, so dx is what counts',
    diagnosis: 'Only x moves in this law, and only dx is read. dW and db may be anything.',
    answer: () => lawOf(any, alongX),
  },
  {
    id: 'law-without-db',
    belief: 'the bias is only an addition, in which nothing can go wrong',
    diagnosis: 'Only x and W move in this law. db may be anything.',
    answer: () =>
      lawOf(any, (dense, drawn) => {
        const { dx, dW } = dense(drawn.x, drawn.W, drawn.b)[1](drawn.dy)
        const expected = gradientsOf(drawn)
        return areClose(dx, expected.dx) && areClose(dW, expected.dW)
      }),
  },
  {
    id: 'law-catches-errors',
    belief: 'an error says nothing about the law, so it is caught',
    diagnosis: 'If the way back throws, this law catches the error and says true.',
    answer: () =>
      lawOf(any, (dense, drawn, random) => {
        try {
          return adjoint()(dense, drawn, random)
        } catch {
          return true
        }
      }),
  },
  {
    id: 'law-random-of-its-own',
    belief: 'Math.random is as random as the random that comes in',
    diagnosis: 'The numbers come from Math.random, so no seed can repeat them.',
    answer: () => {
      const claim = adjoint()
      return { holds: (dense) => claim(dense, any(Math.random), Math.random) }
    },
  },
]
