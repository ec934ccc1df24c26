import { s, set, write } from '../frame/dom.ts'
import type { History } from './history.ts'

const [width, height, left, right, top, bottom] = [400, 180, 44, 10, 12, 24]

/** The loss over the steps since the start, and the floor below which it cannot fall. */
export class LossCurve {
  readonly element: SVGSVGElement
  private readonly line = s('polyline', { class: 'curve' })
  private readonly floor = s('line', { class: 'floor', x1: left, x2: width - right })
  private readonly now = s('circle', { class: 'now', r: 3.5 })
  private readonly most = s('text', { class: 'label', x: left - 6, y: top + 4, 'text-anchor': 'end' })
  private readonly last = s('text', { class: 'label', x: width - right, y: height - 6, 'text-anchor': 'end' })
  private readonly title = s('title', {}, 'Loss over the steps')

  constructor() {
    const frame = `M${left} ${top}V${height - bottom}H${width - right}`
    this.element = s(
      'svg',
      { class: 'graph', viewBox: `0 0 ${width} ${height}`, role: 'img' },
      this.title,
      s('path', { class: 'axes', d: frame }),
      s('text', { class: 'label', x: left - 6, y: height - bottom + 4, 'text-anchor': 'end' }, '0'),
      s('text', { class: 'label', x: left, y: height - 6 }, 'step 0'),
      ...[this.most, this.last, this.floor, this.line, this.now],
    )
  }

  draw({ points, stride }: History, step: number, loss: number, floor: number): void {
    const most = Math.max(1e-9, ...[loss, ...points].filter(Number.isFinite))
    const end = Math.max(50, step)
    const x = (at: number): string => (left + (at / end) * (width - left - right)).toFixed(1)
    const y = (of: number): string => (height - bottom - (of / most) * (height - top - bottom)).toFixed(1)
    const all = [...points.map((of, i) => [i * stride, of]), [step, loss]]
    const places = all.flatMap(([at, of]) => (Number.isFinite(of) ? [`${x(at)} ${y(of)}`] : []))
    this.line.setAttribute('points', places.join(' '))
    const [cx, cy] = Number.isFinite(loss) ? [x(step), y(loss)] : [0, 0]
    set(this.now, { cx, cy, visibility: Number.isFinite(loss) ? 'visible' : 'hidden' })
    set(this.floor, { y1: y(floor), y2: y(floor), visibility: floor > 0 && floor < most ? 'visible' : 'hidden' })
    write(this.most, most.toPrecision(3))
    write(this.last, `step ${end}`)
  }

  /** in words: not in every frame */
  describe(step: number, loss: number): void {
    write(this.title, `Loss over the steps: now ${loss.toPrecision(3)} after ${step} steps`)
  }
}
