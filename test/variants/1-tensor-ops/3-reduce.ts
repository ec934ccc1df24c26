import type * as kata from '#kata/1-tensor-ops/3-reduce.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError, matrixShape, zeros } from '#lib/tensor'
import { reduceLists, tensorLike } from '../../answer-parts/1-tensor-ops.ts'

type SumMax = Pick<typeof kata, 'sum' | 'max'>

/** sum and max from what each of them makes of one list */
function of(total: (values: number[]) => number, largest: (values: number[]) => number): SumMax {
  return { sum: reduceLists('sum', total), max: reduceLists('max', largest) }
}

/** f of the halves' results; `nothing` for an empty list */
function halved(f: (a: number, b: number) => number, nothing: number): (values: number[]) => number {
  const fold = (values: number[]): number => {
    if (values.length < 2) return values[0] ?? nothing
    const middle = values.length >> 1
    return f(fold(values.slice(0, middle)), fold(values.slice(middle)))
  }
  return fold
}

/** takes number after number */
interface Fold {
  add(v: number): void
  readonly value: number
}

class Kahan implements Fold {
  #sum = 0
  #lost = 0
  add(v: number): void {
    const term = v - this.#lost
    const next = this.#sum + term
    this.#lost = Number.isFinite(next) ? next - this.#sum - term : 0
    this.#sum = next
  }
  get value(): number {
    return this.#sum
  }
}

class Largest implements Fold {
  value = -Infinity
  add(v: number): void {
    if (v > this.value) this.value = v
  }
}

function folded(make: () => Fold): (values: number[]) => number {
  return (values) => {
    const fold = make()
    for (const v of values) fold.add(v)
    return fold.value
  }
}

/** neighbours meet in f, round after round; `nothing` for an empty list */
function rounds(f: (a: number, b: number) => number, nothing: number): (values: number[]) => number {
  return (values) => {
    let left = values
    while (left.length > 1) left = left.flatMap((v, i) => (i % 2 ? [] : [i + 1 < left.length ? f(v, left[i + 1]) : v]))
    return left[0] ?? nothing
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'array-reduce',
    how: 'reduce of plain lists, with a start',
    answer: () =>
      of(
        (values) => values.reduce((total, v) => total + v, 0),
        (values) => values.reduce((best, v) => Math.max(best, v), -Infinity),
      ),
  },
  {
    id: 'halves',
    how: 'pairwise: halves of halves, which also rounds less',
    answer: () =>
      of(
        halved((a, b) => a + b, 0),
        halved(Math.max, -Infinity),
      ),
  },
  {
    id: 'compensated',
    how: 'Neumaier’s sum, which carries what rounding lost; the maximum from the end',
    answer: () =>
      of(
        (values) => {
          let [total, lost] = [0, 0]
          for (const v of values) {
            const next = total + v
            lost += Math.abs(total) >= Math.abs(v) ? total - next + v : v - next + total
            total = next
          }
          return total + lost
        },
        (values) => values.reduceRight((best, v) => (best < v ? v : best), -Infinity),
      ),
  },
  {
    id: 'sorted',
    how: 'the maximum is the last of the sorted numbers, and the sum begins with the smallest',
    answer: () =>
      of(
        (values) => values.toSorted((a, b) => Math.abs(a) - Math.abs(b)).reduce((total, v) => total + v, 0),
        (values) => values.toSorted((a, b) => a - b).at(-1) ?? -Infinity,
      ),
  },
  {
    id: 'two-functions',
    how: 'a loop of its own for each axis; over axis 0 whole rows are added; an axis is refused without saying which',
    answer: () => {
      const sizes = (x: Tensor, axis: number): readonly number[] => {
        if (axis !== 0 && axis !== 1) throw new ValueError('sum wants axis 0 or 1')
        if (x.shape.length !== 2) throw new ShapeError('reduce', 'a matrix', [x])
        return x.shape
      }
      return {
        sum(x, axis) {
          const [B, K] = sizes(x, axis)
          const numbers: number[] = Array<number>(axis === 0 ? K : B).fill(0)
          x.data.forEach((v, i) => (numbers[axis === 0 ? i % K : Math.floor(i / K)] += v))
          return tensorLike(x, axis === 0 ? [K] : [B, 1], numbers)
        },
        max(x, axis) {
          const [B, K] = sizes(x, axis)
          if (axis === 0) {
            const best = zeros([K], x)
            best.data.fill(-Infinity)
            for (let i = 0; i < B * K; i++) best.data[i % K] = Math.max(best.data[i % K], x.data[i])
            return best
          }
          const best = zeros([B, 1], x)
          for (let n = 0; n < B; n++) {
            let j = 0
            for (let i = 1; i < K; i++) if (x.data[n * K + i] > x.data[n * K + j]) j = i
            best.data[n] = K === 0 ? -Infinity : x.data[n * K + j]
          }
          return best
        },
      }
    },
  },
  {
    id: 'class',
    how: 'objects of two classes take number after number: one has Kahan’s sum, the other the maximum',
    answer: () =>
      of(
        folded(() => new Kahan()),
        folded(() => new Largest()),
      ),
  },
  {
    id: 'rounds',
    how: 'a tournament without recursion: in each round neighbours meet, until one number is left',
    answer: () =>
      of(
        rounds((a, b) => a + b, 0),
        rounds((a, b) => (a > b ? a : b), -Infinity),
      ),
  },
  {
    id: 'strides',
    how: 'one function for both axes: two steps through the data, one along a line and one from line to line',
    answer: () => {
      const along =
        (who: string, start: number, add: (so_far: number, v: number) => number) =>
        (x: Tensor, axis: 0 | 1): Tensor => {
          const [B, K] = matrixShape(x, who)
          const plans: [shape: number[], length: number, across: number, along: number][] = [
            [[K], B, 1, K],
            [[B, 1], K, K, 1],
          ]
          if (!(axis in plans)) throw new ValueError(`A matrix has the axes 0 and 1, and ${axis} is neither.`)
          const [shape, length, across, step] = plans[axis]
          const y = zeros(shape, x)
          for (let line = 0; line < y.data.length; line++) {
            let total = start
            for (let i = length - 1; i >= 0; i--) total = add(total, x.data[line * across + i * step])
            y.data[line] = total
          }
          return y
        }
      return { sum: along('sum', 0, (total, v) => total + v), max: along('max', -Infinity, Math.max) }
    },
  },
]
