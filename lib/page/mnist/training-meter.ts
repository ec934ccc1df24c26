import type { Layer, Went } from './messages.ts'

/** What has been seen of a training: losses, and the seconds spent on it alone. */
export class TrainingMeter {
  private readonly examples: number
  private done = 0
  private seen = 0
  private total = 0
  private mean = NaN
  private spent = 0
  private since = performance.now()
  private at: number[] = []
  private losses: number[] = []
  private ended: { seconds: number; loss: number }[] = []

  constructor(examples: number) {
    this.examples = examples
  }

  /** epochs behind it, with the fraction of the current one */
  get epochs(): number {
    return this.done + this.seen / this.examples
  }

  /** One step was taken. true when it ended an epoch. */
  add(size: number, loss: number): boolean {
    this.seen += size
    this.total += size * loss
    this.mean = this.total / this.seen
    this.at.push(this.epochs)
    this.losses.push(loss)
    if (this.seen < this.examples) return false
    this.stop()
    this.ended.push({ seconds: this.spent / 1000, loss: this.mean })
    this.done++
    this.seen = this.total = this.spent = 0
    this.go()
    return true
  }

  /** What follows is not training. */
  stop(): void {
    this.spent += performance.now() - this.since
    this.since = performance.now()
  }

  /** What follows is training again. */
  go(): void {
    this.since = performance.now()
  }

  /** What happened since it was last asked. */
  takeProgress(layers: readonly Layer[]): Went {
    const { at, losses, ended, mean } = this
    ;[this.at, this.losses, this.ended] = [[], [], []]
    return { say: 'went', at: Float32Array.from(at), losses: Float32Array.from(losses), mean, ended, layers }
  }
}
