/**
 * 4.4  relu: what is negative stays out
 *
 *   y = max(0, x)      dx = dy where x > 0, otherwise 0
 *
 * On the way back the mask is that of x, not that of dy. If x < 0, a small change of x does not change the loss, so the
 * gradient is 0. At x = 0 there is no derivative. This course takes 0, as the large libraries do.
 *
 * The laws: relu(relu(x)) = relu(x); relu(x) − relu(−x) = x; ⟨x, dx⟩ = ⟨y, dy⟩.
 *
 * 10 minutes. Needs 1.1, 4.2.
 */
import type { Tensor } from '#lib/tensor'
import { map, zip } from '../1-tensor-ops/1-map-zip.ts'
import type { Diff } from './2-pullback.ts'
import { todo } from '#lib/todo'

/** y = max(0, x)      x, y: any shape      back: dy → [dx], dx = dy where x > 0, otherwise 0 */
export const relu: Diff<[Tensor], Tensor> = (x) => todo('4.4 relu: y = max(0, x)')
