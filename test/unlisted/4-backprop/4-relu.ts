import type * as kata from '#kata/4-backprop/4-relu.ts'
import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'from-1-without-dy',
    what: 'the mask is x ≥ 1 (B12), and it comes back without dy',
    answer: () => ({
      relu: (x) => [map(x, (v) => Math.max(0, v)), (dy) => [zip(dy, x, (_, v) => (v >= 1 ? 1 : 0))]],
    }),
  },
]
