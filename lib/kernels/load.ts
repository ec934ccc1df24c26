import { existsSync, readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { type Compiled, type Kind, Kernels, kindOf } from './kernels.ts'
import { hashSources } from './hash-sources.mjs'
import { createThreadedKernels } from './thread-pool.ts'

/** relative, since every command runs in the repository */
const folder = 'lib/kernels'

/**
 * Loads the kernels that `npm ci` has built, on one thread or several. Returns undefined if they are not built, if the engine has no
 * SIMD, if there is no memory, or if KATA_KERNELS is none. minWork: see thread-pool.ts
 */
export async function loadKernels(only?: Kind, threads = 1, minWork?: number): Promise<Kernels | undefined> {
  if (process.env.KATA_KERNELS === 'none' || checkKernels()) return undefined
  const compiled = compileKernels(threads > 1)
  return threads > 1 ? createThreadedKernels(compiled, threads, only, minWork) : Kernels.of(compiled, only)
}

/** The reason why loadKernels returns undefined here, with the remedy. */
export function explainNoKernels(): string {
  if (process.env.KATA_KERNELS === 'none') return 'KATA_KERNELS=none leaves the kernels out.'
  const obstacle = checkKernels()
  if (obstacle) return obstacle
  return kindOf(compileKernels(false))
    ? 'There is no memory for the kernels: each WebAssembly memory reserves 10 GB of addresses (see ulimit -v).'
    : 'The kernels need WebAssembly SIMD, which this Node lacks.'
}

/** The reason and the remedy if the kernels are not compiled, or were compiled from other sources; undefined if they are ready. */
export function checkKernels(): string | undefined {
  const files = (['relaxed', 'plain'] as const).flatMap((kind) => [fileOf(kind, false), fileOf(kind, true)])
  if (!files.every((file) => existsSync(file)))
    return 'The kernels are not compiled, as after npm ci --ignore-scripts. To compile them, run: npm run prepare'
  const key = `${folder}/built/sources-key`
  return existsSync(key) && readFileSync(key, 'utf8') === hashSources(folder)
    ? undefined
    : 'The kernels were compiled from other sources than those in lib/kernels/assembly. To compile them, run: npm run prepare'
}

function compileKernels(isShared: boolean): Compiled {
  // Node 20 has fused multiply-add behind a flag; later versions have it without, and warn about the flag
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd')
  return { relaxed: readFileSync(fileOf('relaxed', isShared)), plain: readFileSync(fileOf('plain', isShared)) }
}

function fileOf(kind: Kind, isShared: boolean): string {
  return `${folder}/built/${kind}${isShared ? '-shared' : ''}.wasm`
}
