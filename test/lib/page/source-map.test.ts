import { SourceMap } from 'node:module'
import { transformWithOxc } from 'vite'
import { expect, test } from 'vitest'
import { lookUp } from '../../../lib/page/frame/source-map.ts'

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

test('lookUp finds the line that Node finds, for every position of a transformed kata', async () => {
  const { code, map } = await transformWithOxc(source, 'kata.ts', { sourcemap: true })
  if (!map) throw new Error('there is no map')
  const judge = new SourceMap(map as unknown as ConstructorParameters<typeof SourceMap>[0])
  let compared = 0
  for (const [line, text] of code.split('\n').entries())
    for (let column = 0; column < text.length; column++) {
      const expected = judge.findEntry(line, column)
      if (!('originalLine' in expected) || expected.generatedLine !== line) continue
      expect(lookUp(map.mappings, line, column)?.line, `${line}:${column}`).toBe(expected.originalLine)
      compared++
    }
  expect(compared).toBeGreaterThan(150)
})

test('lookUp knows nothing of a line that comes from nowhere, nor before the first segment', () => {
  expect(lookUp('', 0, 0)).toBeUndefined()
  expect(lookUp(';;EAAA', 2, 1)).toBeUndefined()
  expect(lookUp(';;EAAA', 2, 2)).toEqual({ source: 0, line: 0 })
  // differences: +5 lines, and −2 in the next segment; the second file
  expect(lookUp('AAKA,ECFA', 0, 9)).toEqual({ source: 1, line: 3 })
})
