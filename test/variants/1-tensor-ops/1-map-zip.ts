import type * as kata from '#kata/1-tensor-ops/1-map-zip.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, dtypeOf, sameShape, tensor, zeros } from '#lib/tensor'
import { mapAndZip, tensorLike, zerosLike } from '../../answer-parts/1-tensor-ops.ts'

type Zip = typeof kata.zip

function checked(zip: Zip): Zip {
  return (a, b, f) => {
    if (!sameShape(a, b)) throw new ShapeError('zip', 'equal shapes', [a, b])
    return zip(a, b, f)
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'array-methods',
    how: 'map of the typed array itself, which hands on the value alone',
    answer: () => ({
      map: (x, f) =>
        tensor(
          x.shape,
          x.data.map((v) => f(v)),
        ),
      zip: checked((a, b, f) =>
        tensor(
          a.shape,
          a.data.map((v, i) => f(v, b.data[i])),
        ),
      ),
    }),
  },
  {
    id: 'one-from-the-other',
    how: 'map is zip of x with itself',
    answer: () => {
      const zip = checked((a, b, f) => {
        const y = zeros(a.shape, a)
        y.data.set(Array.from(a.data, (v, i) => f(v, b.data[i])))
        return y
      })
      return { zip, map: (x, f) => zip(x, x, (v) => f(v)) }
    },
  },
  {
    id: 'from-the-end',
    how: 'a copy of the input, overwritten from its end',
    answer: () =>
      mapAndZip((x, entry) => {
        const data = x.data.slice()
        for (let i = data.length - 1; i >= 0; i--) data[i] = entry(i)
        return { shape: [...x.shape], data }
      }),
  },
  {
    id: 'plain-lists',
    how: 'plain arrays inside, filled with push and reduce',
    answer: () => ({
      map(x, f) {
        const numbers: number[] = []
        for (const v of x.data) numbers.push(f(v))
        return tensorLike(x, x.shape, numbers)
      },
      zip: checked((a, b, f) => {
        const numbers = Array.from(a.data.entries()).reduce<number[]>((all, [i, v]) => {
          all.push(f(v, b.data[i]))
          return all
        }, [])
        return tensorLike(a, a.shape, numbers)
      }),
    }),
  },
  {
    id: 'recursion',
    how: 'halves of halves, down to one entry',
    answer: () => {
      const visit = (from: number, to: number, at: (i: number) => void): void => {
        if (to - from === 1) at(from)
        if (to - from < 2) return
        const middle = (from + to) >> 1
        visit(middle, to, at)
        visit(from, middle, at)
      }
      return mapAndZip((x, entry) => {
        const y = zerosLike(x)
        visit(0, x.data.length, (i) => (y.data[i] = entry(i)))
        return y
      })
    },
  },
  {
    id: 'windows',
    how: 'every result is the next window of one large buffer, and none lies in another',
    answer: () => {
      const buffer = new ArrayBuffer(2 ** 20)
      let at = 0
      const next = (like: Tensor): Tensor => {
        const [Floats, bytes] = dtypeOf(like) === 'float32' ? [Float32Array, 4] : [Float64Array, 8]
        const { length } = like.data
        if (at + 8 * length > buffer.byteLength) return zerosLike(like)
        const data = new Floats(buffer, at, length)
        at += 8 * Math.ceil((length * bytes) / 8)
        return { shape: like.shape, data }
      }
      return mapAndZip((x, entry) => {
        const y = next(x)
        for (let i = 0; i < x.data.length; i++) y.data[i] = entry(i)
        return y
      })
    },
  },
  {
    id: 'generators',
    how: 'a generator of the results, which the class of the data collects; zip walks two iterators in step',
    answer: () => {
      function* mapped(x: Tensor, f: (v: number) => number): Generator<number> {
        for (const v of x.data) yield f(v)
      }
      function* zipped(a: Tensor, b: Tensor, f: (a: number, b: number) => number): Generator<number> {
        const right = b.data.values()
        for (const v of a.data) yield f(v, right.next().value as number)
      }
      const collect = ({ shape, data }: Tensor, values: Iterable<number>): Tensor => ({
        shape: [...shape],
        data: data instanceof Float32Array ? Float32Array.from(values) : Float64Array.from(values),
      })
      return {
        map: (x, f) => collect(x, mapped(x, f)),
        zip: checked((a, b, f) => collect(a, zipped(a, b, f))),
      }
    },
  },
  {
    id: 'shapes-as-text',
    how: 'the shapes are compared as text, the error has one sentence of its own, and entries are written from both ends',
    answer: () => {
      const fromBothEnds = (x: Tensor, entry: (i: number) => number): Tensor => {
        const y = zeros(x.shape, x)
        for (let [low, high] = [0, y.data.length - 1]; low <= high; low++, high--) {
          y.data[low] = entry(low)
          if (high > low) y.data[high] = entry(high)
        }
        return y
      }
      return {
        map: (x, f) => fromBothEnds(x, (i) => f(x.data[i])),
        zip(a, b, f) {
          const [one, other] = [a, b].map(({ shape }) => JSON.stringify(shape))
          if (one !== other) throw new ShapeError(`${one} does not lie on ${other}.`)
          return fromBothEnds(a, (i) => f(a.data[i], b.data[i]))
        },
      }
    },
  },
]
