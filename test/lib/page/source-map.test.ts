import { SourceMap } from 'node:module'
import { transformWithOxc } from 'vite'
import { expect, test } from 'vitest'
import { originOf } from '../../../lib/page/frame/source-map.ts'

const source = `
interface Gone {
  readonly x: number
}

/** what is left begins here */
export function first(a: number): number {
  const twice = a * 2
  return twice + 1
}
type AlsoGone = Gone | undefined

export const second = (gone: AlsoGone): string => {
  if (gone === undefined) throw new Error('gone')
  return [gone.x,
    gone.x].join()
}
`

const dataUrl = (type: string, text: string): string => `data:${type};base64,${Buffer.from(text).toString('base64')}`
const addressOf = (code: string, map: object): string =>
  dataUrl('text/javascript', `${code}\n//# sourceMappingURL=${dataUrl('application/json', JSON.stringify(map))}`)

test('originOf finds the line that Node finds, and its text, for every position of a transformed kata', async () => {
  const { code, map } = await transformWithOxc(source, 'kata.ts', { sourcemap: true })
  if (!map) throw new Error('there is no map')
  const judge = new SourceMap(map as unknown as ConstructorParameters<typeof SourceMap>[0])
  const url = addressOf(code, map)
  let compared = 0
  for (const [line, text] of code.split('\n').entries())
    for (let column = 0; column < text.length; column++) {
      const expected = judge.findEntry(line, column)
      if (!('originalLine' in expected) || expected.generatedLine !== line) continue
      expect(await originOf(url, line + 1, column + 1), `${line}:${column}`).toEqual({
        source: 'kata.ts',
        line: expected.originalLine + 1,
        text: source.split('\n')[expected.originalLine].trim(),
      })
      compared++
    }
  expect(compared).toBeGreaterThan(150)
})

test('originOf knows nothing of a line that comes from nowhere, nor before the first segment, nor without a map', async () => {
  const sources = ['../katas/a.ts?reference', '/katas/b.ts']
  const at = (mappings: string, line: number, column: number) =>
    originOf(addressOf('', { version: 3, sources, names: [], mappings }), line, column)
  expect(await at('', 1, 1)).toBeUndefined()
  expect(await at(';;EAAA', 3, 2)).toBeUndefined()
  expect(await at(';;EAAA', 3, 3)).toMatchObject({ source: sources[0], line: 1 })
  // differences: +5 lines, and −2 in the next segment; the second file
  expect(await at('AAKA,ECFA', 1, 10)).toMatchObject({ source: sources[1], line: 4 })
  expect(await originOf(dataUrl('text/javascript', 'let x'), 1, 1)).toBeUndefined()
})
