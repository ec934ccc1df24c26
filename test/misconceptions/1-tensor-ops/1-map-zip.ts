import type * as kata from '#kata/1-tensor-ops/1-map-zip.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, dtypeOf, sameShape, zeros } from '#lib/tensor'
import { mapAndZip, zerosLike, zipInto } from '../../answer-parts/1-tensor-ops.ts'

/** the right loops, into the tensor that `make` gives for the first input; only so many entries are visited */
function into(
  make: (x: Tensor) => Tensor,
  visited = (x: Tensor): number => x.data.length,
): Pick<typeof kata, 'map' | 'zip'> {
  return mapAndZip((x, entry) => {
    const y = make(x)
    for (let i = 0; i < visited(x); i++) y.data[i] = entry(i)
    return y
  })
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'T06',
    belief: 'the result may stand where the input stood',
    diagnosis: 'This writes its result into the data of its first argument, which belongs to the caller.',
    answer: () => into((x) => x),
  },
  {
    id: 'T04',
    belief: 'a result of the same size may use the memory of the last one again',
    diagnosis: 'All results of one size are the same array here: look at the first result after a second call.',
    answer: () => {
      const kept: Record<string, Tensor> = {}
      const { map } = into((x) => (kept[`${dtypeOf(x)} ${x.shape.join()}`] ??= zerosLike(x)))
      return { map }
    },
  },
  {
    id: 'T05',
    belief: 'numbers of a neural network are float32',
    diagnosis: 'The result is float32 here whatever came in: about seven digits are left of a float64.',
    answer: () => into((x) => zeros(x.shape, 'float32')),
  },
  {
    id: 'float64-always',
    belief: 'numbers of JavaScript are float64, and so is every result',
    diagnosis: 'The result is float64 here whatever came in: look at the dtype for a float32 input.',
    answer: () => into((x) => zeros(x.shape)),
  },
  {
    id: 'flat-shape',
    belief: 'the shape is the number of entries',
    diagnosis:
      'The numbers are in their places, but the result has one axis only, whatever the shape of the input was.',
    answer: () => into((x) => zeros([x.data.length], x)),
  },
  {
    id: 'matrix-only',
    belief: 'a tensor has rows and columns',
    diagnosis: 'The loops run over shape[0] and shape[1]: a vector has no shape[1], and a third axis is not visited.',
    answer: () => into(zerosLike, ({ shape: [M, N] }) => M * N),
  },
  {
    id: 'three-axes',
    belief: 'a tensor has three axes at most',
    diagnosis: 'The loops run over shape[0], shape[1] and shape[2]: what lies along a fourth axis is not visited.',
    answer: () => into(zerosLike, ({ shape: [L, M = 1, N = 1] }) => L * M * N),
  },
  {
    id: 'nan-to-0',
    belief: 'NaN is an accident, and f(…) || 0 tidies it away',
    diagnosis: 'If f returns NaN, it is replaced by 0, and the caller does not see it. What is ln(−1)?',
    answer: () => {
      const { map, zip } = into(zerosLike)
      return { map: (x, f) => map(x, (v) => f(v) || 0), zip: (a, b, f) => zip(a, b, (u, v) => f(u, v) || 0) }
    },
  },
  {
    id: 'skips-zeros',
    belief: 'f(0) is 0, so zeros need no work',
    diagnosis: 'Entries that are 0 stay 0 here without a call of f. What is cos(0)?',
    answer: () => {
      const { map } = into(zerosLike)
      return { map: (x, f) => map(x, (v) => (v === 0 ? 0 : f(v))) }
    },
  },
  {
    id: 'map-index',
    belief: 'data.map(f) calls f(value)',
    diagnosis:
      'f is called with more than the value here: the map of an array passes the index and the array as well. A function with a second, optional parameter takes the index for it.',
    answer: () => ({ map: (x, f) => ({ shape: x.shape, data: x.data.map(f) }) }),
  },
  {
    id: 'zip-swapped',
    belief: 'the order of the two arguments does not matter',
    diagnosis: 'f gets first the entry of b, then the entry of a. For a sum that is the same; look at a difference.',
    answer: () => {
      const zip = zipInto(zerosLike)
      return { zip: (a, b, f) => zip(a, b, (u, v) => f(v, u)) }
    },
  },
  {
    id: 'zip-dtype',
    belief: 'the result has the dtype of the second input',
    diagnosis: 'The result has the dtype of b here: look at a in float32 with b in float64.',
    answer: () => ({ zip: zipInto((a, b) => zeros(a.shape, b)) }),
  },
  {
    id: 'zip-promotes',
    belief: 'float64 with float32 is float64, as in numpy',
    diagnosis: 'The result is float64 here when one of the two inputs is. Which of them says the dtype of the result?',
    answer: () => ({
      zip: zipInto((a, b) =>
        zeros(a.shape, dtypeOf(a) === 'float64' || dtypeOf(b) === 'float64' ? 'float64' : 'float32'),
      ),
    }),
  },
  {
    id: 'zip-count',
    belief: 'shapes agree when they have as many entries',
    diagnosis: 'This compares how many entries there are. (2, 3) and (3, 2) both have six.',
    answer: () => ({ zip: zipInto(zerosLike, (a, b) => a.data.length === b.data.length) }),
  },
  {
    id: 'zip-axes',
    belief: 'shapes agree when they have as many axes',
    diagnosis: 'This compares how many axes there are, and not how long they are. (2, 3) and (3, 2) both have two.',
    answer: () => ({ zip: zipInto(zerosLike, (a, b) => a.shape.length === b.shape.length) }),
  },
  {
    id: 'zip-rows',
    belief: 'shapes agree when they have as many rows',
    diagnosis: 'Only shape[0] is compared here. Look at (2, 3) with (2, 4).',
    answer: () => ({ zip: zipInto(zerosLike, (a, b) => a.shape[0] === b.shape[0]) }),
  },
  {
    id: 'zip-two-axes',
    belief: 'a shape is rows and columns',
    diagnosis: 'shape[0] and shape[1] are compared, and nothing after them. Look at (2, 1, 3) with (2, 1, 4).',
    answer: () => ({ zip: zipInto(zerosLike, (a, b) => [0, 1].every((axis) => a.shape[axis] === b.shape[axis])) }),
  },
  {
    id: 'zip-prefix',
    belief: 'shapes agree when every axis of a is in b',
    diagnosis: 'Every axis of a is compared with that of b, but b may have more of them. Look at (3) with (3, 1).',
    answer: () => ({ zip: zipInto(zerosLike, (a, b) => a.shape.every((n, axis) => n === b.shape[axis])) }),
  },
  {
    id: 'zip-identity',
    belief: '=== compares what is in two arrays',
    diagnosis:
      'Two tensors of equal shapes are refused. === between arrays asks whether they are one and the same object.',
    crashes: true,
    answer: () => ({ zip: zipInto(zerosLike, (a, b) => a.shape === b.shape) }),
  },
  {
    id: 'zip-shortest',
    belief: 'zip ends where the shorter one ends, as in Python',
    diagnosis: 'This stops at the end of the shorter tensor and says nothing of the rest.',
    answer: () => ({
      zip: zipInto(
        (a, b) => zeros((a.data.length <= b.data.length ? a : b).shape, a),
        () => true,
      ),
    }),
  },
  {
    id: 'zip-stretches',
    belief: 'a row fits a matrix, as in numpy',
    diagnosis: 'A row is repeated for every row of a matrix here. zip is for two tensors of one shape.',
    answer: () => {
      const isRow = (b: Tensor, a: Tensor): boolean => b.shape.length === 1 && b.shape[0] === a.shape.at(-1)
      const zip = zipInto(zerosLike, (a, b) => sameShape(a, b) || isRow(b, a))
      return {
        zip: (a, b, f) => {
          const data = isRow(b, a) ? zerosLike(a).data.map((_, i) => b.data[i % b.data.length]) : b.data
          return zip(a, isRow(b, a) ? { shape: a.shape, data } : b, f)
        },
      }
    },
  },
  {
    id: 'T25',
    belief: 'shapes will fit: the caller takes care',
    diagnosis: 'Nothing is checked here: entries that do not exist are read as undefined, and become NaN.',
    answer: () => ({ zip: zipInto(zerosLike, () => true) }),
  },
]
