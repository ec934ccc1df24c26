import type * as idx from '#kata/6-mnist/1-idx.ts'
import type { Images } from '#kata/6-mnist/1-idx.ts'
import { type Chain, forward } from '#kata/4-backprop/8-chain.ts'
import { lossGradient } from '#kata/4-backprop/9-gradient.ts'
import type * as batching from '#kata/6-mnist/2-batches.ts'
import type { Examples } from '#kata/6-mnist/2-batches.ts'
import { type Step, applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import type * as training from '#kata/6-mnist/5-train.ts'
import { type Operations, type Progress, type Recipe, plain } from '#kata/6-mnist/5-train.ts'
import type * as splits from '#kata/6-mnist/10-split.ts'
import type { Split } from '#kata/6-mnist/10-split.ts'
import { take } from '#kata/6-mnist/2-batches.ts'
import type * as adaptive from '#kata/6-mnist/9-adam.ts'
import type { Random } from '#lib/random'
import { type Tensor, ShapeError, ValueError, matrixShape, sameShape, zeros } from '#lib/tensor'

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

/** an entry of the parameter, of the gradient, and of the velocity, in one step */
export interface Moved {
  readonly p: number
  readonly g: number
  readonly v: number
  readonly rate: number
  readonly beta: number
}

/** how a step finds the velocity of a parameter, and makes one of zeros if there is none */
export type Memory = (parameter: Tensor) => Tensor

export function byParameter(): Memory {
  const known = new WeakMap<Tensor, Tensor>()
  return (parameter) => {
    const velocity = known.get(parameter) ?? zeros(parameter.shape, parameter)
    known.set(parameter, velocity)
    return velocity
  }
}

export function checkBeta(beta: number): void {
  if (!(beta >= 0 && beta < 1)) throw new ValueError(`momentum wants a beta from 0 to below 1, but got ${beta}.`)
}

export function checkGradient(parameter: Tensor, gradient: Tensor): void {
  if (!sameShape(parameter, gradient))
    throw new ShapeError('the step', 'a gradient of the parameter’s shape', [parameter, gradient])
}

/** momentum, but for what becomes of an entry, and for where the velocities are */
export function momentumBy({
  entry = ({ p, g, v, rate, beta }: Moved): readonly [p: number, v: number] => [
    p - rate * (beta * v + g),
    beta * v + g,
  ],
  remember = byParameter,
  check = checkGradient,
} = {}): (beta?: number) => Step {
  return (beta = 0.9) => {
    checkBeta(beta)
    const velocityOf = remember()
    return (parameter, gradient, rate) => {
      check(parameter, gradient)
      const [p, g, v] = [parameter.data, gradient.data, velocityOf(parameter).data]
      for (let i = 0; i < p.length; i++) [p[i], v[i]] = entry({ p: p[i], g: g[i], v: v[i], rate, beta })
    }
  }
}

/** linearDecay, but for the share of the rate at its t-th call, and for how the calls are counted */
export function decayBy({
  share = (t: number, steps: number): number => Math.max(0, 1 - t / steps),
  count = byTensor,
  check = checkSteps,
} = {}): (leaf: Step, steps: number) => Step {
  return (leaf, steps) => {
    check(steps)
    const next = count()
    return (parameter, gradient, rate) => leaf(parameter, gradient, rate * share(next(parameter), steps))
  }
}

/** how often it was called before for this tensor */
export function byTensor(): (parameter: Tensor) => number {
  const counts = new WeakMap<Tensor, number>()
  return (parameter) => {
    const t = counts.get(parameter) ?? 0
    counts.set(parameter, t + 1)
    return t
  }
}

export function checkSteps(steps: number): void {
  if (Number.isInteger(steps) && steps > 0) return
  throw new ValueError(`linearDecay wants a whole number of steps above 0, but got ${steps}.`)
}

export interface Settings {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly weightDecay: number
}

/** an entry in one step of adam: of the parameter, of the gradient, and of both averages; and how many steps there were, this one included */
export interface Felt extends Settings {
  readonly p: number
  readonly g: number
  readonly m: number
  readonly v: number
  readonly t: number
  readonly rate: number
}

/** both averages of a parameter, and how many steps it has taken */
export interface Averages {
  readonly m: Tensor
  readonly v: Tensor
  t: number
}

export function averagesOf(parameter: Tensor): Averages {
  return { m: zeros(parameter.shape, parameter), v: zeros(parameter.shape, parameter), t: 0 }
}

function averagesByParameter(): (parameter: Tensor) => Averages {
  const known = new WeakMap<Tensor, Averages>()
  return (parameter) => {
    const averages = known.get(parameter) ?? averagesOf(parameter)
    known.set(parameter, averages)
    return averages
  }
}

export function checkBetas({ beta1, beta2 }: Settings): void {
  for (const beta of [beta1, beta2])
    if (!(beta >= 0 && beta < 1)) throw new ValueError(`adam wants betas from 0 to below 1, but got ${beta}.`)
}

export const usualSettings: Settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 }

const rightAdam = {
  average: ({ g, m, beta1 }: Felt): number => beta1 * m + (1 - beta1) * g,
  square: ({ g, v, beta2 }: Felt): number => beta2 * v + (1 - beta2) * g * g,
  mean: ({ m, t, beta1 }: Felt): number => m / (1 - beta1 ** t),
  meanSquare: ({ v, t, beta2 }: Felt): number => v / (1 - beta2 ** t),
  /** from m̂, v̂ and ε; m and v are those after this step */
  direction: (mean: number, square: number, { epsilon }: Felt): number => mean / (Math.sqrt(square) + epsilon),
  move: ({ p, rate, weightDecay }: Felt, direction: number): number => p - rate * (direction + weightDecay * p),
}

/** adam, but for one part of its formula, for where its averages are, or for what it refuses */
export function adamBy({
  remember = averagesByParameter,
  check = checkGradient,
  checkSettings = checkBetas,
  before = 0,
  defaults = usualSettings,
  ...parts
}: Partial<typeof rightAdam> & {
  readonly remember?: () => (parameter: Tensor) => Averages
  readonly check?: typeof checkGradient
  readonly checkSettings?: (settings: Settings) => void
  /** what t is before the first step */
  readonly before?: number
  readonly defaults?: Settings
} = {}): typeof adaptive.adam {
  const { average, square, mean, meanSquare, direction, move } = { ...rightAdam, ...parts }
  return (own = {}) => {
    const settings = { ...defaults, ...own }
    checkSettings(settings)
    const find = remember()
    return (parameter, gradient, rate) => {
      check(parameter, gradient)
      const averages = find(parameter)
      const t = before + ++averages.t
      const [p, g, m, v] = [parameter.data, gradient.data, averages.m.data, averages.v.data]
      const felt = { ...settings, p: 0, g: 0, m: 0, v: 0, t, rate } // one for all entries, since there may be 140,000
      for (let i = 0; i < p.length; i++) {
        ;[felt.p, felt.g, felt.m, felt.v] = [p[i], g[i], m[i], v[i]]
        const [averaged, squared] = [average(felt), square(felt)]
        ;[felt.m, felt.v, m[i], v[i]] = [averaged, squared, averaged, squared]
        p[i] = move(felt, direction(mean(felt), meanSquare(felt), felt))
      }
    }
  }
}

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
