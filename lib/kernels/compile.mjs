// Compiles AssemblyScript to WebAssembly. Plain JavaScript, since it also runs before anything is built (npm ci → prepare).
import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import asc from 'assemblyscript/asc'

/**
 * The module of one AssemblyScript file and what it imports: no runtime, no garbage collector, memory imported as env.memory.
 *
 * relaxed: with fused multiply-add (relaxed SIMD) · shared: over memory that threads share
 * What the compiler refuses rejects with a CompileError: file, lines and what is wrong.
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

/** What the compiler refuses in a file, a line for each, and the place of the first: undefined where the compiler names none. */
export class CompileError extends Error {
  /** @param {string} file @param {string} said by the compiler */
  constructor(file, said) {
    const plain = stripVTControlCharacters(said) // coloured where FORCE_COLOR asks for it
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
