import { h, set, write } from '../frame/dom.ts'
import { type Drawing, inkOf, side } from './drawing.ts'

/** The side of a cell of the keyboard's 28 × 28 grid, in pixels of the drawing. */
const cell = side / 28

/** The pad for drawing with a pointer, a finger, or the arrow keys and the space bar. */
export class Paper {
  readonly surface: HTMLElement
  readonly help = h(
    'p',
    { class: 'note', id: 'paper-help' },
    'Draw with a pointer or a finger. By keyboard: arrow keys move, the space bar puts the pen down and lifts it.',
  )
  private readonly canvas = h('canvas', { class: 'ink', width: side, height: side, 'aria-hidden': true })
  private readonly cursor = h('span', { class: 'cursor', 'aria-hidden': true })
  private readonly context: CanvasRenderingContext2D
  private readonly drawing: Drawing
  private readonly changed: () => void
  private readonly say: (text: string) => void
  private at = { column: 14, row: 6 }
  private isDown = false
  private pointer: number | undefined

  constructor(drawing: Drawing, changed: () => void, say: (text: string) => void) {
    ;[this.drawing, this.changed, this.say] = [drawing, changed, say]
    // the room reads the pixels after every change
    this.context = this.canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
    this.surface = h(
      'div',
      {
        class: 'surface',
        tabindex: 0,
        role: 'application',
        'aria-roledescription': 'drawing',
        'aria-label': 'A digit, on a grid of 28 by 28',
        'aria-describedby': 'paper-help',
        onkeydown: (event: KeyboardEvent) => this.key(event),
        onblur: () => this.lift(),
        onpointerdown: (event: PointerEvent) => this.press(event),
        onpointermove: (event: PointerEvent) => this.drag(event),
        onpointerup: () => (this.pointer = undefined),
        onpointercancel: () => (this.pointer = undefined),
      },
      this.canvas,
      this.cursor,
    )
    this.place()
    this.paint()
  }

  paint(): void {
    this.drawing.paint(this.context)
  }

  get ink(): Float32Array {
    return inkOf(this.context)
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0 || this.pointer !== undefined) return
    this.pointer = event.pointerId
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    this.lift()
    this.drawing.begin(...this.placeOf(event))
    this.update()
  }

  private drag(event: PointerEvent): void {
    if (event.pointerId !== this.pointer) return
    // the positions between two frames
    for (const moved of event.getCoalescedEvents?.() ?? [event]) this.drawing.to(...this.placeOf(moved))
    this.drawing.to(...this.placeOf(event))
    this.update()
  }

  private placeOf({ clientX, clientY }: PointerEvent): [x: number, y: number] {
    const { left, top, width, height } = this.canvas.getBoundingClientRect()
    return [((clientX - left) / width) * side, ((clientY - top) / height) * side]
  }

  private key(event: KeyboardEvent): void {
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }
    const move = moves[event.key]
    if (!move && event.key !== ' ') return
    event.preventDefault()
    if (!move) return this.isDown ? this.lift() : this.lower()
    const inside = (value: number): number => Math.max(0, Math.min(27, value))
    this.at = { column: inside(this.at.column + move[0]), row: inside(this.at.row + move[1]) }
    this.place()
    if (!this.isDown) return
    this.drawing.to(...this.middle())
    this.update()
  }

  private lower(): void {
    this.isDown = true
    this.place()
    this.drawing.begin(...this.middle())
    this.say(`Pen down, column ${this.at.column + 1}, row ${this.at.row + 1}.`)
    this.update()
  }

  private lift(): void {
    if (!this.isDown) return
    this.isDown = false
    this.place()
    this.say(`Pen up, column ${this.at.column + 1}, row ${this.at.row + 1}.`)
  }

  private middle(): [number, number] {
    return [(this.at.column + 0.5) * cell, (this.at.row + 0.5) * cell]
  }

  private place(): void {
    const { column, row } = this.at
    set(this.cursor, { style: `left: ${(column * 100) / 28}%; top: ${(row * 100) / 28}%` })
    this.cursor.classList.toggle('down', this.isDown)
    write(this.cursor, '')
  }

  private update(): void {
    this.paint()
    this.changed()
  }
}
