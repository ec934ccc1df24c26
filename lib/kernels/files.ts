import { existsSync, readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { root } from '../course/trees.ts'
import { type Compiled, type Kind, Kernels } from './kernels.ts'
import { teamOf } from './team.ts'

/**
 * The kernels that `npm ci` built, in Node, on one thread or several: undefined where they are not built, or the engine has no
 * SIMD. `least`: how many multiply-adds are shared out at least. KATA_KERNELS=none: as if there were none.
 */
export async function kernelsHere(only?: Kind, threads = 1, least?: number): Promise<Kernels | undefined> {
  if (process.env.KATA_KERNELS === 'none') return undefined
  const file = (kind: Kind): string => `${root}/lib/kernels/built/${kind}${threads > 1 ? '-shared' : ''}.wasm`
  if (!existsSync(file('relaxed')) || !existsSync(file('plain'))) return undefined
  setFlagsFromString('--experimental-wasm-relaxed-simd') // Node 20 has it behind this flag; later ones have it anyway
  const compiled: Compiled = { relaxed: readFileSync(file('relaxed')), plain: readFileSync(file('plain')) }
  return threads > 1 ? teamOf(compiled, threads, only, least) : Kernels.of(compiled, only)
}
