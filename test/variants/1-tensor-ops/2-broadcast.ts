import type * as kata from '#kata/1-tensor-ops/2-broadcast.ts'
import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { ShapeError, matrixShape, tensor, zeros } from '#lib/tensor'
import { checkBroadcast } from '../../answer-parts/1-tensor-ops.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'stretch-then-zip',
    how: 'b is written out in full, and zip does the rest',
    answer: () => ({
      broadcast(x, b, f) {
        const { B, K, isColumn } = checkBroadcast(x, b)
        const full = Array.from({ length: B * K }, (_, i) => b.data[isColumn ? Math.floor(i / K) : i % K])
        return zip(x, tensor([B, K], full), f)
      },
    }),
  },
  {
    id: 'steps',
    how: 'a step of 0 along the axis that is stretched, as in libraries with strides',
    answer: () => ({
      broadcast(x, b, f) {
        const { B, K, isColumn } = checkBroadcast(x, b)
        const [down, along] = isColumn ? [1, 0] : [0, 1]
        const y = zeros([B, K], x)
        for (let j = 0; j < K; j++) {
          for (let n = 0; n < B; n++) y.data[n * K + j] = f(x.data[n * K + j], b.data[n * down + j * along])
        }
        return y
      },
    }),
  },
  {
    id: 'flat-index',
    how: 'one loop over the flat data, row and column reckoned from the index',
    answer: () => ({
      broadcast(x, b, f) {
        const { K, isColumn } = checkBroadcast(x, b)
        return { shape: x.shape, data: x.data.map((v, i) => f(v, b.data[isColumn ? (i - (i % K)) / K : i % K])) }
      },
    }),
  },
  {
    id: 'row-by-row',
    how: 'each row is a view that is only read, and its result is set into a new tensor',
    answer: () => ({
      broadcast(x, b, f) {
        const { B, K, isColumn } = checkBroadcast(x, b)
        const y = zeros([B, K], x)
        for (let n = 0; n < B; n++) {
          const row = x.data.subarray(n * K, (n + 1) * K).map((v, j) => f(v, isColumn ? b.data[n] : b.data[j]))
          y.data.set(row, n * K)
        }
        return y
      },
    }),
  },
  {
    id: 'counting-map',
    how: 'map, with a counter in a closure that says where it is',
    answer: () => ({
      broadcast(x, b, f) {
        const { K, isColumn } = checkBroadcast(x, b)
        let [n, j] = [0, 0]
        return map(x, (v) => {
          const y = f(v, b.data[isColumn ? n : j])
          if (++j === K) [n, j] = [n + 1, 0]
          return y
        })
      },
    }),
  },
  {
    id: 'strides-by-shape',
    how: 'the text of a shape gives the two strides of b, of which one is 0; one flat loop',
    answer: () => ({
      broadcast(x, b, f) {
        const [B, K] = matrixShape(x, 'broadcast')
        const strides = new Map([
          [JSON.stringify([B, 1]), [1, 0]],
          [JSON.stringify([1, K]), [0, 1]],
          [JSON.stringify([K]), [0, 1]],
        ]).get(JSON.stringify(b.shape))
        if (!strides) throw new ShapeError(`[${b.shape.join(', ')}] cannot be stretched over [${x.shape.join(', ')}].`)
        const y = zeros(x.shape, x)
        x.data.forEach((v, i) => {
          const j = i % K
          y.data[i] = f(v, b.data[((i - j) / K) * strides[0] + j * strides[1]])
        })
        return y
      },
    }),
  },
  {
    id: 'blocks',
    how: 'recursion into halves of the longer side, down to one entry',
    answer: () => ({
      broadcast(x, b, f) {
        const { B, K, isColumn } = checkBroadcast(x, b)
        const y = zeros([B, K], x)
        const block = (top: number, left: number, rows: number, columns: number): void => {
          if (rows === 0 || columns === 0) return
          if (rows === 1 && columns === 1) {
            y.data[top * K + left] = f(x.data[top * K + left], b.data[isColumn ? top : left])
          } else if (rows >= columns) {
            block(top, left, rows >> 1, columns)
            block(top + (rows >> 1), left, rows - (rows >> 1), columns)
          } else {
            block(top, left, rows, columns >> 1)
            block(top, left + (columns >> 1), rows, columns - (columns >> 1))
          }
        }
        block(0, 0, B, K)
        return y
      },
    }),
  },
]
