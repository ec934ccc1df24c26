/**
 * 9.4  tiles: sixteen sums at once, in registers
 *
 *   y[m, n] ← Σₖ a[m, k] · b[k, n]      a: (M, K)   b: (K, N)   y: (M, N)
 *
 * In each cycle a core can begin two loads and two multiplications. For one cell of y, each product needs two loads, one of
 * a and one of b, and half of the multipliers stay idle. For a tile of 4 × 4 cells, 16 products share 8 loads, four of a and
 * four of b: half a load for each product. The 16 sums are local variables, which live in registers. So y is written once,
 * at the end, and never read.
 *
 *              n … n + 3
 *            ┌───────────┐
 *            │ b[k, n …] │
 *   ┌─────┐  ├───────────┤
 *   │ a m │  │ 16 sums   │     If 4 does not divide N or M, cells are left at the right edge or at the lower edge:
 *   │   … │  │           │     compute them cell by cell.
 *   └─────┘  └───────────┘
 *
 * The laws: those of 1.5, whatever y held before, for any M, K and N. The promises: if 4 divides M and N, four products
 * take at most three loads of a and b; each cell of y is written once; no tile reaches beyond the end of a, b or y.
 *
 * 25 minutes. Needs 9.2.
 */
import type { Tensor } from '#lib/tensor'
import { sizesOf } from './2-in-place.ts'
import { todo } from '#lib/todo'

/** y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before */
export function matmulInto(y: Tensor, a: Tensor, b: Tensor): void {
  return todo('9.4 matmulInto: y[m, n] ← Σₖ a[m, k] · b[k, n], whatever y holds before')
}
