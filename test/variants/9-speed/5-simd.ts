import type * as kata from '#kata/9-speed/5-simd.ts'
import { kernel } from '#kata/9-speed/5-simd.ts'
import { sizesOf } from '#kata/9-speed/2-in-place.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { ValueError, dtypeOf } from '#lib/tensor'

type Compiled = (y: number, a: number, b: number, M: number, K: number, N: number) => void

export const variants: Variant<typeof kata>[] = [
  {
    id: 'y-first',
    how: 'y lies first in the memory, a and b behind it at multiples of 16 bytes; each tensor through a view of its own',
    answer: () => {
      const memory = new WebAssembly.Memory({ initial: 2 })
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory } })
      const run = exports.matmul as Compiled
      const rounded = (count: number): number => Math.ceil(count / 4) * 16
      return {
        matmulInto(y, a, b) {
          const [M, K, N] = sizesOf(y, a, b)
          const wide = [y, a, b].find((x) => dtypeOf(x) === 'float64')
          if (wide) throw new ValueError('matmulInto wants float32, and not float64.')
          const atA = rounded(M * N)
          const atB = atA + rounded(M * K)
          const missing = atB + rounded(K * N) - memory.buffer.byteLength
          if (missing > 0) memory.grow((missing >> 16) + 1)
          new Float32Array(memory.buffer, atA, M * K).set(a.data)
          new Float32Array(memory.buffer, atB, K * N).set(b.data)
          run(0, atA, atB, M, K, N)
          y.data.set(new Float32Array(memory.buffer, 0, M * N))
        },
      }
    },
  },
  {
    id: 'row-by-row',
    how: 'the kernel is called for each row: b goes in once, the rows of a one after the other',
    answer: () => {
      const memory = new WebAssembly.Memory({ initial: 64 })
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory } })
      const run = exports.matmul as Compiled
      const numbers = new Float32Array(memory.buffer)
      return {
        matmulInto(y, a, b) {
          const [M, K, N] = sizesOf(y, a, b)
          for (const x of [y, a, b]) if (!(x.data instanceof Float32Array)) throw new ValueError('float64')
          numbers.set(b.data)
          const [atA, atY] = [K * N, K * N + K]
          for (let m = 0; m < M; m++) {
            for (let k = 0; k < K; k++) numbers[atA + k] = a.data[m * K + k]
            run(4 * atY, 4 * atA, 0, 1, K, N)
            for (let n = 0; n < N; n++) y.data[m * N + n] = numbers[atY + n]
          }
        },
      }
    },
  },
]
