// Node 20 cannot run TypeScript: Vite bundles the command into one plain module, at full speed, and this runs it.
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const [name, ...args] = process.argv.slice(2)
await build({
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: `lib/commands/${name}.ts`,
    outDir: '.out/commands',
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    sourcemap: 'inline',
    rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
  },
})
process.setSourceMapsEnabled(true)
const { command, run } = await import(pathToFileURL(`.out/commands/${name}.mjs`))
process.exitCode = await run(command, args)
