import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'

/**
 * The hash of the sources of the kernels. build.mjs stores it beside the compiled kernels, since an update may bring other sources.
 *
 * @param {string} folder lib/kernels
 * @returns {string}
 */
export function hashSources(folder) {
  const hash = createHash('sha256')
  const sources = readdirSync(`${folder}/assembly`)
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => `assembly/${name}`)
  for (const name of ['compile.mjs', ...sources]) hash.update(`${name}\n`).update(readFileSync(`${folder}/${name}`))
  return hash.digest('hex')
}
