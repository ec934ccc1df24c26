/** Where a position of running code comes from. */
export interface Origin {
  /** the file, as the map names it */
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

/** Line and column (from 1, as a stack has them) of a module, looked up in its source map. No map: undefined. */
export async function originOf(url: string, line: number, column: number): Promise<Origin | undefined> {
  const code = await (await fetch(url)).text()
  const link = [...code.matchAll(/\/\/# sourceMappingURL=(\S+)/g)].at(-1)?.[1]
  if (link === undefined) return undefined
  const map = (await (await fetch(new URL(link, url))).json()) as SourceMap
  const found = lookUp(map.mappings, line - 1, column - 1)
  if (!found) return undefined
  const text = map.sourcesContent?.[found.source]?.split('\n')[found.line]?.trim()
  return { source: map.sources[found.source] ?? '', line: found.line + 1, text }
}

/** The last segment at or before the position; all from 0. (Source Map, ECMA-426: fields are differences, in base 64) */
export function lookUp(mappings: string, line: number, column: number): { source: number; line: number } | undefined {
  let [source, original] = [0, 0]
  let found: { source: number; line: number } | undefined
  for (const [at, segments] of mappings.split(';').entries()) {
    if (at > line) break
    let generated = 0
    for (const segment of segments.split(',')) {
      const [moved = 0, ofSource, ofLine] = numbers(segment)
      generated += moved
      if (ofSource === undefined) continue
      source += ofSource
      original += ofLine
      if (at === line && generated <= column) found = { source, line: original }
    }
  }
  return found
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** base 64 digits of 5 bits, the lowest first; the sixth says that more follow, the lowest of a number is its sign */
function numbers(segment: string): number[] {
  const found: number[] = []
  let [value, shift] = [0, 0]
  for (const letter of segment) {
    const digit = digits.indexOf(letter)
    value += (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    found.push(value & 1 ? -(value >>> 1) : value >>> 1)
    ;[value, shift] = [0, 0]
  }
  return found
}
