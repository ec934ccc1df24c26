import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { digitSheet } from '../../lib/pictures/digits.ts'
import { ticks } from '../../lib/pictures/ticks.ts'
import { greyPng } from '../../lib/pictures/png.ts'

/** the chunks of a PNG: type and data */
function chunks(png: Uint8Array): { type: string; data: Uint8Array }[] {
  const view = new DataView(png.buffer, png.byteOffset, png.length)
  const found: { type: string; data: Uint8Array }[] = []
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at)
    found.push({
      type: String.fromCharCode(...png.subarray(at + 4, at + 8)),
      data: png.subarray(at + 8, at + 8 + length),
    })
    at += 12 + length
  }
  return found
}

/** width and height in the header of a PNG */
function sizeOf(base64: string): [width: number, height: number] {
  const png = Buffer.from(base64, 'base64')
  return [png.readUInt32BE(16), png.readUInt32BE(20)]
}

test('a PNG holds its pixels, each row behind a filter byte of 0', () => {
  const png = greyPng(3, 2, Uint8Array.of(0, 100, 255, 1, 2, 3))
  expect(Array.from(png.subarray(0, 8))).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
  const [header, data, end] = chunks(png)
  expect(Array.from(header.data)).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])
  expect(Array.from(inflateSync(data.data))).toEqual([0, 0, 100, 255, 0, 1, 2, 3])
  expect(end.type).toBe('IEND')
})

test('the checksum of a PNG chunk is that of the standard', () => {
  // the empty IEND chunk ends with ae 42 60 82 in every PNG there is
  expect(Array.from(greyPng(1, 1, Uint8Array.of(0)).slice(-4))).toEqual([0xae, 0x42, 0x60, 0x82])
})

test('a PNG of another number of pixels is refused', () => {
  expect(() => greyPng(2, 2, new Uint8Array(3))).toThrow('greyPng wants 2 × 2 = 4 bytes, but got 3.')
})

describe('a sheet of digits', () => {
  const sheet = (count: number, rows: number, columns: number) =>
    digitSheet(
      'two < three',
      Array(count).fill({ image: new Float32Array(rows * columns), caption: '1 → 7' }),
      { rows, columns },
      10,
    ).svg

  test('has a caption below each, and all of them in its words', () => {
    const { svg, text } = digitSheet('read', [{ image: [0, 1, 0.5, 0], caption: '4 → 9' }], { rows: 2, columns: 2 })
    expect(svg).toContain('>4 → 9</text>')
    expect(text).toBe('read: 4 → 9')
    const [, encoded] = /base64,([^"]+)"/.exec(svg) ?? []
    const [, data] = chunks(new Uint8Array(Buffer.from(encoded, 'base64')))
    expect(Array.from(inflateSync(data.data))).toEqual([0, 255, 0, 0, 127, 255]) // ink dark on white
  })

  test.each([
    [28, 28, 10, [64, 64], 76],
    [28, 40, 8, [76.49, 53.55], 88.49],
    [14, 56, 5, [128, 32], 140],
    [40, 28, 10, [53.55, 76.49], 76],
    [1, 784, 1, [748, 0.95], 0],
    [784, 1, 10, [0.95, 748], 76],
  ])('draws images of %i × %i as they are, %i in a row', (rows, columns, inRow, box, pitch) => {
    const svg = sheet(12, rows, columns)
    const images = [...svg.matchAll(/<image x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)" href="[^,]+,(.+?)"/g)]
    expect(images).toHaveLength(12)
    const places = images.map(([, ...numbers]) => numbers.slice(0, 4).map(Number))
    expect(places.map(([, , ...size]) => size)).toEqual(Array(12).fill(box))
    const first = places.filter(([, y]) => y === places[0][1])
    expect(first).toHaveLength(inRow)
    if (inRow > 1) expect(first[1][0] - first[0][0]).toBeCloseTo(pitch, 6)
    const [wide] = /(?<=viewBox="0 0 )[\d.]+/.exec(svg) ?? []
    expect(places.every(([x, , width]) => x >= 16 && x + width <= Number(wide))).toBe(true)
    const below = places.find(([, y]) => y > places[0][1])?.[1] ?? Infinity
    expect(below).toBeGreaterThanOrEqual(places[0][1] + box[1] + 20) // the caption has its room
    expect(sizeOf(images[0][5])).toEqual([columns, rows])
  })

  test('is a picture also without digits, and its title is no markup', () => {
    expect(sheet(0, 28, 28)).toMatch(/two &lt; three<\/text>[\s\S]*<\/svg>$/)
  })
})

test.each([
  [0, 10, [0, 2.5, 5, 7.5, 10]],
  [0, 2.3, [0, 1, 2]],
  [0.9, 0.98, [0.9, 0.92, 0.94, 0.96, 0.98]],
  [-1, 1, [-1, -0.5, 0, 0.5, 1]],
  [0, 2e-9, [0, 5e-10, 1e-9, 1.5e-9, 2e-9]],
  [-3, 3, [-3, -2, -1, 0, 1, 2, 3], 10],
])('the ticks from %f to %f are round', (from, to, expected, count?: number) => {
  expect(ticks(from, to, count)).toEqual(expected)
})
