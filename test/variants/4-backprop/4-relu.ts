import type * as kata from '#kata/4-backprop/4-relu.ts'
import { zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, zeros } from '#lib/tensor'
import { LazyTensor, withBack } from '../../answer-parts/4-backprop.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'mask',
    how: 'a mask of zeros and ones, made on the way forward and multiplied on both ways',
    answer: () => ({
      relu: (x) => {
        const mask = Uint8Array.from(x.data, (v) => Number(v > 0))
        return [
          { shape: x.shape, data: x.data.map((v, i) => v * mask[i]) },
          (dy) => [{ shape: dy.shape, data: dy.data.map((d, i) => d * mask[i]) }],
        ]
      },
    }),
  },
  {
    id: 'mask-of-y',
    how: 'the mask is read from the output: y > 0 exactly where x > 0',
    answer: () => ({
      relu: withBack(
        (x) => ({ shape: x.shape, data: x.data.map((v) => Math.max(0, v)) }),
        (_, y, dy) => zip(dy, y, (d, v) => (v > 0 ? d : 0)),
      ),
    }),
  },
  {
    id: 'half-of-both',
    how: '(x + |x|)/2, and a loop that writes only where x is above 0',
    answer: () => ({
      relu: withBack(
        (x) => ({ shape: x.shape, data: x.data.map((v) => (v + Math.abs(v)) / 2) }),
        (x, _, dy) => {
          const dx = zeros(dy.shape, dy)
          for (let i = 0; i < dx.data.length; i++) if (x.data[i] > 0) dx.data[i] = dy.data[i]
          return dx
        },
      ),
    }),
  },

  {
    id: 'class',
    how: 'the value and the gradient are objects of a class, whose numbers are worked out when they are read',
    answer: () => ({
      relu: withBack(
        (x) => new LazyTensor(() => ({ shape: [...x.shape], data: x.data.map((v) => Math.max(v, 0)) })),
        (x, _, dy) => new LazyTensor(() => ({ ...dy, data: dy.data.map((d, i) => (x.data[i] > 0 ? d : 0)) })),
      ),
    }),
  },
  {
    id: 'frozen',
    how: 'frozen records, and a list of booleans between the two ways',
    answer: () => ({
      relu: ({ shape, data }) => {
        const isOpen = Array.from(data, (v) => v > 0)
        const gated = (x: Tensor): Tensor =>
          Object.freeze({ shape: Object.freeze([...shape]), data: x.data.map((v, i) => (isOpen[i] ? v : 0)) })
        return Object.freeze([gated({ shape, data }), (dy: Tensor) => Object.freeze([gated(dy)])]) as ReturnType<
          typeof kata.relu
        >
      },
    }),
  },
  {
    id: 'open-places',
    how: 'a list of the places above 0; both ways copy only these, into zeros',
    answer: () => ({
      relu: (x) => {
        const open = Array.from(x.data.keys()).filter((i) => x.data[i] > 0)
        const gated = (from: Tensor): Tensor => {
          const to = zeros([...from.shape], from)
          for (const i of open) to.data[i] = from.data[i]
          return to
        }
        return [gated(x), (dy) => [gated(dy)]]
      },
    }),
  },
  {
    id: 'bits',
    how: 'one bit for each entry is all that the way back keeps',
    answer: () => ({
      relu: (x) => {
        const bits = new Uint8Array(Math.ceil(x.data.length / 8))
        x.data.forEach((v, i) => (bits[i >> 3] |= Number(v > 0) << (i & 7)))
        const gated = ({ shape, data }: Tensor): Tensor => ({
          shape,
          data: data.map((v, i) => ((bits[i >> 3] >> (i & 7)) & 1 ? v : 0)),
        })
        return [gated(x), (dy) => [gated(dy)]]
      },
    }),
  },
]
