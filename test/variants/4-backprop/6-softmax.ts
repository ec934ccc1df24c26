import type * as kata from '#kata/4-backprop/6-softmax.ts'
import { logSoftmax } from '#kata/2-softmax/2-log-softmax.ts'
import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import { broadcast } from '#kata/1-tensor-ops/2-broadcast.ts'
import { sum } from '#kata/1-tensor-ops/3-reduce.ts'
import { products } from '#kata/1-tensor-ops/5-matmul.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { softmaxBack, withBack } from '../../answer-parts/4-backprop.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'jacobian',
    how: 'the K × K matrix of each row is built, and multiplied with dp',
    answer: () =>
      softmaxBack((x, p, dp) => {
        const [B, K] = x.shape
        const dx = zeros(x.shape, x)
        for (let n = 0; n < B; n++) {
          const [row, d] = [p, dp].map(({ data }) => Array.from(data.subarray(n * K, n * K + K)))
          const J = row.map((pi, i) => row.map((pj, j) => (i === j ? pi * (1 - pj) : -pi * pj)))
          for (let j = 0; j < K; j++) dx.data[n * K + j] = d.reduce((total, di, i) => total + di * J[i][j], 0)
        }
        return dx
      }),
  },
  {
    id: 'multiplied-out',
    how: 'p·dp − p·Σ p·dp: the bracket multiplied out',
    answer: () =>
      softmaxBack((_, p, dp) => {
        const weighted = zip(dp, p, (d, pj) => d * pj)
        const shared = broadcast(p, sum(weighted, 1), (pj, total) => pj * total)
        return zip(weighted, shared, (own, others) => own - others)
      }),
  },
  {
    id: 'log-space',
    how: 'p = exp(logSoftmax(x)), computed again on the way back, in two loops over the flat data',
    answer: () => {
      const p = (x: Tensor): Tensor => map(logSoftmax(x), Math.exp)
      return {
        softmax: withBack(p, (x, _, dp) => {
          const { shape, data } = p(x)
          const mean = new Float64Array(shape[0])
          data.forEach((pj, i) => (mean[Math.floor(i / shape[1])] += pj * dp.data[i]))
          return { shape, data: data.map((pj, i) => pj * (dp.data[i] - mean[Math.floor(i / shape[1])])) }
        }),
      }
    },
  },
  {
    id: 'pairs',
    how: 'each pair of classes trades pᵢ·pⱼ·(dpⱼ − dpᵢ): one gains what the other loses',
    answer: () =>
      softmaxBack((x, p, dp) => {
        const [B, K] = x.shape
        const dx = zeros(x.shape, x)
        for (let n = 0; n < B; n++) {
          const row = new Float64Array(K)
          const [own, d] = [p, dp].map(({ data }) => data.subarray(n * K, n * K + K))
          for (let i = 0; i < K; i++) {
            for (let j = i + 1; j < K; j++) {
              const traded = own[i] * own[j] * (d[j] - d[i])
              row[j] += traded
              row[i] -= traded
            }
          }
          dx.data.set(row, n * K)
        }
        return dx
      }),
  },
  {
    id: 'products',
    how: 'for each row a product p·dpᵀ of 1.5, which is the mean that is subtracted from dp',
    answer: () =>
      softmaxBack((x, p, dp) => {
        const [B, K] = x.shape
        const rows = Array.from({ length: B }, (_, n) => {
          const [own, d] = [p, dp].map(({ data }) => ({ shape: [1, K], data: data.slice(n * K, n * K + K) }))
          const mean = products.ABt(own, d).data[0]
          return Array.from(own.data, (pj, j) => pj * (d.data[j] - mean))
        })
        const dx = zeros(x.shape, x)
        dx.data.set(rows.flat())
        return dx
      }),
  },
]
