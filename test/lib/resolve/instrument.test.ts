import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { expect, test } from 'vitest'
import { exercises } from '../../../lib/course/exercises.ts'
import { instrument } from '../../../lib/resolve/virtual-modules.ts'
import { fileOf, solutions } from '../../../lib/course/trees.ts'

/** The places of a source that the map leads to from the same letter of the new text. */
function found({ code, map }: ReturnType<typeof instrument>, source: string): Set<string> {
  const judge = new SourceMap(map as unknown as ConstructorParameters<typeof SourceMap>[0])
  const lines = source.split('\n')
  const places = new Set<string>()
  for (const [line, letters] of code.split('\n').entries())
    for (let column = 0; column < letters.length; column++) {
      const entry = judge.findEntry(line, column)
      if (!('originalLine' in entry) || entry.generatedLine !== line) continue
      const at = entry.originalColumn + column - entry.generatedColumn
      if (lines[entry.originalLine][at] === letters[column]) places.add(`${entry.originalLine}:${at}`)
    }
  return places
}

const everyLetter = (source: string): string[] =>
  source.split('\n').flatMap((letters, line) => Array.from(letters, (_, column) => `${line}:${column}`))

test.each(exercises)('every letter of $id $name is found again in its text with counted loops', (exercise) => {
  const file = fileOf(solutions, exercise)
  const source = readFileSync(file, 'utf8')
  const instrumented = instrument(source, `${file}?theirs`)
  const places = found(instrumented, source)
  expect(everyLetter(source).filter((place) => !places.has(place))).toEqual([])
  expect(instrumented.map).toMatchObject({ sources: [file], sourcesContent: [source] })
})

test('what stands behind an operation is found again when the operation is watched', () => {
  const source = 'export const f = (a: number, b: number): number =>\n  a * b\nexport const g = 1\n'
  const text = instrument(source, 'kata.ts?watchful')
  expect(text.code).toContain('__kataWatch.operation(2, "a * b", \'*\', a, b)')
  const places = found(text, source)
  for (const place of ['1:2', '1:6', '2:13']) expect(places).toContain(place)
})

test('operations that begin or end at one offset are nested as they are in the source', () => {
  const source = 'f(a / 2 + b, Math.exp((x - 1) ** 2))\nx *= f(Math.abs)'
  expect(instrument(source, 'kata.ts?watchful').code).toBe(
    [
      `f(__kataWatch.operation(1, "a / 2 + b", '+', __kataWatch.operation(1, "a / 2", '/', a, 2), b), __kataWatch.call(1, "Math.exp((x - 1) ** 2)", Math.exp, __kataWatch.operation(1, "(x - 1) ** 2", '**', (__kataWatch.operation(1, "x - 1", '-', x, 1)), 2)))`,
      `__kataWatch.result(2, "x *= f(Math.abs)", x *= f(__kataWatch.of(2, "Math.abs", Math.abs)))`,
    ].join('\n'),
  )
})

test('what a kata assigns to Math is no value, and stays as it is', () => {
  for (const source of ['Math.random = () => 0', 'Math.seed++', 'Math.seed += 1'])
    expect(instrument(source, 'kata.ts?watchful').code).not.toContain('.of(')
})

test('each kind of loop is counted, with braces or without, also where one ends with the next', () => {
  const source = 'for (;;) while (a) b()\nfor (const x of y) {}\ndo ; while (c)\nfor (const k in o) d()'
  expect(instrument(source, 'kata.ts').code).toBe(
    [
      'for (;;) {__kataTick(1);while (a) {__kataTick(1);b()}}',
      'for (const x of y) {__kataTick(2);}',
      'do {__kataTick(3);;} while (c)',
      'for (const k in o) {__kataTick(4);d()}',
      ';globalThis.__kataLoaded?.()',
    ].join('\n'),
  )
})

test('a source that cannot be parsed stays as it is', () => {
  for (const id of ['kata.ts', 'kata.ts?watchful']) expect(instrument('for (;', id).code).toBe('for (;')
})
