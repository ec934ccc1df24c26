import type * as kata from '#kata/1-tensor-ops/1-map-zip.ts'
import type { Stranger } from '#lib/judge/answers'
import { zeros } from '#lib/tensor'

export const strangers: Stranger<typeof kata>[] = [
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
]
