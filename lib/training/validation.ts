import type { Examples } from '#kata/6-mnist/2-batches.ts'
import type { Tensor } from '#lib/tensor'
import type { Layer } from './layer.ts'
import { outputLoss } from './probe.ts'

/** The parts of the data on which a network is measured. The test part is only looked at. */
const parts = ['training', 'validation', 'test'] as const
export type PartName = (typeof parts)[number]

type ByPart<T> = Readonly<Record<PartName, T>>

/** The loss and the accuracy after one epoch. */
export interface Score {
  readonly loss: number
  readonly accuracy: number
}

/** What a training says of examples that took no part in it. */
export interface Validation {
  /** how many examples each part has */
  readonly examples: ByPart<number>
  /** the score after each epoch */
  readonly scores: ByPart<readonly Score[]>
  /** the epoch that bestEpoch of 6.10 names, counted from 0; undefined before the first epoch has ended */
  readonly best: number | undefined
}

/** The loss after each epoch, on each part. */
export function lossesOf(scores: ByPart<readonly Score[]>): ByPart<number[]> {
  return byPart((part) => scores[part].map(({ loss }) => loss))
}

/** Measures a network after each epoch, on each part of the data. */
export class Validator {
  readonly scores = byPart((): Score[] => [])
  private readonly data: ByPart<Examples>
  private readonly chooseEpoch: (curve: ByPart<readonly number[]>) => number
  private readonly read: (images: Tensor) => ArrayLike<number>

  constructor(
    data: ByPart<Examples>,
    { chooseEpoch, read }: { chooseEpoch: Validator['chooseEpoch']; read: Validator['read'] },
  ) {
    this.data = data
    this.chooseEpoch = chooseEpoch
    this.read = read
  }

  /** Adds the scores after an epoch. Returns them. */
  measure(chain: readonly Layer[]): ByPart<Score> {
    const now = byPart((part) => this.score(chain, this.data[part]))
    for (const part of parts) this.scores[part].push(now[part])
    return now
  }

  get best(): number | undefined {
    return this.scores.validation.length > 0 ? this.chooseEpoch(lossesOf(this.scores)) : undefined
  }

  get outcome(): Validation {
    return { examples: byPart((part) => this.data[part].labels.length), scores: this.scores, best: this.best }
  }

  /** The first 10,000 examples of a part are enough. */
  private score(chain: readonly Layer[], { images, labels }: Examples): Score {
    const [N, P] = [Math.min(10_000, images.shape[0]), images.shape[1]]
    const some = { shape: [N, P], data: images.data.subarray(0, N * P) }
    const predicted = this.read(some)
    let right = 0
    for (let n = 0; n < N; n++) if (predicted[n] === labels[n]) right++
    return { loss: meanLoss(chain, some, labels), accuracy: right / N }
  }
}

/** The mean loss of the outputs, made in pieces of 1000 images. */
function meanLoss(chain: readonly Layer[], { shape: [N, P], data }: Tensor, labels: ArrayLike<number>): number {
  let total = 0
  for (let from = 0; from < N; from += 1000) {
    const B = Math.min(1000, N - from)
    const piece: Tensor = { shape: [B, P], data: data.subarray(from * P, (from + B) * P) }
    const outputs = chain.reduce((h, layer) => layer(h), piece)
    const K = outputs.shape[1]
    for (let n = 0; n < B; n++)
      total += outputLoss(Array.from(outputs.data.subarray(n * K, n * K + K)), labels[from + n])
  }
  return total / N
}

function byPart<T>(make: (part: PartName) => T): Record<PartName, T> {
  return { training: make('training'), validation: make('validation'), test: make('test') }
}
