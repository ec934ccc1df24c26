import type { TrainingProgress } from './progress.ts'
import type { Score } from './validation.ts'

/** What has been seen of a training so far: the loss of every step, and the mean loss and the seconds of every epoch. */
export class Log {
  /** of each step: the epochs behind it, and its loss */
  readonly steps = { epochs: [] as number[], losses: [] as number[] }
  readonly losses: number[] = []
  readonly seconds: number[] = []
  /** how many epochs there are to be */
  readonly of: number
  private readonly examples: number
  private seen = 0
  private total = 0
  private readonly whole = stopwatch()
  private spent = 0
  private epoch = stopwatch()

  constructor(examples: number, epochs: number) {
    this.examples = examples
    this.of = epochs
  }

  /** epochs behind it, with the fraction of the current one */
  get epochs(): number {
    return this.losses.length + this.seen / this.examples
  }

  /** the mean loss of the epoch so far, or of the one that has just ended; before the first step NaN */
  get mean(): number {
    return this.seen > 0 ? this.total / this.seen : (this.losses.at(-1) ?? NaN)
  }

  /** Adds a step. Returns true if it ended an epoch. */
  add(size: number, loss: number): boolean {
    this.seen += size
    this.total += loss * size
    this.steps.epochs.push(this.epochs)
    this.steps.losses.push(loss)
    if (this.seen < this.examples) return false
    this.stop()
    this.losses.push(this.mean)
    this.seconds.push(this.spent)
    this.seen = this.total = this.spent = 0
    this.go()
    return true
  }

  /** What follows, evaluation say, is not counted to the seconds of the epoch. */
  stop(): void {
    this.spent += this.epoch()
  }

  /** What follows is training again. */
  go(): void {
    this.epoch = stopwatch()
  }

  standing(
    accuracy: number | undefined,
    scores?: Readonly<Record<'training' | 'validation', Score>>,
  ): TrainingProgress {
    return { epochs: this.epochs, of: this.of, loss: this.mean, accuracy, scores, seconds: this.whole() }
  }
}

/** Starts a stopwatch: the function returns the seconds since then. */
export function stopwatch(): () => number {
  const began = performance.now()
  return () => (performance.now() - began) / 1000
}
