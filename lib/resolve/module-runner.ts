import { type RunnableDevEnvironment, createServer, isRunnableDevEnvironment } from 'vite'
import { type Code, resolver } from './resolver.ts'
import { root } from '../course/trees.ts'
import { viteSettings } from './vite-settings.mjs'

/**
 * Imports modules of the repository through the resolver, in this process and without Vitest. It suits callers that load many
 * answers for every exercise. The caller closes it.
 */
export async function createModuleRunner(
  code: Code,
): Promise<{ load<Module>(path: string): Promise<Module>; close(): Promise<void> }> {
  const server = await createServer({
    ...viteSettings,
    logLevel: 'error',
    appType: 'custom',
    plugins: [resolver(code)],
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
  })
  const { ssr } = server.environments
  if (!isRunnableDevEnvironment(ssr)) throw new Error('Vite’s ssr environment cannot run modules.')
  const { runner }: RunnableDevEnvironment = ssr
  return {
    load: (path) => runner.import(`${root}/${path}`),
    close: () => server.close(),
  }
}
