/** All losses since the start, in at most so many points: when they are full, every second one is left out from then on. */
export class History {
  readonly most = 512
  /** steps from one point to the next */
  stride = 1
  points: number[] = []

  put(step: number, loss: number): void {
    if (step % this.stride !== 0 || step / this.stride < this.points.length) return
    this.points.push(loss)
    if (this.points.length < this.most) return
    this.points = this.points.filter((_, i) => i % 2 === 0)
    this.stride *= 2
  }

  clear(): void {
    this.points = []
    this.stride = 1
  }
}
