import type * as kata from '#kata/1-tensor-ops/4-transpose.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, matrixShape, zeros } from '#lib/tensor'
import { tensorLike, transposeBy } from '../../answer-parts/1-tensor-ops.ts'

/** a tensor whose shape and data are getters */
class Turned implements Tensor {
  private readonly x: Tensor
  private written?: Tensor['data']

  constructor(x: Tensor) {
    this.x = { shape: matrixShape(x, 'transpose'), data: x.data.slice() }
  }

  get shape(): readonly number[] {
    return this.x.shape.toReversed()
  }

  get data(): Tensor['data'] {
    const [M, N] = this.x.shape
    return (this.written ??= this.x.data.map((_, at) => this.x.data[(at % M) * N + Math.floor(at / M)]))
  }
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'gather',
    how: 'in the order of the result, each entry fetched from x',
    answer: () =>
      transposeBy((x, M, N) => {
        const y = zeros([N, M], x)
        let at = 0
        for (let j = 0; j < N; j++) for (let i = 0; i < M; i++) y.data[at++] = x.data[i * N + j]
        return y
      }),
  },
  {
    id: 'nested',
    how: 'nested arrays inside: the rows, then a row for each column, then flat',
    answer: () =>
      transposeBy((x, M, N) => {
        const rows = Array.from({ length: M }, (_, i) => Array.from(x.data.subarray(i * N, i * N + N)))
        const columns = Array.from({ length: N }, (_, j) => rows.map((row) => row[j]))
        return tensorLike(x, [N, M], columns.flat())
      }),
  },
  {
    id: 'blocks',
    how: 'recursion into halves of the longer side',
    answer: () =>
      transposeBy((x, M, N) => {
        const y = zeros([N, M], x)
        const block = (top: number, left: number, rows: number, columns: number): void => {
          if (rows === 0 || columns === 0) return
          if (rows === 1 && columns === 1) y.data[left * M + top] = x.data[top * N + left]
          else if (rows >= columns) {
            block(top, left, rows >> 1, columns)
            block(top + (rows >> 1), left, rows - (rows >> 1), columns)
          } else {
            block(top, left, rows, columns >> 1)
            block(top, left + (columns >> 1), rows, columns - (columns >> 1))
          }
        }
        block(0, 0, M, N)
        return y
      }),
  },
  {
    id: 'swaps',
    how: 'a copy, and in a square the entries across the diagonal swapped in it, each pair once',
    answer: () =>
      transposeBy((x, M, N) => {
        const data = x.data.slice()
        if (M !== N) data.forEach((_, at) => (data[at] = x.data[(at % M) * N + Math.floor(at / M)]))
        else {
          for (let i = 0; i < M; i++) {
            for (let j = 0; j < i; j++) [data[i * N + j], data[j * N + i]] = [data[j * N + i], data[i * N + j]]
          }
        }
        return { shape: [N, M], data }
      }),
  },
  {
    id: 'getters',
    how: 'an object with getters, which copies x at once and moves the numbers when they are asked for',
    answer: () => ({ transpose: (x) => new Turned(x) }),
  },
  {
    id: 'modulo',
    how: 'entry i goes to i·M mod (M·N − 1), and the last one stays the last',
    answer: () =>
      transposeBy((x, M, N) => {
        const y = zeros([N, M], x)
        const last = M * N - 1
        for (let i = 0; i < last; i++) y.data[(i * M) % last] = x.data[i]
        if (last >= 0) y.data[last] = x.data[last]
        return y
      }),
  },
  {
    id: 'cycles',
    how: 'a copy, whose numbers move along the cycles of the permutation, each cycle once',
    answer: () =>
      transposeBy((x, M, N) => {
        const y = { shape: [N, M], data: x.data.slice() }
        const moved = new Uint8Array(M * N)
        for (let start = 0; start < M * N; start++) {
          for (let at = start, carried = x.data[start]; moved[at] === 0;) {
            moved[at] = 1
            at = (at % N) * M + Math.floor(at / N)
            const next = y.data[at]
            y.data[at] = carried
            carried = next
          }
        }
        return y
      }),
  },
]
