import { palette, rgbOf } from '../../pictures/palette.ts'
import { h } from '../frame/dom.ts'
import { screen } from '../frame/scheme.ts'

/** Each axis from −π to π has this number of cells. */
const cells = 40
const size = 280
const bands = 14

/** The loss over two angles, while the others are fixed. It shows bands of equal distance to the target, the path, and the arm. */
export class Landscape {
  readonly element = h('canvas', {
    class: 'landscape',
    width: size,
    height: size,
    role: 'img',
    'aria-label': 'Loss over two angles',
  })
  private readonly ground = h('canvas', { width: size, height: size })
  /** the time of the next computation: computing takes at most a tenth of the time */
  private next = 0

  /** Computes the losses if their time has come. lossAt: the loss at two angles */
  survey(lossAt: (a: number, b: number) => number, now: number, isUrgent = false): void {
    if (now < this.next && !isUrgent) return
    const began = performance.now()
    const heights = new Float64Array((cells + 1) ** 2)
    for (let row = 0; row <= cells; row++)
      for (let column = 0; column <= cells; column++)
        heights[row * (cells + 1) + column] = Math.sqrt(Math.abs(lossAt(angleAt(column), -angleAt(row))))
    this.paint(heights)
    this.next = now + Math.max(100, 10 * (performance.now() - began))
  }

  /** Draws the bands, the path and the current point. trail: pairs of angles, the oldest first */
  draw(trail: readonly (readonly [a: number, b: number])[], now: readonly [a: number, b: number]): void {
    const pen = this.element.getContext('2d')
    if (!pen) return
    pen.drawImage(this.ground, 0, 0)
    pen.beginPath()
    let before: readonly [number, number] | undefined
    for (const [a, b] of [...trail, now]) {
      const place = [placeOf(a), size - placeOf(b)] as const
      const isNear = before && Math.abs(place[0] - before[0]) + Math.abs(place[1] - before[1]) < size / 2
      if (isNear) pen.lineTo(...place)
      else pen.moveTo(...place)
      before = place
    }
    pen.strokeStyle = palette.ink[screen()]
    pen.lineWidth = 2
    pen.stroke()
    pen.beginPath()
    pen.arc(placeOf(now[0]), size - placeOf(now[1]), 6, 0, 2 * Math.PI)
    pen.fillStyle = palette.paper[screen()]
    pen.fill()
    pen.stroke()
  }

  private paint(heights: Float64Array): void {
    const pen = this.ground.getContext('2d')
    if (!pen) return
    const known = heights.filter(Number.isFinite)
    const [low, high] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1]
    const [deep, paper] = [palette.deep, palette.paper].map((colour) => rgbOf(colour[screen()]))
    const picture = pen.createImageData(size, size)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const height = between(heights, (x / (size - 1)) * cells, (y / (size - 1)) * cells)
        const level = Number.isFinite(height) ? (height - low) / (high - low || 1) : 1
        const band = Math.floor(level * bands)
        const share = (band + 0.25 * (level * bands - band)) / bands
        for (let c = 0; c < 3; c++)
          picture.data[4 * (y * size + x) + c] = deep[c] + (paper[c] - deep[c]) * Math.min(1, share)
        picture.data[4 * (y * size + x) + 3] = 255
      }
    pen.putImageData(picture, 0, 0)
  }
}

function angleAt(cell: number): number {
  return (2 * cell * Math.PI) / cells - Math.PI
}

/** The pixel of an angle, which is first wrapped into −π … π. */
function placeOf(angle: number): number {
  const turned = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI))
  return ((turned + Math.PI) / (2 * Math.PI)) * size
}

/** Bilinear interpolation between the four corners of a cell. */
function between(heights: Float64Array, x: number, y: number): number {
  const [column, row] = [Math.min(cells - 1, Math.floor(x)), Math.min(cells - 1, Math.floor(y))]
  const [right, down] = [x - column, y - row]
  const at = row * (cells + 1) + column
  const above = heights[at] * (1 - right) + heights[at + 1] * right
  const below = heights[at + cells + 1] * (1 - right) + heights[at + cells + 2] * right
  return above * (1 - down) + below * down
}
