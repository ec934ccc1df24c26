import type * as kata from '#kata/1-tensor-ops/3-reduce.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ValueError, matrixShape, zeros } from '#lib/tensor'
import { checkAxis, reduceLists } from '../../answer-parts/1-tensor-ops.ts'

type SumMax = Pick<typeof kata, 'sum' | 'max'>
type Axis = 0 | 1
interface Fold {
  readonly who: string
  readonly start: number
  readonly step: (soFar: number, v: number) => number
}
interface Sizes {
  readonly B: number
  readonly K: number
}
type Reduce = (x: Tensor, axis: Axis, fold: Fold) => Tensor

const adding: Fold = { who: 'sum', start: 0, step: (total, v) => total + v }
const largest: Fold = { who: 'max', start: -Infinity, step: (best, v) => (v > best ? v : best) }

/** sum and max, as they are with this reduction */
function both(reduce: Reduce): SumMax {
  return { sum: (x, axis) => reduce(x, axis, adding), max: (x, axis) => reduce(x, axis, largest) }
}

/** the right loops, but for what is handed in: shape and entry of the result, and the place of x[n, j] in the data */
function loops({
  to = (axis: Axis, n: number, j: number): number => (axis === 0 ? j : n),
  shape = (axis: Axis, { B, K }: Sizes): number[] => (axis === 0 ? [K] : [B, 1]),
  from = (n: number, j: number, { K }: Sizes): number => n * K + j,
} = {}): Reduce {
  return (x, axis, { who, start, step }) => {
    const { B, K } = checked(x, axis, who)
    const y = zeros(shape(axis, { B, K }), x)
    y.data.fill(start)
    for (let n = 0; n < B; n++) {
      for (let j = 0; j < K; j++) {
        const at = to(axis, n, j)
        y.data[at] = step(y.data[at], x.data[from(n, j, { B, K })])
      }
    }
    return y
  }
}

const right = loops()

/** an axis that is not refused is 0, or else 1 */
function refusing(isRefused: (axis: number) => boolean): Reduce {
  return (x, axis, fold) => {
    if (isRefused(axis)) throw new ValueError(`${fold.who} wants another axis than ${axis}.`)
    return right(x, axis === 0 ? 0 : 1, fold)
  }
}

function checked(x: Tensor, axis: number, who: string): Sizes {
  checkAxis(axis, who)
  const [B, K] = matrixShape(x, who)
  return { B, K }
}

/** the right result, from the lists of the numbers that meet */
function listwise(total: (values: number[], fold: Fold) => number): Reduce {
  return (x, axis, fold) => reduceLists(fold.who, (values) => total(values, fold))(x, axis)
}

