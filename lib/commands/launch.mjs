// Node 20 cannot run TypeScript: Vite bundles the command into plain modules, at full speed, and this runs them.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { viteSettings } from '../resolve/vite-settings.mjs'
import { explainLoadFailure } from '../environment/environment.mjs'
import { pollIfNeeded } from '../environment/watchers.mjs'

const { build } = await import('vite').catch((error) => {
  console.error(explainLoadFailure(error))
  process.exit(2)
})
const [name, ...args] = process.argv.slice(2)
if (['start', 'play'].includes(name)) pollIfNeeded(viteSettings.root, process.env)
const all = '.out/commands'
const folder = `${all}/${process.pid}` // Each process has its own folder, because the same command may run twice.
for (const other of existsSync(all) ? readdirSync(all) : []) if (!isRunning(Number(other))) remove(`${all}/${other}`)
process.on('exit', () => remove(folder))
await build({
  ...viteSettings,
  logLevel: 'error',
  build: {
    ssr: `lib/commands/${name}.ts`,
    outDir: folder,
    target: 'node20',
    minify: false,
    sourcemap: 'inline',
    rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
  },
}).catch(explainMissing)
process.setSourceMapsEnabled(true)
const { command, run } = await import(pathToFileURL(`${folder}/${name}.mjs`)).catch(explainMissing)
process.exitCode = await run(command, args).catch((error) => {
  console.error(isMissing(error) ? explainLoadFailure(error) : error)
  process.exit(2) // Exit code 1 means wrong answers, but nothing is known about the answers here.
})

/** @param {Error} error */
function explainMissing(error) {
  console.error(isMissing(error) ? explainLoadFailure(error) : error)
  process.exit(2)
}

/** Is it about a package of which only a part is there? A kata that imports what is not there never gets here. @param {Error} error */
function isMissing({ code, message }) {
  return code === 'ERR_MODULE_NOT_FOUND' || /failed to resolve import/.test(message)
}

/** @param {string} path what is left of a command; another one may be removing it, too */
function remove(path) {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // The next command removes it.
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM' // another user's
  }
}
