import type { Diff } from '#kata/4-backprop/2-pullback.ts'
import { fork } from '#kata/4-backprop/3-fork.ts'
import { bars } from '#lib/pictures/bars'
import { type Tensor, vector } from '#lib/tensor'

const square: Diff<[Tensor], Tensor> = (x) => [
  { shape: x.shape, data: x.data.map((v) => v * v) },
  (du) => [{ shape: x.shape, data: du.data.map((d, i) => d * 2 * x.data[i]) }],
]
const triple: Diff<[Tensor], Tensor> = (x) => [
  { shape: x.shape, data: x.data.map((v) => 3 * v) },
  (dv) => [{ shape: x.shape, data: dv.data.map((d) => 3 * d) }],
]

/** L = u·v with u = x² and v = 3x: the share of each path, and their sum */
export function picture() {
  const [[u, v], back] = fork(square, triple)(vector(2))
  const share = (du: Tensor, dv: Tensor): number => back([du, dv])[0].data[0]
  return bars(
    'L = u·v with u = x², v = 3x, at x = 2: both paths pass a share back, and dx is their sum',
    [{ name: 'dx', values: [share(v, vector(0)), share(vector(0), u), share(v, u)] }],
    ['through u', 'through v', 'both'],
  )
}
