import type * as logs from '#kata/2-softmax/2-log-softmax.ts'
import { type Tensor, checkLogits, dtypeOf, matrixShape, zeros } from '#lib/tensor'

export type Row = number[]
type Softmax = (x: Tensor) => Tensor

export function rowOf({ shape: [, K], data }: Tensor, n: number): Row {
  return Array.from(data.subarray(n * K, n * K + K))
}

/** a function of matrices, from what becomes of each row */
export function rowwise(turn: (row: Row, x: Tensor) => Row): Softmax {
  return (x) => {
    const [B, K] = matrixShape(x, 'softmax')
    const y = zeros([B, K], x)
    for (let n = 0; n < B; n++) y.data.set(turn(rowOf(x, n), x), n * K)
    return y
  }
}

export function withCheck(softmax: Softmax): Softmax {
  return (x) => {
    checkLogits(x, 'softmax')
    return softmax(x)
  }
}

/** softmax, from what becomes of each row of logits that are checked */
export function softmaxBy(turn: (row: Row, x: Tensor) => Row): { softmax: Softmax } {
  return { softmax: withCheck(rowwise(turn)) }
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0)
}

export function normalize(e: Row): Row {
  const all = total(e)
  return e.map((ei) => ei / all)
}

/** one number for each row */
export function column(
  measure: (row: Row, x: Tensor) => number,
  check: (x: Tensor, who: string) => unknown = checkLogits,
): typeof logs.logSumExp {
  return (x) => {
    check(x, 'logSumExp')
    const y = zeros([x.shape[0], 1], x)
    for (let n = 0; n < y.data.length; n++) y.data[n] = measure(rowOf(x, n), x)
    return y
  }
}

/** a tensor like x, entry by entry; n is its row, and i its column */
export function entries(x: Tensor, entry: (xi: number, n: number, i: number) => number): Tensor {
  const [, K] = matrixShape(x, 'logSoftmax')
  const y = zeros(x.shape, x)
  for (let at = 0; at < y.data.length; at++) y.data[at] = entry(x.data[at], Math.floor(at / K), at % K)
  return y
}

/** this logSumExp, and the logSoftmax that is built on it */
export function withLogSoftmax(logSumExp: typeof logs.logSumExp): Pick<typeof logs, 'logSumExp' | 'logSoftmax'> {
  return {
    logSumExp,
    logSoftmax: (x) => {
      const below = logSumExp(x)
      return entries(x, (xi, n) => xi - below.data[n])
    },
  }
}

export function sumExp(row: Row, minus = 0): number {
  return total(row.map((xi) => Math.exp(xi - minus)))
}

/** writes each result into one tensor per shape and dtype, which it makes at the first */
export function reuseMemory(): (y: Tensor) => Tensor {
  const kept = new Map<string, Tensor>()
  return (y) => {
    const key = `${y.shape.join('×')} ${dtypeOf(y)}`
    const first = kept.get(key) ?? y
    kept.set(key, first)
    first.data.set(y.data)
    return first
  }
}
