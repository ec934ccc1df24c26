import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import type { Code } from '../../resolve/resolver.ts'
import { type Files, mnist } from '../../data/mnist.ts'
import { bundleWorker } from './worker.ts'

const keys: readonly (keyof Files)[] = ['trainImages', 'trainLabels', 'testImages', 'testLabels']

/**
 * Serves the files of a training. In development these are data/trainImages and so on, each checked first, and training.js?at=…, the
 * worker with the current code. A built page has data/trainImages.gz and so on beside it.
 */
export function mnistFiles(code: Code): Plugin {
  let files: Files | undefined
  const workers = new Map<string, Promise<string>>()

  /** The worker of an address. It stays the same, since errors are looked up in it later. */
  function worker(address: string): Promise<string> {
    const made = workers.get(address) ?? bundleWorker(code)
    workers.set(address, made)
    if (workers.size > 8) workers.delete([...workers.keys()][0])
    return made
  }

  return {
    name: 'mnist-files',
    configureServer({ middlewares, config }) {
      const answer = (response: ServerResponse, type: string, body: string | Uint8Array, status = 200) => {
        response.writeHead(status, { ...config.server.headers, 'content-type': type, 'cache-control': 'no-store' })
        response.end(body)
      }
      middlewares.use(async (request, response, next) => {
        const [path] = (request.url ?? '').split('?')
        const key = keys.find((name) => path === `/data/${name}`)
        if (path === '/training.js') return answer(response, 'text/javascript', await worker(request.url ?? ''))
        if (!key) return next()
        try {
          answer(response, 'application/octet-stream', (files ??= mnist())[key])
        } catch (error) {
          answer(response, 'text/plain; charset=utf-8', (error as Error).message, 500)
        }
      })
    },
    generateBundle() {
      const found = mnist()
      for (const key of keys) this.emitFile({ type: 'asset', fileName: `data/${key}.gz`, source: gzipSync(found[key]) })
    },
  }
}
