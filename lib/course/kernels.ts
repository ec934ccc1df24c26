import { existsSync, readFileSync } from 'node:fs'
import { throwing } from './sources.ts'
import { exerciseOfKernel, kernelOf, slashed, solutions } from './trees.ts'

interface Kind {
  /** the reference's kernel stands in */
  readonly reference: boolean
  /** for memory that threads share */
  readonly shared: boolean
}

/** What a compiled kernel is called, as a module: an edit of its file invalidates it. */
export function kernelId(file: string, { reference, shared }: Kind): string {
  return `${file}?wasm${reference ? '&reference' : ''}${shared ? '&shared' : ''}`
}

/**
 * The module that a kata gets when it imports its kernel: the compiled bytes, as its default export. Compiled when it is
 * asked for, and again after each edit; an error of the compiler is the error of whoever imports it.
 */
export function compiledKernel(id: string): Promise<string> | undefined {
  const [file, query = ''] = slashed(id).split('?')
  const [first, ...kind] = query.split('&')
  const exercise = exerciseOfKernel(file)
  if (first !== 'wasm' || !exercise) return undefined
  return moduleOf(kind.includes('reference') ? kernelOf(solutions, exercise) : file, kind.includes('shared'))
}

async function moduleOf(file: string, shared: boolean): Promise<string> {
  if (!existsSync(file)) return throwing(`The kernel is missing: there is no ${file}.`)
  const key = `${file} ${shared} ${readFileSync(file, 'utf8')}`
  const bytes = compiled.get(key) ?? compile(file, shared)
  compiled.set(key, bytes)
  try {
    const text = Buffer.from(await bytes).toString('base64')
    return `export default Uint8Array.from(atob('${text}'), (letter) => letter.charCodeAt(0))`
  } catch (error) {
    return throwing((error as Error).message)
  }
}

const compiled = new Map<string, Promise<Uint8Array>>()

/** the compiler is large: it is loaded when the first kernel is asked for */
async function compile(file: string, shared: boolean): Promise<Uint8Array> {
  const { compileAssembly } = await import('../kernels/compile.mjs')
  return compileAssembly(file, { shared })
}
