import type * as kata from '#kata/1-tensor-ops/1-map-zip.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { zerosLike, zipInto } from '../../answer-parts/1-tensor-ops.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'backwards-in-float64',
    what: 'the result is float64 always (float64-always), and stands in the opposite order',
    answer: () => ({
      map(x, f) {
        const y = zeros(x.shape)
        for (let i = 0; i < x.data.length; i++) y.data[y.data.length - 1 - i] = f(x.data[i])
        return y
      },
    }),
  },
  {
    id: 'swapped-from-the-end',
    what: 'f gets b before a (zip-swapped), and b is read from its end',
    answer: () => ({
      zip(a, b, f) {
        const y = zeros(a.shape, a)
        const last = b.data.length - 1
        for (let i = 0; i < a.data.length; i++) y.data[i] = f(b.data[last - i], a.data[i])
        return y
      },
    }),
  },
  {
    id: 'sizes-in-any-order',
    what: 'shapes agree when they have the same sizes, in whatever order',
    answer: () => ({ zip: zipInto(zerosLike, (a, b) => a.shape.toSorted().join() === b.shape.toSorted().join()) }),
  },
  {
    id: 'sum-of-sizes',
    what: 'shapes agree when the sum of their sizes is the same',
    answer: () => {
      const sum = ({ shape }: Tensor): number => shape.reduce((total, n) => total + n, 0)
      return { zip: zipInto(zerosLike, (a, b) => sum(a) === sum(b)) }
    },
  },
]
