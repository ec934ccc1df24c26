import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { expect, test } from 'vitest'
import { exercises } from '../../../lib/course/exercises.ts'
import { instrumentLoops, instrumentArithmetic } from '../../../lib/resolve/instrument.ts'
import { MappedText } from '../../../lib/resolve/mapped-text.ts'
import { fileOf, solutions } from '../../../lib/course/trees.ts'

/** The places of a source that the map leads to from the same letter of the new text. */
function found(text: MappedText, source: string): Set<string> {
  const map = new SourceMap(text.mapTo('kata.ts') as unknown as ConstructorParameters<typeof SourceMap>[0])
  const lines = source.split('\n')
  const places = new Set<string>()
  for (const [line, letters] of text.code.split('\n').entries())
    for (let column = 0; column < letters.length; column++) {
      const entry = map.findEntry(line, column)
      if (!('originalLine' in entry) || entry.generatedLine !== line) continue
      const at = entry.originalColumn + column - entry.generatedColumn
      if (lines[entry.originalLine][at] === letters[column]) places.add(`${entry.originalLine}:${at}`)
    }
  return places
}

const everyLetter = (source: string): string[] =>
  source.split('\n').flatMap((letters, line) => Array.from(letters, (_, column) => `${line}:${column}`))

test.each(exercises)('every letter of $id $name is found again in its text with counted loops', (exercise) => {
  const source = readFileSync(fileOf(solutions, exercise), 'utf8')
  const places = found(instrumentLoops(source), source)
  expect(everyLetter(source).filter((place) => !places.has(place))).toEqual([])
})

test('what stands behind an operation is found again when the operation is watched', () => {
  const source = 'export const f = (a: number, b: number): number =>\n  a * b\nexport const g = 1\n'
  const text = instrumentArithmetic(source)
  expect(text.code).toContain('__kataWatch.operation(2, "a * b", \'*\', a, b)')
  const places = found(text, source)
  for (const place of ['1:2', '1:6', '2:13']) expect(places).toContain(place)
})

test('a map has one segment for each piece that was kept, and text that was added has none', () => {
  const text = new MappedText('ab\ncd')
  text.insert('xx')
  text.keep(0, 1)
  text.insert('\n')
  text.keep(1, 5)
  expect(text.code).toBe('xxa\nb\ncd')
  expect(text.mapTo('k.ts').mappings).toBe('EAAA;AAAC;AACD')
})
