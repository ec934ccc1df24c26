import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { type InlineConfig, type ViteDevServer, build, createServer } from 'vite'
import { reasonOf } from '../resolve/bundle.ts'
import { terminal, wrapLine } from '../terminal/terminal.ts'
import { replaceLinks } from '../course/links.ts'
import type { Code } from '../resolve/resolver.ts'
import { katas, root, toForwardSlashes, solutions } from '../course/trees.ts'
import { ensureWritable } from '../files.ts'
import { checkKernels } from '../kernels/load.ts'
import { site } from '../page/serve/site.ts'
import {
  type Command,
  type Args,
  UsageError,
  asUsage,
  findTree,
  explainListening,
  hostOption,
  needsReference,
  untilQuit,
  whole,
} from './command.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run play',
  about:
    'A page that runs your code: the chain of links, softmax, MNIST live, and a digit to draw.\nIt follows every save, and where an exercise is empty the reference stands in. Begin with 5.1: the page reaches with your arm.',
  options: {
    code: { value: 'katas|solutions|DIR', about: 'whose code runs (katas)' },
    port: { value: 'N', about: 'of the page (5173, or the next one free)' },
    host: hostOption,
    open: { about: 'opens it in your browser' },
    build: { about: 'makes a site for any static web host instead, in a sub-folder too' },
    out: { value: 'DIR', about: 'where --build puts it (.out/site)' },
  },
  async main(given) {
    needsReference('npm run play')
    const obstacle = checkKernels()
    if (obstacle) throw new UsageError(`The page trains on the kernels. ${obstacle}`)
    const code = { tree: findTree(given.text('code') ?? 'katas'), mode: 'filled' } as const
    const port = given.number('port', 5173, 'a port from 1 to 65535', (value) => whole(1)(value) && value < 65536)
    if (given.has('build')) return buildInto(given.text('out') ?? '.out/site', code)
    if (given.has('out'))
      throw new UsageError('--out is where --build puts the site: npm run play -- --build --out DIR.')
    const server = await serve(given, port, code)
    const { local = [], network = [] } = server.resolvedUrls ?? {}
    const said = wrapLine(`${describeOwner(code)} q or Ctrl-C ends it.`, terminal().columns)
    console.log([...local, ...network, ...said].join('\n'))
    if (given.has('open')) server.openBrowser()
    await untilQuit()
    await server.close()
    return 0
  },
}

function describeOwner({ tree }: Code): string {
  if (tree === solutions) return 'The reference runs.'
  const folder = tree === katas ? 'katas/' : replaceLinks(tree)
  return `The code in ${folder} runs, and the reference where an exercise is empty. Every save shows at once.`
}

async function serve(given: Args, port: number, code: Code): Promise<ViteDevServer> {
  const config = site(code)
  const host = given.text('host') ?? config.server?.host
  const server = { ...config.server, host, port, strictPort: given.has('port') }
  const made = await createServer({ ...config, server })
  try {
    return await made.listen()
  } catch (error) {
    await made.close()
    throw explainListening(error, port, given.text('host'))
  }
}

async function buildInto(out: string, code: Code): Promise<number> {
  const folder = resolve(root, out)
  if (!isOurs(folder))
    throw new UsageError(
      `${folder} has other files, which the site would replace. --out wants a new or an empty folder.`,
    )
  asUsage(() => ensureWritable(folder))
  const config: InlineConfig = site(code)
  try {
    await build({ ...config, logLevel: 'silent', build: { ...config.build, outDir: folder, emptyOutDir: true } })
  } catch (error) {
    console.error(replaceLinks(`The site was not built. ${reasonOf(error)}`))
    return 1
  }
  console.log(
    `${toForwardSlashes(relative(root, folder)) || folder} is a site for any static web host. ${describeOwner(code).split('. ')[0].replace(/\.?$/, '.')}`,
  )
  return 0
}

/** May the folder be emptied? It may if it is empty or holds a site that this command built. */
function isOurs(folder: string): boolean {
  if (!existsSync(folder)) return true
  const page = join(folder, 'index.html')
  return (
    readdirSync(folder).length === 0 ||
    (existsSync(page) && readFileSync(page, 'utf8').includes('content="neural-katas"'))
  )
}
