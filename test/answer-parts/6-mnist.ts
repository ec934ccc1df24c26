import type * as idx from '#kata/6-mnist/1-idx.ts'
import type { Images } from '#kata/6-mnist/1-idx.ts'
import { type Chain, forward } from '#kata/4-backprop/8-chain.ts'
import { lossGradient } from '#kata/4-backprop/9-gradient.ts'
import type * as batching from '#kata/6-mnist/2-batches.ts'
import type { Examples } from '#kata/6-mnist/2-batches.ts'
import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import type * as training from '#kata/6-mnist/5-train.ts'
import { type Operations, type Progress, type Recipe, plain } from '#kata/6-mnist/5-train.ts'
import type { Random } from '#lib/random'
import { type Tensor, ShapeError, ValueError, matrixShape, zeros } from '#lib/tensor'

/** A reader of IDX files that is right, but for one belief. */
export interface Reader {
  readonly header: (bytes: Uint8Array, magic: number, axes: number, who: string) => void
  /** `length` bytes after a header of `from` */
  readonly body: (bytes: Uint8Array, from: number, length: number) => Uint8Array
  readonly fits: (came: number, wanted: number) => boolean
  readonly pixels: (pixels: Uint8Array, rows: number, columns: number) => Uint8Array
}

const rightReader: Reader = {
  header(bytes, magic, axes, who) {
    checkMagic(bytes, magic, who)
    checkHeader(bytes, axes, who)
  },
  body: (bytes, from, length) => bytes.subarray(from, from + length),
  fits: (came, wanted) => came === wanted,
  pixels: (pixels) => pixels,
}

export function checkMagic(bytes: Uint8Array, magic: number, who: string): void {
  if (bytes.length < 4 || numberAt(bytes, 0) === magic) return
  throw new ValueError(`${who} wants the magic number ${magic}, but got ${numberAt(bytes, 0)}. Is it the other file?`)
}

export function checkHeader(bytes: Uint8Array, axes: number, who: string): void {
  if (bytes.length >= 4 + 4 * axes) return
  throw new ValueError(`${who} wants a header of ${4 + 4 * axes} bytes, but got ${bytes.length} in all.`)
}

export function checkLength(came: number, wanted: number, who: string): void {
  if (came !== wanted) throw new ValueError(`${who} wants ${wanted} bytes after the header, but got ${came}.`)
}

/** the four bytes from `at` on, the high one first */
export function numberAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at)
}

export function reading(belief: Partial<Reader>): typeof idx {
  const { header, body, fits, pixels } = { ...rightReader, ...belief }
  const checked = (bytes: Uint8Array, from: number, length: number, who: string): Uint8Array => {
    const came = bytes.length - from
    if (!fits(came, length)) checkLength(came, length, who)
    return body(bytes, from, length)
  }
  return {
    parseImages(bytes) {
      header(bytes, 0x0803, 3, 'parseImages')
      const [count, rows, columns] = [4, 8, 12].map((at) => numberAt(bytes, at))
      const all = checked(bytes, 16, count * rows * columns, 'parseImages')
      return { count, rows, columns, pixels: pixels(all, rows, columns) }
    },
    parseLabels(bytes) {
      header(bytes, 0x0801, 1, 'parseLabels')
      return checked(bytes, 8, numberAt(bytes, 4), 'parseLabels')
    },
  }
}

/** each byte by its own, within its image */
export function scaling(
  entry: (byte: number, image: Uint8Array, images: Images) => number,
): Pick<typeof batching, 'scale'> {
  return {
    scale(images) {
      const { count, rows, columns, pixels } = images
      const K = rows * columns
      const x = zeros([count, K], 'float32')
      for (let n = 0; n < count; n++) {
        const image = pixels.subarray(n * K, n * K + K)
        for (let i = 0; i < K; i++) x.data[n * K + i] = entry(image[i], image, images)
      }
      return x
    },
  }
}

/** Fisher and Yates, but for the partner of entry i */
export function swapping(partner: (i: number, n: number, rng: Random) => number): typeof batching.shuffle {
  return (n, rng) => {
    const order = upTo(n)
    for (let i = n - 1; i >= 0; i--) {
      const j = partner(i, n, rng)
      const other = order[j]
      order[j] = order[i]
      order[i] = other
    }
    return order
  }
}

export function upTo(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i)
}

export function checkExamples({ images, labels }: Examples): [N: number, K: number] {
  const [N, K] = matrixShape(images, 'take')
  if (labels.length !== N) throw new ShapeError('take', `${N} labels, one per image`, [{ shape: [labels.length] }])
  return [N, K]
}

export function checkIndex(row: number, n: number, N: number): void {
  if (Number.isInteger(row) && row >= 0 && row < N) return
  throw new ValueError(`take wants indices from 0 to ${N - 1}, but index ${n} is ${row}.`)
}

/** an example that is taken: its place in the result, its index, and the first index of all */
interface Taken {
  readonly n: number
  readonly row: number
  readonly first: number
  readonly labels: Examples['labels']
}

/** take, but for where it finds the image and the label of an example, and for what it refuses */
export function taking({
  image = ({ row }: Taken): number => row,
  label = ({ row }: Taken): number => row,
  check = checkIndex,
} = {}): Pick<typeof batching, 'take'> {
  return {
    take(examples, rows) {
      const [N, K] = checkExamples(examples)
      const { images, labels } = examples
      const [x, y] = [zeros([rows.length, K], images), new Uint8Array(rows.length)]
      for (let n = 0; n < rows.length; n++) {
        check(rows[n], n, N)
        const taken = { n, row: rows[n], first: rows[0], labels }
        const from = image(taken) * K
        x.data.set(images.data.subarray(from, from + K), n * K)
        y[n] = labels[label(taken)]
      }
      return { images: x, labels: y }
    },
  }
}

/** one epoch of a training */
export interface Epoch {
  readonly epoch: number
  /** how many images there are */
  readonly N: number
  readonly chain: Chain
  readonly examples: Examples
  readonly recipe: Recipe
  readonly operations: Operations
}

/** train, from a generator that goes through one epoch, and returns its loss */
export function trainBy(run: (at: Epoch) => Generator<Progress, number>): Pick<typeof training, 'train'> {
  return {
    *train(chain, examples, recipe, operations = plain) {
      const [N] = examples.images.shape
      if (N === 0) throw new ValueError('train wants at least one image, but got none.')
      const losses: number[] = []
      for (let epoch = 0; epoch < recipe.epochs; epoch++)
        losses.push(yield* run({ epoch, N, chain, examples, recipe, operations }))
      return losses
    },
  }
}

/** what one batch costs, before its step is taken */
export function learn({ chain, recipe, operations }: Epoch, { images, labels }: Examples): number {
  const { loss, gradient } = lossGradient(chain, images, labels, operations.loss)
  applyGradient(chain, gradient, recipe.rate, operations.step)
  return loss
}

/** the logits of all images, made in pieces of 1000 */
export function logitsOf(chain: Chain, { shape: [N, K], data }: Tensor): Tensor {
  const pieces = Array.from({ length: Math.ceil(N / 1000) }, (_, i) => {
    const [from, to] = [1000 * i, Math.min(1000 * (i + 1), N)]
    return forward(chain, { shape: [to - from, K], data: data.subarray(from * K, to * K) })
  })
  const columns = pieces.length > 0 ? pieces[0].shape[1] : 1
  const all = zeros([N, columns], pieces.at(0))
  pieces.forEach((piece, i) => all.data.set(piece.data, 1000 * i * columns))
  return all
}
