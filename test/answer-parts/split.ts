import type * as splits from '#kata/6-mnist/10-split.ts'
import type { Split } from '#kata/6-mnist/10-split.ts'
import { type Examples, take } from '#kata/6-mnist/2-batches.ts'
import type { Random } from '#lib/random'
import { type Tensor, ShapeError, ValueError, matrixShape } from '#lib/tensor'
import { checkExamples } from './6-mnist.ts'

/** a split that is to be drawn */
export interface Draw {
  readonly N: number
  /** Math.round(share · N) */
  readonly V: number
  readonly share: number
  readonly rng: Random
  readonly examples: Examples
}

/** split, but for which rows it draws, and for what it refuses */
export function splitting(
  rows: (at: Draw) => readonly [training: readonly number[], validation: readonly number[]],
  check: (examples: Examples, share: number) => unknown = checkShare,
): Pick<typeof splits, 'split'> {
  return {
    split(examples, share, rng) {
      checkExamples(examples)
      check(examples, share)
      const [N] = examples.images.shape
      const [training, validation] = rows({ N, V: Math.round(share * N), share, rng, examples })
      return { training: take(examples, training), validation: take(examples, validation) }
    },
  }
}

/** how many examples are held out, if the share is right */
export function checkShare({ images }: Examples, share: number): number {
  const [N] = matrixShape(images, 'split')
  const V = Math.round(share * N)
  if (share > 0 && share < 1 && V > 0 && V < N) return V
  throw new ValueError(`split wants a share that leaves examples in both parts, but got ${share} of ${N}.`)
}

/** center, but for the images whose mean is subtracted from either part */
export function centering(from: (parts: Split) => readonly [training: Tensor, validation: Tensor]) {
  return {
    center(parts: Split): Split {
      const [T, P] = matrixShape(parts.training.images, 'center')
      const [, Q] = matrixShape(parts.validation.images, 'center')
      if (T === 0) throw new ValueError('center wants at least one image for training, but got none.')
      if (P !== Q) throw new ShapeError('center', 'the same pixels', [parts.training.images, parts.validation.images])
      const [m, w] = from(parts).map(meanImage)
      return { training: without(parts.training, m), validation: without(parts.validation, w) }
    },
  }
}

function meanImage({ shape: [N, P], data }: Tensor): Float64Array {
  const m = new Float64Array(P)
  data.forEach((v, i) => (m[i % P] += v / N))
  return m
}

function without({ images: { shape, data }, labels }: Examples, m: Float64Array): Examples {
  return { images: { shape: [...shape], data: data.map((v, i) => v - m[i % m.length]) }, labels: Array.from(labels) }
}
