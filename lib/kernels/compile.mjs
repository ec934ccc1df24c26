// Compiles AssemblyScript to WebAssembly. It is plain JavaScript, since `npm ci` runs it before anything is built.
import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import asc from 'assemblyscript/asc'

/**
 * Compiles one AssemblyScript file and its imports to a module without runtime or garbage collector. Its memory is env.memory.
 * It rejects with a CompileError if the compiler reports an error.
 *
 * relaxed: with fused multiply-add (relaxed SIMD)   shared: over memory that threads share
 *
 * @param {string} file
 * @param {{ relaxed?: boolean, shared?: boolean }} [features]
 * @returns {Promise<Uint8Array>}
 */
export async function compileAssembly(file, { relaxed = false, shared = false } = {}) {
  const enabled = ['simd', ...(relaxed ? ['relaxed-simd'] : []), ...(shared ? ['threads'] : [])]
  const memory = shared ? ['--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'] : []
  let wasm
  const { error, stderr } = await asc.main(
    [
      basename(file),
      '--outFile',
      'module.wasm',
      '--runtime',
      'stub',
      '--importMemory',
      '--noAssert',
      '--use',
      'abort=',
      '-O3',
      '--converge',
      '--enable',
      enabled.join(','),
      ...memory,
    ],
    {
      readFile: (name, base) => read(`${dirname(file)}/${base === '.' ? '' : `${base}/`}${name}`),
      writeFile: (_, contents) => (wasm = contents),
      listFiles: () => [],
    },
  )
  if (error) throw new CompileError(file, stderr.toString().trim() || error.message)
  return wasm
}

/** The errors of the compiler in a file, and `place` of the first: undefined if the compiler names none. */
export class CompileError extends Error {
  /** @param {string} file @param {string} output of the compiler */
  constructor(file, output) {
    const plain = stripVTControlCharacters(output) // FORCE_COLOR makes the compiler use colours
    const found = plain.matchAll(/^ERROR \w+: (.*)\n.*\n *\d+ │ (.*)\n *│ (.*)\n *└─ in (.*)\((\d+),(\d+)\)$/gm)
    const errors = Array.from(found, ([, what, code, marks, name, line, column]) => {
      const place = name === basename(file) ? { line: Number(line), column: Number(column) } : undefined
      return { text: `line ${line}: ${what}\n  ${code}\n  ${marks}`, place }
    })
    const lines = errors.length > 0 ? errors.map(({ text }) => text).join('\n') : plain
    super(`${file} does not compile to WebAssembly.\n${lines}`)
    this.place = errors.find(({ place }) => place)?.place
  }
}

/** @param {string} name */
function read(name) {
  try {
    return readFileSync(name, 'utf8')
  } catch {
    return null
  }
}
