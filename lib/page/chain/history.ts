/** All losses since the start in a limited number of points. When it is full, it drops every second point and doubles the stride. */
export class History {
  readonly most = 512
  /** the number of steps between two points */
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
