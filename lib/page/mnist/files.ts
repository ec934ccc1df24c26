import plain from '../../kernels/built/plain.wasm?url'
import relaxed from '../../kernels/built/relaxed.wasm?url'
import type { Files } from '../../data/mnist.ts'
import type { Compiled } from '../../kernels/kernels.ts'

export interface Material {
  readonly files: Files
  readonly kernels: Compiled
}

let kept: Promise<Material> | undefined

/** The four files of MNIST and the compiled kernels: fetched once, from beside the page. Not to be had: Error that says which. */
export function material(): Promise<Material> {
  kept ??= fetched().catch((error: unknown) => {
    kept = undefined // the next one who asks may be luckier
    throw error
  })
  return kept
}

async function fetched(): Promise<Material> {
  const file = (key: keyof Files) => bytesOf(`data/${key}${import.meta.hot ? '' : '.gz'}`)
  const [trainImages, trainLabels, testImages, testLabels, fused, simd] = await Promise.all([
    file('trainImages'),
    file('trainLabels'),
    file('testImages'),
    file('testLabels'),
    bytesOf(relaxed),
    bytesOf(plain),
  ])
  return { files: { trainImages, trainLabels, testImages, testLabels }, kernels: { relaxed: fused, plain: simd } }
}

async function bytesOf(place: string): Promise<Uint8Array> {
  const answer = await fetch(new URL(place, document.baseURI))
  if (!answer.ok) {
    const why = answer.status === 404 ? 'it is not there' : await answer.text()
    throw new Error(`${place} cannot be had from beside this page: ${why}`)
  }
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b // some hosts unpack what ends in .gz on the way
  // IDX and WebAssembly both begin with 0; a host that answers with a page of its own does not
  if (!isPacked && bytes[0] !== 0) throw new Error(`${place} is not what lies beside this page, but something else.`)
  if (!isPacked) return bytes
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(unpacked).arrayBuffer())
}
