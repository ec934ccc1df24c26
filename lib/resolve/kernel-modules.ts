import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { CompileError } from '../kernels/compile.mjs'
import { writeFileAtomic } from '../files.ts'
import { replaceLinks } from '../course/links.ts'
import { errorModule, errorModuleAt } from './virtual-modules.ts'
import { exerciseOfKernel, kernelOf, root, toForwardSlashes, solutions } from '../course/trees.ts'

interface Kind {
  /** True if the reference's kernel replaces the learner's. */
  readonly reference: boolean
  /** True for a kernel over memory that threads share. */
  readonly shared: boolean
}

/** The module id of a compiled kernel. An edit of its file invalidates it. */
export function moduleIdOfKernel(file: string, { reference, shared }: Kind): string {
  return `${file}?wasm${reference ? '&reference' : ''}${shared ? '&shared' : ''}`
}

/**
 * The module that a kata gets when it imports its kernel: the compiled bytes, as its default export. It is compiled on import,
 * and again after each edit. If the compiler fails, the import throws its error.
 */
export function loadKernelModule(id: string): Promise<string> | undefined {
  const [file, query = ''] = toForwardSlashes(id).split('?')
  const [first, ...kind] = query.split('&')
  const exercise = exerciseOfKernel(file)
  if (first !== 'wasm' || !exercise) return undefined
  return moduleOf(kind.includes('reference') ? kernelOf(solutions, exercise) : file, kind.includes('shared'))
}

async function moduleOf(file: string, shared: boolean): Promise<string> {
  if (!existsSync(file)) return errorModule(`The kernel is missing: there is no ${file}.`)
  const source = readFileSync(file, 'utf8')
  const compiler = readFileSync(`${root}/lib/kernels/compile.mjs`)
  const key = createHash('sha256').update(`${shared} ${source}`).update(compiler).digest('hex')
  const bytes =
    compiled.get(file + key) ?? readOrCompile(`${root}/.out/kernels/${key}.wasm`, () => compile(file, shared))
  compiled.set(file + key, bytes)
  try {
    const text = Buffer.from(await bytes).toString('base64')
    return `export default Uint8Array.from(atob('${text}'), (letter) => letter.charCodeAt(0))`
  } catch (error) {
    return throwingAtPlace(error as Error)
  }
}

/** The module for a kernel that does not compile. It throws an error with the compiler's place in the kernel. */
function throwingAtPlace({ message, place }: Error & { readonly place?: CompileError['place'] }): string {
  const why = replaceLinks(message).replaceAll(`${root}/`, '')
  return place ? errorModuleAt({ why, kind: 'SyntaxError', ...place }) : errorModule(why)
}

const compiled = new Map<string, Promise<Uint8Array>>()

/** Reads the compiled kernel if any process has compiled it, since compiling takes a second or two. Errors are not cached. */
async function readOrCompile(place: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  if (existsSync(place)) return readFileSync(place)
  const bytes = await make()
  writeFileAtomic(place, bytes)
  return bytes
}

/** Loads the compiler with the first kernel, since it is large. */
async function compile(file: string, shared: boolean): Promise<Uint8Array> {
  const { compileAssembly } = await import('../kernels/compile.mjs')
  return compileAssembly(file, { shared })
}
