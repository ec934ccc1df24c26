import type { TrainingProgress } from './progress.ts'

/** What has been seen of a training so far: the loss of every step, and loss and seconds of every epoch. */
export class Log {
  readonly steps = { epochs: [] as number[], losses: [] as number[] }
  readonly losses: number[] = []
  readonly seconds: number[] = []
  /** how many there are to be */
  readonly epochs: number
  private readonly examples: number
  private seen = 0
  private total = 0
  private readonly whole = stopwatch()
  private epoch = stopwatch()

  constructor(examples: number, epochs: number) {
    this.examples = examples
    this.epochs = epochs
  }

  /** true when this step ended an epoch */
  add(size: number, loss: number): boolean {
    this.seen += size
    this.total += loss * size
    this.steps.epochs.push(this.losses.length + this.seen / this.examples)
    this.steps.losses.push(loss)
    if (this.seen < this.examples) return false
    this.losses.push(this.total / this.examples)
    this.seconds.push(this.epoch())
    this.seen = this.total = 0
    return true
  }

  /** Whatever was done since the last epoch ended, evaluation say, is not counted to the next. */
  beginEpoch(): void {
    this.epoch = stopwatch()
  }

  standing(accuracy: number | undefined): TrainingProgress {
    const loss = this.seen > 0 ? this.total / this.seen : this.losses[this.losses.length - 1]
    const epochs = this.losses.length + this.seen / this.examples
    return { epochs, of: this.epochs, loss, accuracy, seconds: this.whole() }
  }
}

/** seconds since it was made */
export function stopwatch(): () => number {
  const began = performance.now()
  return () => (performance.now() - began) / 1000
}
