import type * as kata from '#kata/9-speed/5-simd.ts'
import { kernel } from '#kata/9-speed/5-simd.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { checkFloat32, openKernel, writingBy } from '../../answer-parts/9-speed.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'y-first',
    how: 'y lies first in the memory, a and b behind it at multiples of 16 bytes; each tensor through a view of its own',
    answer: () => {
      const { run, memory } = openKernel(kernel, 2)
      const rounded = (count: number): number => Math.ceil(count / 4) * 16
      return writingBy((y, a, b, M, K, N) => {
        const atA = rounded(M * N)
        const atB = atA + rounded(M * K)
        const missing = atB + rounded(K * N) - memory.buffer.byteLength
        if (missing > 0) memory.grow((missing >> 16) + 1)
        new Float32Array(memory.buffer, atA, M * K).set(a)
        new Float32Array(memory.buffer, atB, K * N).set(b)
        run(0, atA, atB, M, K, N)
        y.set(new Float32Array(memory.buffer, 0, M * N))
      }, checkFloat32)
    },
  },
  {
    id: 'row-by-row',
    how: 'the kernel is called for each row: b goes in once, the rows of a one after the other',
    answer: () => {
      const { run, numbers } = openKernel(kernel, 64)
      return writingBy((y, a, b, M, K, N) => {
        numbers.set(b)
        const [atA, atY] = [K * N, K * N + K]
        for (let m = 0; m < M; m++) {
          for (let k = 0; k < K; k++) numbers[atA + k] = a[m * K + k]
          run(4 * atY, 4 * atA, 0, 1, K, N)
          for (let n = 0; n < N; n++) y[m * N + n] = numbers[atY + n]
        }
      }, checkFloat32)
    },
  },
]
