import type * as kata from '#kata/9-speed/5-simd.ts'
import { kernel, matmulInto } from '#kata/9-speed/5-simd.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import type { Tensor } from '#lib/tensor'
import {
  type Numbers,
  type Compiled,
  checkFloat32,
  dot,
  openKernel,
  throughFloat32,
  writingBy,
} from '../../answer-parts/9-speed.ts'

/** the right wrapper, but for what is handed in, before the right kernel; 16 MB, so that it never has to grow */
function wrapper({
  call = (run: Compiled, y: number, a: number, b: number, M: number, K: number, N: number): void =>
    run(4 * y, 4 * a, 4 * b, M, K, N),
  source = (x: Tensor): Numbers => x.data,
  room = 256,
} = {}): Answer<typeof kata> {
  let opened: ReturnType<typeof openKernel> | undefined
  return {
    matmulInto(y, a, b) {
      const [M, K, N] = checkFloat32(y, a, b)
      opened ??= openKernel(kernel, room)
      const { run, numbers } = opened
      const [atB, atY] = [M * K, M * K + K * N]
      write(numbers, source(a), 0, M * K)
      write(numbers, source(b), atB, K * N)
      call(run, atY, 0, atB, M, K, N)
      for (let i = 0; i < M * N; i++) y.data[i] = numbers[atY + i]
    },
  }
}

/** what reaches beyond the memory is lost, without a word */
function write(numbers: Float32Array, from: Numbers, at: number, count: number): void {
  for (let i = 0; i < count; i++) numbers[at + i] = from[i]
}

/** the product, cell by cell */
function cellwise(
  cell: (
    a: Numbers,
    b: Numbers,
    at: { m: number; n: number; M: number; K: number; N: number; before: number },
  ) => number,
): Answer<typeof kata> {
  return writingBy((y, a, b, M, K, N) => {
    for (let m = 0; m < M; m++) {
      for (let n = 0; n < N; n++) y[m * N + n] = cell(a, b, { m, n, M, K, N, before: y[m * N + n] })
    }
  }, checkFloat32)
}

