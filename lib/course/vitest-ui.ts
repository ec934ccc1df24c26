import type { Vitest } from 'vitest/node'

/** Where the UI is: not where it was to be, if somebody else is there already. None: ''. */
export function urlOfUi({ vite, config }: Vitest): string {
  if (!config.ui) return ''
  const address = vite.httpServer?.address()
  const port = typeof address === 'object' && address !== null ? address.port : config.api.port
  return `http://localhost:${port}/__vitest__/`
}