/** a max that begins elsewhere */
function maxFrom(start: number): Pick<SumMax, 'max'> {
  return { max: (x, axis) => right(x, axis, { ...largest, start }) }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'T13',
    belief: 'axis 0 means: for each row',
    diagnosis: 'The two axes have changed places: for axis 0 each row is reduced here, for axis 1 each column.',
    answer: () =>
      both((x, axis, fold) => {
        checked(x, axis, fold.who)
        return right(x, axis === 0 ? 1 : 0, fold)
      }),
  },
  {
    id: 'T02',
    belief: 'the stride of a row is the number of rows',
    diagnosis: 'Row n is read at n·B, B the number of rows. A row has K entries.',
    answer: () => both(loops({ from: (n, j, { B }) => n * B + j })),
  },
  {
    id: 'T13-index',
    belief: 'axis 0 means: into entry n of the result',
    diagnosis: 'The shape of the result is right, but the two axes have changed places where x[n, j] is added to it.',
    answer: () => both(loops({ to: (axis, n, j) => (axis === 0 ? n : j) })),
  },
  {
    id: 'column-as-vector',
    belief: 'one number per row is a vector (B)',
    diagnosis: 'Over axis 1 the numbers are right, but they come as (B): a vector is read as a row.',
    answer: () => both(loops({ shape: (axis, { B, K }) => (axis === 0 ? [K] : [B]) })),
  },
  {
    id: 'row-as-matrix',
    belief: 'the axis that is summed stays, with size 1, as with keepdims',
    diagnosis: 'Over axis 0 the numbers are right, but they come as (1, K), with the axis that was to disappear.',
    answer: () => both(loops({ shape: (axis, { B, K }) => (axis === 0 ? [1, K] : [B, 1]) })),
  },
  {
    id: 'T15',
    belief: 'reduce needs no initial value',
    diagnosis: 'reduce without an initial value has nothing to return for an empty list, and throws. Look at (0, 3).',
    answer: () => both(listwise((values, { step }) => values.reduce((soFar, v) => step(soFar, v)))),
    crashes: true,
  },
  {
    id: 'first-entry',
    belief: 'there is a first entry to begin with',
    diagnosis: 'This begins with the first entry, which a matrix without rows does not have. Look at (0, 3).',
    answer: () =>
      both(
        listwise((values, { step }) => {
          let soFar = values[0]
          for (let i = 1; i < values.length; i++) soFar = step(soFar, values[i])
          return soFar
        }),
      ),
  },
  {
    id: 'T06',
    belief: 'the first row, or column, of x can hold the running result',
    diagnosis: 'The running result is kept in x itself here, and x belongs to the caller.',
    answer: () =>
      both((x, axis, fold) => {
        const y = right(x, axis, fold)
        const step = axis === 0 ? 1 : x.shape[1]
        if (x.data.length > 0) y.data.forEach((v, at) => (x.data[at * step] = v))
        return y
      }),
  },
  {
    id: 'T05',
    belief: 'float32 is precise enough to add up in',
    diagnosis: 'The sum is rounded to float32 after every step: about seven digits are left.',
    answer: () => ({ sum: (x, axis) => right(x, axis, { ...adding, step: (total, v) => Math.fround(total + v) }) }),
  },
  {
    id: 'last-term',
    belief: 'the loop leaves the sum in the entry: =',
    diagnosis: 'Each entry overwrites what the one before it left: of every row, or column, only the last remains.',
    answer: () => ({ sum: (x, axis) => right(x, axis, { ...adding, step: (_, v) => v }) }),
  },
  {
    id: 'T04',
    belief: 'the running total begins at 0 once',
    diagnosis: 'The total is carried on from one row, or column, to the next. Look at the second entry of the result.',
    answer: () => ({
      sum(x, axis) {
        let total = 0
        return listwise((values) => {
          for (const v of values) total += v
          return total
        })(x, axis, adding)
      },
    }),
  },
  {
    id: 'any-axis',
    belief: 'what is not axis 0 is axis 1',
    diagnosis: 'Every axis but 0 is taken for axis 1 here: look at axis 2.',
    answer: () => both(refusing(() => false)),
  },
  {
    id: 'axis-above-only',
    belief: 'an axis can only be too large',
    diagnosis: 'Only an axis above 1 is refused here: one below 0 is taken for axis 1.',
    answer: () => both(refusing((axis) => axis > 1)),
  },
  {
    id: 'axis-below-only',
    belief: 'an axis can only be negative',
    diagnosis: 'Only a negative axis is refused here: one above 1 is taken for axis 1.',
    answer: () => both(refusing((axis) => axis < 0)),
  },
  {
    id: 'axis-range',
    belief: 'what lies between 0 and 1 is 0 or 1',
    diagnosis: 'This refuses what is below 0 or above 1. A fraction is neither, and NaN is never smaller, nor larger.',
    answer: () => both(refusing((axis) => axis < 0 || axis > 1)),
  },
  {
    id: 'negative-axis',
    belief: 'axis −1 is the last one, as in numpy',
    diagnosis: 'A negative axis is counted from the end here, and −1 goes through. There are two axes, 0 and 1.',
    answer: () => both((x, axis, fold) => right(x, (axis < 0 ? axis + 2 : axis) as Axis, fold)),
  },
  {
    id: 'T25',
    belief: 'x will be a matrix: the caller takes care',
    diagnosis: 'A vector goes through here: its shape[1] is undefined, and so is a size of the result.',
    answer: () =>
      both((x, axis, fold) => {
        checkAxis(axis, fold.who)
        const [B, K = 0] = x.shape
        const y = right({ shape: [B, K], data: x.data }, axis, fold)
        return { shape: axis === 0 ? [x.shape[1]] : [B, 1], data: y.data }
      }),
  },
  {
    id: 'T17',
    belief: 'a maximum begins at 0',
    diagnosis: 'The search begins with 0, which need not be among the entries: look at a row of negative numbers.',
    answer: () => maxFrom(0),
  },
  {
    id: 'T17-sentinel',
    belief: 'no entry is below −1000',
    diagnosis: 'The search begins with −1000, which need not be among the entries: look at numbers far below it.',
    answer: () => maxFrom(-1000),
  },
  {
    id: 'min-value',
    belief: 'Number.MIN_VALUE is the smallest number',
    diagnosis: 'The search begins with Number.MIN_VALUE. Print it: it is positive, 5e-324.',
    answer: () => maxFrom(Number.MIN_VALUE),
  },
  {
    id: 'lowest',
    belief: 'the maximum of nothing is the lowest finite number',
    diagnosis: 'The search begins with −Number.MAX_VALUE, and that is the result where there are no entries.',
    answer: () => maxFrom(-Number.MAX_VALUE),
  },
  {
    id: 'max-size',
    belief: 'the largest is the one farthest from 0',
    diagnosis: 'The entries lose their signs before they are compared here.',
    answer: () => ({
      max: (x, axis) => right(x, axis, { ...largest, step: (best, v) => Math.max(best, Math.abs(v)) }),
    }),
  },
  {
    id: 'T16',
    belief: 'Math.max(...values) takes any number of values',
    diagnosis: 'Each entry becomes an argument of the call: 200,000 of them do not fit on the stack.',
    answer: () => {
      const max = listwise((values) => Math.max(...values))
      return { max: (x, axis) => max(x, axis, largest) }
    },
    crashes: true,
  },
]
