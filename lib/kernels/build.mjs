// `npm ci` runs it (prepare): it compiles the kernels from assembly/ into built/, which git ignores.
import fs from 'fs'
import path from 'path'
import { fileURLToPath } from 'url'
import { findObstacle } from '../environment/environment.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const obstacle = findObstacle(path.resolve(here, '../..'))
if (obstacle) {
  console.error(obstacle)
  process.exitCode = 2
} else build()

async function build() {
  const { compileAssembly } = await import('./compile.mjs')
  const { hashSources } = await import('./hash-sources.mjs')
  fs.mkdirSync(`${here}/built`, { recursive: true })
  for (const relaxed of [false, true]) {
    for (const shared of [false, true]) {
      const module = await compileAssembly(`${here}/assembly/index.ts`, { relaxed, shared })
      fs.writeFileSync(`${here}/built/${relaxed ? 'relaxed' : 'plain'}${shared ? '-shared' : ''}.wasm`, module)
    }
  }
  fs.writeFileSync(`${here}/built/sources-key`, hashSources(here))
}
