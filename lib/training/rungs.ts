import { type Products, type Tensor, zeros } from '#lib/tensor'
import type { Rung } from './ladder.ts'

export { type Rung, rungNames } from './ladder.ts'

type Matmul = (a: Tensor, b: Tensor) => Tensor
type MatmulInto = (y: Tensor, a: Tensor, b: Tensor) => void

/**
 * The three products on a rung of the chosen tree. Only the chosen rung is imported, so stubs of other rungs do no
 * harm. simd and threads take float32 only.
 */
export const rungs: Readonly<Record<Rung, () => Promise<Products>>> = {
  naive: async () => products((await import('#kata/9-speed/1-loop-order.ts')).matmulNaive),
  'loop-order': async () => products((await import('#kata/9-speed/1-loop-order.ts')).matmul),
  'in-place': async () => products(withResult((await import('#kata/9-speed/2-in-place.ts')).matmulInto)),
  'skip-zeros': async () => products(withResult((await import('#kata/9-speed/3-skip-zeros.ts')).matmulInto)),
  tiles: async () => products(withResult((await import('#kata/9-speed/4-tiles.ts')).matmulInto)),
  simd: async () => products(withResult((await import('#kata/9-speed/5-simd.ts')).matmulInto)),
  threads: async () => products(withResult((await import('#kata/9-speed/6-threads.ts')).matmulInto)),
}

/** The slug of a rung's exercise. */
export function exerciseOfRung(rung: Rung): string {
  return rung === 'naive' ? 'speed/loop-order' : `speed/${rung}`
}

/** AB = A·B, AtB = Aᵀ·B, ABt = A·Bᵀ, as in 1.5, with the tree's own transpose */
async function products(matmul: Matmul): Promise<Products> {
  const { transpose } = await import('#kata/1-tensor-ops/4-transpose.ts')
  return {
    AB: matmul,
    AtB: (A, B) => matmul(transpose(A), B),
    ABt: (A, B) => matmul(A, transpose(B)),
  }
}

/** Turns a product that writes into y into one that returns a new y. */
function withResult(matmulInto: MatmulInto): Matmul {
  return (a, b) => {
    const y = zeros([a.shape[0], b.shape[1]], a)
    matmulInto(y, a, b)
    return y
  }
}
