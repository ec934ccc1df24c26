import type { Random } from '#lib/random'

/** Bytes in the format of MNIST: 28 × 28 per digit in row-major order, 0 for paper, 255 for ink. */
export interface Digits {
  readonly count: number
  readonly rows: number
  readonly columns: number
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

const side = 28

/** Each digit in 5 × 7 cells, a bit per cell. */
const glyphs = [
  '01110 10001 10011 10101 11001 10001 01110',
  '00100 01100 00100 00100 00100 00100 01110',
  '01110 10001 00001 00010 00100 01000 11111',
  '11111 00010 00100 00010 00001 10001 01110',
  '00010 00110 01010 10010 11111 00010 00010',
  '11111 10000 11110 00001 00001 10001 01110',
  '00110 01000 10000 11110 10001 10001 01110',
  '11111 00001 00010 00100 01000 01000 01000',
  '01110 10001 10001 01110 10001 10001 01110',
  '01110 10001 10001 01111 00001 00010 01100',
].map((rows) => rows.split(' ').map((row) => Array.from(row, Number)))

/**
 * Draws digits that need no file: a 5 × 7 glyph, enlarged three times and moved by up to three pixels. Its ink has uneven strength
 * and grey edges. About four of five pixels are 0, as in MNIST. All labels are equally likely.
 */
export function syntheticDigits(count: number, rng: Random): Digits {
  const pixels = new Uint8Array(count * side * side)
  const labels = new Uint8Array(count)
  for (let n = 0; n < count; n++) {
    labels[n] = Math.floor(rng() * 10)
    drawDigit(pixels.subarray(n * side * side, (n + 1) * side * side), labels[n], rng)
  }
  return { count, rows: side, columns: side, pixels, labels }
}

function drawDigit(image: Uint8Array, digit: number, rng: Random): void {
  const [left, top] = [6 + Math.floor(rng() * 4) - 1, 3 + Math.floor(rng() * 4) - 1]
  const ink = 180 + 75 * rng()
  glyphs[digit].forEach((row, r) =>
    row.forEach((set, c) => {
      if (!set) return
      for (let dy = 0; dy < 3; dy++) {
        for (let dx = 0; dx < 3; dx++) {
          image[(top + 3 * r + dy) * side + left + 3 * c + dx] = Math.round(ink * (0.7 + 0.3 * rng()))
        }
      }
    }),
  )
}
