import type { Diff } from '#kata/4-backprop/2-pullback.ts'
import { fork } from '#kata/4-backprop/3-fork.ts'
import { circuit } from '#lib/pictures/circuit'
import { type Tensor, vector } from '#lib/tensor'

const square: Diff<[Tensor], Tensor> = (x) => [
  { shape: x.shape, data: x.data.map((v) => v * v) },
  (du) => [{ shape: x.shape, data: du.data.map((d, i) => d * 2 * x.data[i]) }],
]
const triple: Diff<[Tensor], Tensor> = (x) => [
  { shape: x.shape, data: x.data.map((v) => 3 * v) },
  (dv) => [{ shape: x.shape, data: dv.data.map((d) => 3 * d) }],
]

/** L = u·v with u = x² and v = 3x at x = 2: what each path passes back, and their sum */
export function picture() {
  const [[u, v], back] = fork(square, triple)(vector(2))
  const [du, dv, none] = [v, u, vector(0)] // L = u·v, and each factor gets the other
  const dx = (...both: [Tensor, Tensor]): number => back(both)[0].data[0]
  return circuit(
    'a fork: both paths pass a share back, and the shares add',
    [
      { name: 'x', column: 0, row: 1, isEnd: true },
      { name: 'fork', column: 1, row: 1 },
      { name: 'x²', column: 2, row: 0 },
      { name: '3x', column: 2, row: 2 },
      { name: 'u·v', column: 3, row: 1 },
      { name: 'L', column: 4, row: 1, isEnd: true },
    ],
    [
      { from: 0, to: 1, name: 'x', value: 2, gradient: dx(du, dv) },
      { from: 1, to: 2, name: 'x', value: 2, gradient: dx(du, none), isShare: true },
      { from: 1, to: 3, name: 'x', value: 2, gradient: dx(none, dv), isShare: true },
      { from: 2, to: 4, name: 'u', value: u.data[0], gradient: du.data[0] },
      { from: 3, to: 4, name: 'v', value: v.data[0], gradient: dv.data[0] },
      { from: 4, to: 5, name: 'L', value: u.data[0] * v.data[0], gradient: 1 },
    ],
  )
}
