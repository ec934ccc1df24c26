import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { lossCurve } from '../../lib/pictures/curve.ts'
import { digitSheet } from '../../lib/pictures/digits.ts'
import { misreadSheet } from '../../lib/pictures/misread.ts'
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

describe('the sheet of misread digits', () => {
  const sheet = misreadSheet([{ image: [0, 1, 0.5, 0], truth: 4, read: 9 }], { rows: 2, columns: 2 }, 7)

  test('says what each is and what it was read as', () => {
    expect(sheet).toContain('>4 → 9</text>')
    expect(sheet).toContain('<title>a 4, read as 9</title>')
    expect(sheet).toContain('the first 1 of 7')
  })

  test('draws ink dark on white', () => {
    const [, encoded] = /base64,([^"]+)"/.exec(sheet) ?? []
    const [, data] = chunks(new Uint8Array(Buffer.from(encoded, 'base64')))
    expect(Array.from(inflateSync(data.data))).toEqual([0, 255, 0, 0, 127, 255])
  })

  test.each([
    [28, 28, 10, [32, 32], [0, 40]],
    [28, 40, 8, [38.25, 26.77], [0, 46.25]],
    [14, 56, 5, [64, 16], [0, 72]],
    [40, 28, 10, [26.77, 38.25], [0, 40]],
    [1, 784, 1, [392, 0.5], [0]],
    [784, 1, 10, [0.5, 392], [0, 40]],
  ])('draws images of %i × %i as they are, %i in a row', (rows, columns, inRow, box, lefts) => {
    const one = { image: new Float32Array(rows * columns), truth: 1, read: 7 }
    const drawn = misreadSheet(Array(12).fill(one), { rows, columns }, 12)
    const images = [...drawn.matchAll(/<image x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)" href="[^,]+,(.+?)"/g)]
    expect(images).toHaveLength(12)
    const places = images.map(([, ...numbers]) => numbers.slice(0, 4).map(Number))
    expect(places.map(([, , ...size]) => size)).toEqual(Array(12).fill(box))
    expect(
      places
        .filter(([, y]) => y === 24)
        .map(([x]) => x - places[0][0])
        .slice(0, 2),
    ).toEqual(lefts)
    expect(places.filter(([, y]) => y === 24)).toHaveLength(inRow)
    expect(places.every(([x, , width]) => x >= 4 && x + width <= 396.01)).toBe(true)
    const below = places.find(([, y]) => y > 24)?.[1] ?? Infinity
    expect(below).toBeGreaterThanOrEqual(24 + box[1] + 20) // the caption has its room
    expect(sizeOf(images[0][5])).toEqual([columns, rows])
  })

  test('is a picture also when nothing was misread', () => {
    expect(misreadSheet([], { rows: 28, columns: 28 }, 0)).toMatch(/all 0[\s\S]*<\/svg>$/)
  })
})

test('a sheet of digits draws images with their rows and columns', () => {
  const { svg } = digitSheet('digits', [{ image: new Float32Array(6), caption: '1' }], { rows: 2, columns: 3 })
  const [, encoded] = /base64,([^"]+)"/.exec(svg) ?? []
  expect(sizeOf(encoded)).toEqual([3, 2])
})

describe('the loss curve', () => {
  const steps = { epochs: [0.5, 1, 1.5, 2], losses: [2, 1, 0.6, 0.4] }
  const svg = lossCurve(steps, [1.5, 0.5], 'mlp, minibatch')

  test('goes down from left to right', () => {
    const [, path] = /<path d="([^"]+)" fill="none"/.exec(svg) ?? []
    const points = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
    expect(points).toHaveLength(2)
    expect(points[1][0]).toBeGreaterThan(points[0][0])
    expect(points[1][1]).toBeGreaterThan(points[0][1]) // y grows downwards
  })

  test('has a title for those who cannot see it, and a dark side', () => {
    expect(svg).toContain('<title>mlp, minibatch: loss from 2.000 to 0.500</title>')
    expect(svg).toContain('prefers-color-scheme:dark')
  })

  test('stays a picture of one epoch, and of none', () => {
    expect(lossCurve(steps, [1.5], 't')).toContain('<circle')
    expect(lossCurve({ epochs: [], losses: [] }, [], 't')).not.toContain('NaN')
  })
})

test.each([
  [0, 10, [0, 2.5, 5, 7.5, 10]],
  [0, 2.3, [0, 1, 2]],
  [0.9, 0.98, [0.9, 0.92, 0.94, 0.96, 0.98]],
  [-1, 1, [-1, -0.5, 0, 0.5, 1]],
])('the ticks from %f to %f are round', (from, to, expected) => {
  expect(ticks(from, to)).toEqual(expected)
})
