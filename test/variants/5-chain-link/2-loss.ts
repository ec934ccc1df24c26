import type * as kata from '#kata/5-chain-link/2-loss.ts'
import { predict } from '#kata/5-chain-link/1-joints.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { lossBy } from '../../answer-parts/5-chain-link.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'hypot',
    how: 'the distance first, squared afterwards',
    answer: () => lossBy(([x, y], [tx, ty]) => Math.hypot(x - tx, y - ty) ** 2),
  },
  {
    id: 'fold',
    how: 'a fold over the coordinates, target minus end',
    answer: () => lossBy((end, target) => target.reduce((sum, t, k) => sum + Math.pow(t - end[k], 2), 0)),
  },
  {
    id: 'from-the-target',
    how: 'the arm begins at base − target, and the loss is the square of its end',
    answer: () => ({
      loss(angles, [tx, ty], [bx, by] = [0, 0]) {
        const [x, y] = predict(angles, [bx - tx, by - ty])
        return x * x + y * y
      },
    }),
  },
  {
    id: 'conjugate',
    how: 'the error is a complex number e, and the loss is the real part of e·ē',
    answer: () =>
      lossBy((end, target) => {
        const e = { re: end[0] - target[0], im: end[1] - target[1] }
        const conjugate = { re: e.re, im: -e.im }
        return e.re * conjugate.re - e.im * conjugate.im
      }),
  },
]
