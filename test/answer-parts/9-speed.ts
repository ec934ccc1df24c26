import { sizesOf } from '#kata/9-speed/2-in-place.ts'
import { type Tensor, ShapeError, ValueError, dtypeOf, matrixShape, zeros } from '#lib/tensor'

export type Numbers = Tensor['data']

/** writes the product of a (M, K) and b (K, N) into y */
export type Write = (y: Numbers, a: Numbers, b: Numbers, M: number, K: number, N: number) => void

type MatmulInto = (y: Tensor, a: Tensor, b: Tensor) => void

/** a product of 9.1: the checks and the new tensor, around whatever writes it */
export function matmulBy(write: Write, who = 'matmul'): (a: Tensor, b: Tensor) => Tensor {
  return (a, b) => {
    const [M, K] = matrixShape(a, who)
    const [inner, N] = matrixShape(b, who)
    if (inner !== K) throw new ShapeError(who, 'inner sizes that agree', [a, b])
    const y = zeros([M, N], a)
    write(y.data, a.data, b.data, M, K, N)
    return y
  }
}

/** an answer to 9.2 or later: the checks, around whatever writes the product into y */
export function writingBy(write: Write, check: typeof sizesOf = sizesOf): { matmulInto: MatmulInto } {
  return { matmulInto: (y, a, b) => write(y.data, a.data, b.data, ...check(y, a, b)) }
}

/** Σₖ a[m, k] · b[k, n] */
export function dot(a: Numbers, b: Numbers, m: number, n: number, K: number, N: number, steps = K): number {
  let sum = 0
  for (let k = 0; k < steps; k++) sum += a[m * K + k] * b[k * N + n]
  return sum
}

export const checkFloat32: typeof sizesOf = (y, a, b) => {
  const sizes = sizesOf(y, a, b)
  if ([y, a, b].some((x) => dtypeOf(x) !== 'float32')) throw new ValueError('matmulInto wants float32, not float64.')
  return sizes
}

export type Compiled = (y: number, a: number, b: number, M: number, K: number, N: number) => void

/** the kernel over a memory of so many pages, and the numbers in it */
export function openKernel(kernel: Uint8Array<ArrayBuffer>, pages: number) {
  const memory = new WebAssembly.Memory({ initial: pages })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory } })
  return { run: exports.matmul as Compiled, memory, numbers: new Float32Array(memory.buffer) }
}

/** this product, which takes float64 as well: by way of float32 */
export function throughFloat32(matmulInto: MatmulInto): { matmulInto: MatmulInto } {
  const narrow = (x: Tensor): Tensor => ({ shape: x.shape, data: Float32Array.from(x.data) })
  return {
    matmulInto(y, a, b) {
      if ([y, a, b].every((x) => dtypeOf(x) === 'float32')) return matmulInto(y, a, b)
      sizesOf(y, a, b)
      const result = narrow(y)
      matmulInto(result, narrow(a), narrow(b))
      y.data.set(result.data)
    },
  }
}
