// Compiles AssemblyScript to WebAssembly. Plain JavaScript, since it also runs before anything is built (npm ci → prepare).
import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import asc from 'assemblyscript/asc'

/**
 * The module of one AssemblyScript file and what it imports: no runtime, no garbage collector, memory imported as env.memory.
 *
 * relaxed: with fused multiply-add (relaxed SIMD) · shared: over memory that threads share
 * An error of the compiler rejects with its message: file, line and what is wrong.
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
  if (error) throw new Error(`${file} does not compile to WebAssembly.\n${stderr.toString().trim() || error.message}`)
  return wasm
}

/** @param {string} name */
function read(name) {
  try {
    return readFileSync(name, 'utf8')
  } catch {
    return null
  }
}