/** what a kernel would do that is wrong in its lanes: each cell has its sum, or what is left of it */
function lanes(
  isDone: (m: number, n: number, M: number, N: number) => boolean,
  left: (before: number) => number = (before) => before,
): Answer<typeof kata> {
  return cellwise((a, b, { m, n, M, K, N, before }) => (isDone(m, n, M, N) ? dot(a, b, m, n, K, N) : left(before)))
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'last-lanes-missing',
    belief: 'N is a multiple of 4',
    diagnosis: 'The last columns of y are left as they were when 4 does not divide N: too few for a register of four.',
    answer: () => lanes((_, n, __, N) => n < N - (N % 4)),
  },
  {
    id: 'last-lanes-zero',
    belief: 'N is a multiple of 4, and a memory begins as zeros',
    diagnosis: 'The last columns of y are 0 when 4 does not divide N: their cells in the memory are never written.',
    answer: () =>
      lanes(
        (_, n, __, N) => n < N - (N % 4),
        () => 0,
      ),
  },
  {
    id: 'last-rows-missing',
    belief: 'M is a multiple of 4',
    diagnosis: 'The last rows of y are left as they were when 4 does not divide M.',
    answer: () => lanes((m, _, M) => m < M - (M % 4)),
  },
  {
    id: 'last-rows-zero',
    belief: 'M is a multiple of 4, and a memory begins as zeros',
    diagnosis:
      'The last rows of y are never written in the memory when 4 does not divide M: they are 0, or of an earlier product.',
    answer: () => wrapper({ call: (run, y, a, b, M, K, N) => run(4 * y, 4 * a, 4 * b, M - (M % 4), K, N) }),
    keeps: true,
  },
  {
    id: 'lanes-overrun',
    belief: 'four numbers may be stored where fewer belong: the rest is overwritten later',
    diagnosis:
      'The last store of a row reaches into the next row: right as long as that row is written later. And after the last row?',
    answer: () =>
      writingBy((y, a, b, M, K, N) => {
        for (let m = M - 1; m >= 0; m--) {
          for (let n = 0; n < N; n += 4) {
            for (let lane = 0; lane < 4; lane++) {
              let sum = 0
              for (let k = 0; k < K; k++) sum += a[m * K + k] * (b[k * N + n + lane] ?? 0)
              y[m * N + n + lane] = sum
            }
          }
        }
      }, checkFloat32),
  },
  {
    id: 'first-lane-only',
    belief: 'a vector is a number that is four times as fast',
    diagnosis: 'All four lanes have the sum of the first column: is it b, or a, whose number is wanted four times?',
    answer: () => cellwise((a, b, { m, n, K, N }) => dot(a, b, m, n < N - (N % 4) ? n - (n % 4) : n, K, N)),
  },
  {
    id: 'indices-for-bytes',
    belief: 'the kernel counts in numbers, as the wrapper does',
    diagnosis:
      'The kernel gets indices where it wants bytes: the places of b and y are a quarter of what they should be.',
    answer: () => wrapper({ call: (run, y, a, b, M, K, N) => run(y, a, b, M, K, N) }),
    keeps: true,
  },
  {
    id: 'arguments-swapped',
    belief: 'the kernel takes a, b and y in this order',
    diagnosis: 'The kernel gets y where it wants a factor: it takes y, a, b, M, K, N.',
    answer: () => wrapper({ call: (run, y, a, b, M, K, N) => run(4 * a, 4 * b, 4 * y, M, K, N) }),
    keeps: true,
  },
  {
    id: 'whole-buffer',
    belief: 'x.data.buffer has the numbers of x',
    diagnosis:
      'The whole buffer is copied from its beginning: x.data may be a window that begins somewhere in the middle.',
    answer: () => wrapper({ source: (x) => new Float32Array(x.data.buffer) }),
  },
  {
    id: 'one-page',
    belief: 'one page of memory is enough',
    diagnosis: 'The memory never grows: numbers behind its end are lost.',
    answer: () => {
      const small = wrapper({ room: 256 }).matmulInto as typeof matmulInto
      return {
        matmulInto(y, a, b) {
          const [M, K, N] = checkFloat32(y, a, b)
          const missing = (M * K + K * N + M * N) * 4 - 65536
          small(y, a, b)
          if (missing > 0) y.data.fill(NaN, Math.max(0, M * N - Math.ceil(missing / 4)))
        },
      }
    },
  },
  {
    id: 'stale-numbers',
    belief: 'the view on the memory stays when the memory grows',
    diagnosis:
      'After the memory has grown, the old view on it is empty: nothing written there arrives, and nothing comes out.',
    answer: () => {
      let size = 65536
      return {
        matmulInto(y, a, b) {
          const [M, K, N] = checkFloat32(y, a, b)
          const needed = (M * K + K * N + M * N) * 4
          if (needed > size) size = Infinity // and from now on the view has no numbers
          if (size === Infinity) return
          matmulInto(y, a, b)
        },
      }
    },
    keeps: true,
  },
  {
    id: 'float64-goes-through',
    belief: 'set() converts, so any dtype will do',
    diagnosis: 'float64 goes through here, and is rounded to float32 on the way, without a word.',
    answer: () => throughFloat32(matmulInto),
  },
  {
    id: 'instance-for-each-call',
    belief: 'a memory and an instance are made when they are needed',
    diagnosis: 'Each call makes typed arrays, and drops them. What can be kept from one call to the next?',
    answer: () => ({
      matmulInto(y, a, b) {
        matmulInto(y, Object.assign({}, a, { data: a.data.slice() }), b)
      },
    }),
  },
  {
    id: 'no-lanes',
    belief: 'WebAssembly is fast by itself',
    diagnosis: 'The kernel multiplies with f32 numbers, one after the other. Which words of AssemblyScript take four?',
    answer: () => ({ kernel: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]) }),
  },
]
