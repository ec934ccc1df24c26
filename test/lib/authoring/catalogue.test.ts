import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'
import { insertRow, insertRowInSource } from '../../../lib/authoring/catalogue.ts'
import { type Table, exercisesOf, table } from '../../../lib/course/exercises.ts'

/** The table that a source of the catalogue has. */
function tableIn(source: string): unknown {
  const text = /export const table: Table = (\{[^]*?\n\})/.exec(source)?.[1] ?? ''
  expect(parseSync('table.ts', `export const table = ${text}`).errors).toEqual([])
  const json = text
    .replaceAll(/\/\/.*$/gm, '')
    .replaceAll("'", '"')
    .replaceAll(/,(\s*[\]}])/g, '$1')
  return JSON.parse(json)
}

const source = readFileSync('lib/course/exercises.ts', 'utf8').replaceAll('\r\n', '\n')

test.each([
  ['at the end of a stage', { stage: '4-backprop', name: 'new', minutes: 5, at: 8 }],
  ['at its beginning', { stage: '1-tensor-ops', name: 'new', minutes: 5, at: 0 }],
  ['in its middle', { stage: '6-mnist', name: 'new', minutes: 5, at: 3 }],
  ['in a new stage between others', { stage: '7-autodiff', name: 'tape', minutes: 5, at: 0 }],
  ['in a new stage behind the last', { stage: '10-scratch', name: 'rank', minutes: 5, at: 0 }],
])('a row %s is the same in the table and in its source', (_, row) => {
  const [rows, text] = [insertRow(table, row), insertRowInSource(source, row)]
  expect(tableIn(text)).toEqual(rows)
  expect(Object.keys(tableIn(text) as Table)).toEqual(Object.keys(rows))
  expect(rows[row.stage][row.at]).toEqual([row.name, 5])
  expect(text.replace(/^.*'(new|tape|rank)', 5\].*\n/m, '')).toBe(source)
})

test('a stage of ten and more has numbers of two digits, in order', () => {
  let [rows, text] = [table, source]
  for (let i = 1; i <= 12; i++) {
    const row = { stage: '10-scratch', name: `step-${i}`, minutes: i, at: i - 1 }
    ;[rows, text] = [insertRow(rows, row), insertRowInSource(text, row)]
  }
  expect(tableIn(text)).toEqual(rows)
  const ids = exercisesOf(rows, { 'scratch/step-12': ['scratch/step-2', 'tensor-ops/one-hot', 'scratch/step-10'] })
  const last = ids.at(-1)
  expect(last).toMatchObject({ id: '10.12', slug: 'scratch/step-12', path: '10-scratch/12-step-12' })
  expect(last?.needs).toEqual(['1.6', '10.2', '10.10'])
})

test('a comment of the table stays', () => {
  const commented = source.replace("    ['relu', 10],", "    // the kink\n    ['relu', 10],")
  const text = insertRowInSource(commented, { stage: '4-backprop', name: 'new', minutes: 5, at: 3 })
  expect(text).toContain("    // the kink\n    ['new', 5],\n    ['relu', 10],")
})
