import { existsSync, readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { root } from '../course/trees.ts'
import { Kernels } from './kernels.ts'

/** The kernels that `npm ci` built, in Node: undefined where they are not built, or the engine has no SIMD. */
export async function kernelsHere(only?: 'relaxed' | 'plain'): Promise<Kernels | undefined> {
  const [relaxed, plain] = ['relaxed', 'plain'].map((kind) => `${root}/lib/kernels/built/${kind}.wasm`)
  if (!existsSync(relaxed) || !existsSync(plain)) return undefined
  setFlagsFromString('--experimental-wasm-relaxed-simd') // Node 20 has it behind this flag; later ones have it anyway
  return Kernels.of({ relaxed: readFileSync(relaxed), plain: readFileSync(plain) }, only)
}
