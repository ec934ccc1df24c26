import { crc32, deflateSync } from 'node:zlib'

/** A greyscale PNG of width · height bytes in row-major order: 0 is black, 255 is white. (PNG, W3C 2003, colour type 0) */
export function greyPng(width: number, height: number, pixels: Uint8Array): Uint8Array {
  if (pixels.length !== width * height) {
    throw new Error(`greyPng wants ${width} × ${height} = ${width * height} bytes, but got ${pixels.length}.`)
  }
  return encodePng(width, height, 0, pixels)
}

/** The same in colour, with four bytes per pixel: red, green, blue and opacity. (colour type 6) */
export function rgbaPng(width: number, height: number, pixels: Uint8Array | Uint8ClampedArray): Uint8Array {
  if (pixels.length !== 4 * width * height) {
    throw new Error(`rgbaPng wants 4 × ${width} × ${height} = ${4 * width * height} bytes, but got ${pixels.length}.`)
  }
  return encodePng(width, height, 6, pixels)
}

function encodePng(
  width: number,
  height: number,
  colourType: number,
  pixels: Uint8Array | Uint8ClampedArray,
): Uint8Array {
  const line = pixels.length / height
  const scanlines = new Uint8Array(height * (line + 1)) // each begins with its filter, 0: none
  for (let y = 0; y < height; y++) scanlines.set(pixels.subarray(y * line, (y + 1) * line), y * (line + 1) + 1)
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header[8] = 8 // bits of each number
  header[9] = colourType
  const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10)
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(scanlines)), chunk('IEND', new Uint8Array(0))]
  return Uint8Array.from(Buffer.concat([signature, ...chunks]))
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = new Uint8Array(body.length + 8)
  const view = new DataView(framed.buffer)
  view.setUint32(0, data.length)
  framed.set(body, 4)
  view.setUint32(body.length + 4, crc32(body))
  return framed
}
