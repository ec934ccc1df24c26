/**
 * 4.4  relu: what is negative stays out
 *
 *   y = max(0, x)      x, y: any shape      back: dy → [dx], of the same shape
 *
 * Look at one entry, and at its sign: if x moves a little, how much does y move? That is for you to derive. At x = 0
 * there is no derivative. This course takes a slope of 0 there, as the large libraries do.
 *
 * The laws: relu(relu(x)) = relu(x); relu(x) − relu(−x) = x; ⟨x, dx⟩ = ⟨y, dy⟩.
 *
 * 10 minutes. Needs 1.1, 4.2.
 */
import type { Tensor } from '#lib/tensor'
import { map, zip } from '../1-tensor-ops/1-map-zip.ts'
import type { Diff } from './2-pullback.ts'
import { todo } from '#lib/todo'

/** y = max(0, x)      x, y: any shape      back: dy → [dx] */
export const relu: Diff<[Tensor], Tensor> = (x) => todo('4.4 relu: y = max(0, x)')
