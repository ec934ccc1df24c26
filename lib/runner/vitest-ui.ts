import type { Vitest } from 'vitest/node'

/** The actual URL of the UI: Vite picks another port if the wanted one is taken. '' if there is no UI. */
export function urlOfUi({ vite, config }: Vitest): string {
  if (!config.ui) return ''
  const address = vite.httpServer?.address()
  const port = typeof address === 'object' && address !== null ? address.port : config.api.port
  return `http://localhost:${port}/__vitest__/`
}
