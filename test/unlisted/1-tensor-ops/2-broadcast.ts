import type * as kata from '#kata/1-tensor-ops/2-broadcast.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, matrixShape, zeros } from '#lib/tensor'

function checked(x: Tensor, b: Tensor): [B: number, K: number] {
  const [B, K] = matrixShape(x, 'broadcast')
  if (![`${K}`, `1,${K}`, `${B},1`].includes(b.shape.join())) throw new ShapeError('broadcast', 'row or column', [x, b])
  return [B, K]
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'repeated-and-swapped',
    what: 'b is walked through again and again (T10), and f gets b before x (swapped)',
    answer: () => ({
      broadcast(x, b, f) {
        const [B, K] = checked(x, b)
        const y = zeros([B, K], x)
        for (let i = 0; i < B * K; i++) y.data[i] = f(b.data[i % b.data.length], x.data[i])
        return y
      },
    }),
  },
  {
    id: 'first-of-b',
    what: 'every entry meets the first of b: a belief on no list',
    answer: () => ({
      broadcast(x, b, f) {
        const y = zeros(checked(x, b), x)
        for (let i = 0; i < y.data.length; i++) y.data[i] = f(x.data[i], b.data[0])
        return y
      },
    }),
  },
]
