import plain from '../../kernels/built/plain.wasm?url'
import relaxed from '../../kernels/built/relaxed.wasm?url'
import { DataError } from '../../data/data-error.ts'
import type { Files } from '../../data/mnist.ts'
import { recognize } from '../../data/recognize.ts'
import { validate } from '../../data/validate.ts'
import type { Compiled } from '../../kernels/kernels.ts'

export interface Material {
  readonly files: Files
  readonly kernels: Compiled
}

let kept: Promise<Material> | undefined

/** Fetches the four files of MNIST and the compiled kernels once, from beside the page. Throws an Error that names a missing file. */
export function loadAssets(): Promise<Material> {
  kept ??= fetchMaterial().catch((error: unknown) => {
    kept = undefined // the next call tries again
    throw error
  })
  return kept
}

async function fetchMaterial(): Promise<Material> {
  const place = (key: keyof Files) => `data/${key}${import.meta.hot ? '' : '.gz'}`
  const file = async (key: keyof Files) => ({ path: place(key), bytes: await bytesOf(place(key)) })
  const [trainImages, trainLabels, testImages, testLabels, fused, simd] = await Promise.all([
    file('trainImages'),
    file('trainLabels'),
    file('testImages'),
    file('testLabels'),
    bytesOf(relaxed),
    bytesOf(plain),
  ])
  // a host may truncate a file; without this check the learner's parser would get the blame
  validate({ images: trainImages, labels: trainLabels }, { images: testImages, labels: testLabels })
  const files = {
    trainImages: trainImages.bytes,
    trainLabels: trainLabels.bytes,
    testImages: testImages.bytes,
    testLabels: testLabels.bytes,
  }
  return { files, kernels: { relaxed: fused, plain: simd } }
}

async function bytesOf(place: string): Promise<Uint8Array> {
  const answer = await fetch(new URL(place, document.baseURI))
  if (!answer.ok) {
    const why = answer.status === 404 ? 'the file is missing' : await answer.text()
    throw new Error(`${place} cannot be fetched from beside this page: ${why}`)
  }
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b // some hosts unpack .gz files before they send them
  if (isPacked) return unpack(bytes, place)
  // IDX and WebAssembly both begin with 0; an HTML page that a host sends instead does not
  if (bytes[0] === 0) return bytes
  const found = recognize(bytes)
  throw new DataError(
    `${place} is not what lies beside this page${found ? `: the host sent ${found.what}` : ''}. Upload the whole site again.`,
  )
}

async function unpack(file: Uint8Array<ArrayBuffer>, place: string): Promise<Uint8Array> {
  const unpacked = new Blob([file]).stream().pipeThrough(new DecompressionStream('gzip'))
  try {
    return new Uint8Array(await new Response(unpacked).arrayBuffer())
  } catch {
    throw new DataError(`${place} is a damaged gzip file. Upload the whole site again.`)
  }
}
