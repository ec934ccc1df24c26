import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { spark } from '../../../lib/report/spark.ts'
import { rgbaPng } from '../../../lib/pictures/png.ts'
import { largestOf } from '../../../lib/pictures/diverging-scale.ts'
import { weightImages, weightPixels } from '../../../lib/report/weights.ts'

/** 4 pixels, 2 outputs: a column each */
const layer = { W: { shape: [4, 2], data: [1, -2, 0, 0, -0.5, 4, NaN, 2] } }

const pixelsOf = (output: number) => {
  const bytes = Array.from(weightPixels(layer.W, output, 2))
  return [0, 1, 2, 3].map((i) => bytes.slice(4 * i, 4 * i + 4))
}

test('an output’s weights are its column: blue above 0, red below, nothing at 0, grey for what is no number', () => {
  const [up, zero, down, none] = pixelsOf(0)
  expect(up[2]).toBeGreaterThan(up[0])
  expect(down[0]).toBeGreaterThan(down[2])
  expect([up[3], zero[3], down[3], none[3]]).toEqual([128, 0, 64, 255])
  expect(new Set(none.slice(0, 3)).size).toBe(1)
})

test('beyond the scale the colour is as strong as it gets', () => {
  expect(pixelsOf(1).map(([, , , opacity]) => opacity)).toEqual([255, 0, 255, 255])
})

test('the scale leaves out a few outliers, and what is no number', () => {
  const data = Array.from({ length: 201 }, (_, i) => -i / 200)
  data[7] = 1000
  data[9] = NaN
  expect(largestOf(data)).toBeCloseTo(0.99, 1)
  expect(largestOf([0])).toBe(1)
})

test('hidden units say for which digit they speak, and against which', () => {
  const second = { W: { shape: [2, 3], data: [0.1, 0.3, -0.2, 5, -5, 0] } }
  const { text = '' } = weightImages([layer, second], { rows: 1, columns: 4 }) ?? {}
  expect(text.match(/<img /g)).toHaveLength(2)
  const said = [...text.matchAll(/<b class="above">(.+?)<\/b>[\s\S]*?<b class="below">(.+?)<\/b>/g)].map(
    ([, most, least]) => [most, least],
  )
  expect(said).toEqual([
    ['+1', '−2'],
    ['+0', '−1'],
  ])
})

test('an image of weights has the rows and columns of the images', () => {
  const { text = '' } = weightImages([layer], { rows: 4, columns: 1 }) ?? {}
  const [, encoded] = /base64,([^"]+)"/.exec(text) ?? []
  const png = Buffer.from(encoded, 'base64')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1, 4])
})

test('inputs that are not the pixels of an image have no images', () => {
  expect(weightImages([layer], { rows: 2, columns: 3 })).toBeUndefined()
})

test('a PNG in colour holds four bytes a pixel, and refuses another number', () => {
  const png = rgbaPng(1, 2, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))
  const view = new DataView(png.buffer)
  expect(png[25]).toBe(6) // the colour type of IHDR
  const length = view.getUint32(33)
  expect(Array.from(inflateSync(png.subarray(41, 41 + length)))).toEqual([0, 1, 2, 3, 4, 0, 5, 6, 7, 8])
  expect(() => rgbaPng(1, 1, new Uint8Array(3))).toThrow('rgbaPng wants 4 × 1 × 1 = 4 bytes, but got 3.')
})

test('bars begin at 0 and are as high as their values', () => {
  const { text } = spark([1, 2, 0.5], 'three <times>')
  expect([...text.matchAll(/ height="([\d.]+)"/g)].map(([, height]) => Number(height))).toEqual([20, 40, 10])
  expect(text).toContain('<title>three &lt;times&gt;</title>')
  expect(spark([], 'none').text).not.toContain('NaN')
})
