import { createRandom } from '../../random.ts'
import { tensor } from '../../tensor.ts'
import { InvalidResult, number, numbers } from '../frame/invalid-result.ts'
import { History } from './history.ts'
import type * as katas from './katas.ts'

export type Katas = typeof katas
export type Point = readonly [x: number, y: number]
export type Method = 'analytic' | 'numerical'

/** The number of past steps that the landscape shows. */
const remembered = 400

/** The arm and its progress. It survives when the reader leaves the room, and when the code changes. */
export class Descent {
  angles: number[] = []
  target: Point = [3, 3]
  rate = 0.01
  method: Method = 'analytic'
  steps = 0
  readonly losses = new History()
  /** the angles of the last steps, the oldest first */
  trail: number[][] = []
  private starts = 0

  constructor(links: number) {
    this.resize(links)
  }

  get links(): number {
    return this.angles.length
  }

  /** the distance from the base to the target */
  get distance(): number {
    return Math.hypot(...this.target)
  }

  /** the lower bound of the loss: (d − n)² if the target is out of reach, otherwise 0 */
  get floor(): number {
    return Math.max(0, this.distance - this.links) ** 2
  }

  /** the largest rate at which the loss never rises: 1 / (2n + 2(n + d)) */
  get safeRate(): number {
    return 1 / (2 * this.links + 2 * (this.links + this.distance))
  }

  /** Draws new angles between 0 and π. Each visit gets the same sequence. */
  restart(): void {
    const random = createRandom(++this.starts)
    this.angles = this.angles.map(() => random() * Math.PI)
    this.forget()
  }

  resize(links: number): void {
    const random = createRandom(1000 + links)
    this.angles = Array.from({ length: links }, (_, i) => this.angles[i] ?? random() * Math.PI)
    this.forget()
  }

  /** Moves an arm away from a saddle point. */
  nudge(): void {
    const random = createRandom(2000 + this.steps)
    this.angles = this.angles.map((angle) => angle + 0.2 * (random() - 0.5))
  }

  forget(): void {
    this.steps = 0
    this.losses.clear()
    this.trail = []
  }

  /** θ ← θ − rate·∇L(θ), by 5.4, or by 4.1 over 5.2. Throws an InvalidResult unless the result has as many angles. */
  step(use: Katas): void {
    const { angles, rate, target } = this
    let next: readonly number[]
    if (this.method === 'analytic') {
      const film = use.descend([...angles], target, { steps: 1, rate })
      if (!Array.isArray(film) || film.length !== 2)
        throw new InvalidResult('chain-link/descend', '2 lists of angles for 1 step', film)
      next = numbers('chain-link/descend', film[1], angles.length)
    } else {
      const g = this.numerical(use)
      next = angles.map((angle, i) => angle - rate * g[i])
    }
    this.trail.push(angles)
    if (this.trail.length > remembered) this.trail.shift()
    this.angles = [...next]
    this.steps++
  }

  /** ∇L by 5.3 */
  analytic(use: Katas): readonly number[] {
    return numbers('chain-link/gradient', use.gradient([...this.angles], this.target), this.links)
  }

  /** ∇L by 4.1, over 5.2 */
  numerical(use: Katas): readonly number[] {
    const at = tensor([this.links], this.angles)
    const g = use.numericalGradient((x) => use.loss([...x.data], this.target), at)
    return numbers('backprop/numerical-gradient', g?.data && [...g.data], this.links)
  }

  loss(use: Katas, angles: readonly number[] = this.angles): number {
    return number('chain-link/loss', use.loss(angles, this.target))
  }
}
