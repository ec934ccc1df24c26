import { formatShort } from '../../format.ts'
import { ticks } from '../../pictures/ticks.ts'
import { s, set, write } from '../frame/dom.ts'
import type { Point } from './descent.ts'

/** Half the side of the picture, in SVG units. */
const half = 200

/** The plane with the arm, its reach, and the target. A pointer or the arrow keys move the target. */
export class Arm {
  readonly element: SVGSVGElement
  private readonly links = s('polyline', { class: 'links' })
  private readonly joints = s('path', { class: 'joints' })
  private readonly reach = s('circle', { class: 'reach', cx: 0, cy: 0 })
  private readonly outside = s('path', { class: 'outside' })
  private readonly axes = s('path', { class: 'axes' })
  private readonly numbers = s('g')
  private readonly said = s('text', { class: 'label', 'text-anchor': 'middle' })
  private readonly gap = s('line', { class: 'gap' })
  private readonly target = s(
    'g',
    { class: 'target', tabindex: 0, role: 'slider', 'aria-label': 'Target', 'aria-valuemin': 0 },
    s('circle', { class: 'hit', r: 30 }),
    s('circle', { class: 'ring', r: 12 }),
    s('path', { d: 'M-6 0H6M0-6V6' }),
  )
  /** the distance from the middle to the edge, in units of the plane */
  private extent = 1
  private at: Point = [0, 0]
  private isHeld = false
  private readonly move: (target: Point) => void

  constructor(move: (target: Point) => void) {
    this.move = move
    this.element = s(
      'svg',
      { class: 'plane', viewBox: `${-half} ${-half} ${2 * half} ${2 * half}`, role: 'group', 'aria-label': 'The arm' },
      s(
        'g',
        { 'aria-hidden': 'true' },
        ...[this.outside, this.axes, this.numbers, this.reach, this.said, this.gap, this.links, this.joints],
      ),
      this.target,
    )
    set(this.target, {
      onpointerdown: (event: PointerEvent) => this.grab(event),
      onpointermove: (event: PointerEvent) => this.isHeld && this.aim(this.planeOf(event)),
      onpointerup: () => this.release(),
      onpointercancel: () => this.release(),
      onkeydown: (event: KeyboardEvent) => this.press(event),
    })
    // a click moves the target there; a finger may scroll the page instead
    set(this.element, { onclick: (event: PointerEvent) => this.aim(this.planeOf(event)) })
  }

  /** Scales the picture to n links and the target. The scale does not change during a drag. */
  place(links: number, target: Point): void {
    this.at = target
    if (!this.isHeld) this.extent = Math.max(1.2 * links + 0.3, ...target.map((x) => Math.abs(x) * 1.08 + 0.2))
    const k = half / this.extent
    const [x, y] = [k * target[0], -k * target[1]]
    const r = k * links
    set(this.reach, { r })
    set(this.outside, {
      d: `M-${half}-${half}h${2 * half}v${2 * half}h-${2 * half}ZM${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
    })
    set(this.axes, { d: axes(k, links) })
    this.numbers.replaceChildren(
      ...ticks(-links, links, 10)
        .filter(isShown)
        .map((v) => tick(v, k)),
    )
    set(this.said, { x: 0, y: Math.min(r + 15, half - 6) })
    write(this.said, `reach ${links}`)
    set(this.target, {
      transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})`,
      'aria-valuemax': (this.extent * Math.SQRT2).toFixed(2),
      'aria-valuenow': Math.hypot(...target).toFixed(2),
      'aria-valuetext': `x ${target[0].toFixed(2)}, y ${target[1].toFixed(2)}`,
    })
  }

  draw(joints: readonly Point[]): void {
    const k = half / this.extent
    const places = joints.map(([x, y]) => `${(k * x).toFixed(2)} ${(-k * y).toFixed(2)}`)
    const [ex, ey] = joints[joints.length - 1]
    this.links.setAttribute('points', places.join(' '))
    this.joints.setAttribute('d', places.map((place) => `M${place}h0`).join(''))
    set(this.joints, { 'stroke-width': Math.max(3, Math.min(8, 0.4 * k)) })
    set(this.links, { 'stroke-width': Math.max(1.5, Math.min(3, 0.2 * k)) })
    set(this.gap, { x1: k * ex, y1: -k * ey, x2: k * this.at[0], y2: -k * this.at[1] })
  }

  private aim(target: Point): void {
    this.at = target // the next key may come before the next frame
    this.move(target)
  }

  private grab(event: PointerEvent): void {
    this.isHeld = true
    this.target.setPointerCapture(event.pointerId)
    this.target.focus()
    event.preventDefault()
  }

  private release(): void {
    this.isHeld = false
    this.move(this.at)
  }

  private press(event: KeyboardEvent): void {
    const far = event.shiftKey ? 1 : 0.1
    const ways: Record<string, Point> = {
      ArrowLeft: [-far, 0],
      ArrowRight: [far, 0],
      ArrowUp: [0, far],
      ArrowDown: [0, -far],
    }
    const way = ways[event.key]
    if (!way) return
    event.preventDefault()
    this.aim([this.at[0] + way[0], this.at[1] + way[1]])
  }

  private planeOf({ clientX, clientY }: PointerEvent): Point {
    const box = this.element.getBoundingClientRect()
    const of = (part: number): number => {
      const within = Math.max(-1, Math.min(1, 2 * part - 1))
      return Math.round(within * this.extent * 100) / 100
    }
    return [of((clientX - box.left) / box.width), -of((clientY - box.top) / box.height)]
  }
}

/** The two axes, with a mark at each unit if there is space. */
function axes(k: number, links: number): string {
  const every = links > 12 ? 5 : 1
  const marks: string[] = []
  for (let at = every; at * k < half; at += every)
    for (const x of [at * k, -at * k]) marks.push(`M${x.toFixed(1)}-3v6M-3 ${x.toFixed(1)}h6`)
  return `M-${half} 0H${half}M0-${half}V${half}${marks.join('')}`
}

/** True for integers except 0, where the base is. */
function isShown(v: number): boolean {
  return Number.isInteger(v) && v !== 0
}

function tick(v: number, k: number): SVGElement {
  const text = s('text', { class: 'label', 'text-anchor': 'middle', x: k * v, y: 18 })
  write(text, formatShort(v))
  return text
}
