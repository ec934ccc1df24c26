// npm ci → prepare: the kernels, compiled from assembly/ into built/, which git ignores.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileAssembly } from './compile.mjs'

const here = dirname(fileURLToPath(import.meta.url))
mkdirSync(`${here}/built`, { recursive: true })
for (const relaxed of [false, true]) {
  for (const shared of [false, true]) {
    const module = await compileAssembly(`${here}/assembly/index.ts`, { relaxed, shared })
    writeFileSync(`${here}/built/${relaxed ? 'relaxed' : 'plain'}${shared ? '-shared' : ''}.wasm`, module)
  }
}
