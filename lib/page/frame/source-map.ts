import { decode } from '@jridgewell/sourcemap-codec'

/** The source of a position in running code. */
export interface Origin {
  /** the file name in the source map */
  readonly source: string
  /** from 1 */
  readonly line: number
  /** the text of that line, if the map has it */
  readonly text?: string
}

interface SourceMap {
  readonly sources: readonly (string | null)[]
  readonly sourcesContent?: readonly (string | null)[]
  readonly mappings: string
}

/** Looks up a position of a module (line and column from 1, as in a stack) in its source map. Returns undefined if there is none. */
export async function originOf(url: string, line: number, column: number): Promise<Origin | undefined> {
  const code = await (await fetch(url)).text()
  const link = [...code.matchAll(/\/\/# sourceMappingURL=(\S+)/g)].at(-1)?.[1]
  if (link === undefined) return undefined
  const map = (await (await fetch(new URL(link, url))).json()) as SourceMap
  const segments = decode(map.mappings)[line - 1] ?? []
  const found = segments.filter((segment) => segment.length !== 1).findLast(([generated]) => generated < column)
  if (!found) return undefined
  const [, source, original] = found
  const text = map.sourcesContent?.[source]?.split('\n')[original]?.trim()
  return { source: map.sources[source] ?? '', line: original + 1, text }
}
