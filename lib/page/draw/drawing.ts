/** The side of the drawing in pixels: ten for each pixel of MNIST. */
export const side = 280
const pen = 22

type Point = readonly [x: number, y: number]
type Act =
  | { readonly kind: 'stroke'; readonly points: Point[] }
  | { readonly kind: 'digit'; readonly bytes: Uint8Array }
  | { readonly kind: 'clear' }

/** A drawing as a list of acts, each of which can be undone: a stroke, a test image, or clearing. */
export class Drawing {
  private readonly acts: Act[] = []

  /** Begins a stroke. */
  begin(x: number, y: number): void {
    this.acts.push({ kind: 'stroke', points: [[x, y]] })
  }

  /** Extends the last stroke. */
  to(x: number, y: number): void {
    const last = this.acts.at(-1)
    if (last?.kind === 'stroke') last.points.push([x, y])
  }

  /** Replaces the drawing by 28 · 28 bytes. */
  put(bytes: Uint8Array): void {
    this.acts.push({ kind: 'digit', bytes })
  }

  clear(): void {
    if (!this.isEmpty) this.acts.push({ kind: 'clear' })
  }

  undo(): void {
    this.acts.pop()
  }

  get canUndo(): boolean {
    return this.acts.length > 0
  }

  get isEmpty(): boolean {
    return this.visibleActs().length === 0
  }

  /** the acts since the last clearing, or since the last test image */
  private visibleActs(): readonly Act[] {
    const from = this.acts.findLastIndex(({ kind }) => kind !== 'stroke')
    if (from < 0) return this.acts
    return this.acts.slice(this.acts[from].kind === 'clear' ? from + 1 : from)
  }

  /** Paints it in black on a transparent canvas. The opacity is the amount of ink. */
  paint(context: CanvasRenderingContext2D): void {
    context.clearRect(0, 0, side, side)
    Object.assign(context, { lineWidth: pen, lineCap: 'round', lineJoin: 'round' })
    for (const act of this.visibleActs()) {
      if (act.kind === 'stroke') stroke(context, act.points)
      else if (act.kind === 'digit') context.putImageData(toImageData(act.bytes), 0, 0)
    }
  }
}

function stroke(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  context.beginPath()
  const [[x, y], ...others] = points
  context.moveTo(x, y)
  if (others.length === 0) context.lineTo(x + 0.1, y) // a dot
  for (const [nextX, nextY] of others) context.lineTo(nextX, nextY)
  context.stroke()
}

/** An image with a square of 10 × 10 pixels for each byte. */
function toImageData(bytes: Uint8Array): ImageData {
  const image = new ImageData(side, side)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      image.data[4 * (y * side + x) + 3] = bytes[Math.floor(y / 10) * 28 + Math.floor(x / 10)]
  return image
}

/** The amount of ink in each of the 280 · 280 pixels, in [0, 1]. */
export function inkOf(context: CanvasRenderingContext2D): Float32Array {
  const { data } = context.getImageData(0, 0, side, side)
  return Float32Array.from({ length: side * side }, (_, i) => data[4 * i + 3] / 255)
}
