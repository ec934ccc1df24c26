import { parseImages, parseLabels } from '#kata/6-mnist/1-idx.ts'
import { type Examples, scale } from '#kata/6-mnist/2-batches.ts'
import type { Tensor } from '#lib/tensor'
import type { kernelOperations } from '../kernels/operations.ts'
import { csrFromBytes } from '../kernels/csr.ts'

/** The examples of two IDX files, parsed and scaled by the tree’s own code. */
export function load(imageFile: Uint8Array, labelFile: Uint8Array): Examples {
  return { images: scale(parseImages(imageFile)), labels: parseLabels(labelFile) }
}

/**
 * The same in the kernels’ memory, as sparse rows or as bytes. The tree’s scale is called once for each of the 256 byte values.
 * The 188 MB of floats are allocated only if a caller reads the numbers themselves.
 */
export function loadSparse(
  imageFile: Uint8Array,
  labelFile: Uint8Array,
  { memory }: ReturnType<typeof kernelOperations>,
): Examples {
  const parsed = parseImages(imageFile)
  const { count, rows, columns, pixels } = parsed
  const every = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const table = scale({ count: 1, rows: 16, columns: 16, pixels: every }).data
  const found = csrFromBytes(memory.kernels, pixels, [count, rows * columns], table)
  let whole: Tensor | undefined
  const images = {
    shape: [count, rows * columns],
    get data() {
      if (!whole) memory.register((whole = scale(parsed)).data, found) // A copy of the record shares the array.
      return whole.data
    },
  }
  memory.register(images, found)
  return { images, labels: parseLabels(labelFile) }
}
