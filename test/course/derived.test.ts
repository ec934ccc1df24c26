import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { firstDifference, staleFiles } from '../../lib/authoring/repository.ts'
import { exercises } from '../../lib/course/exercises.ts'

test('what is derived from the catalogue is as “npm run check -- --fix” writes it', () => {
  const isOwn = (file: string): boolean => file.startsWith('katas/') && file.endsWith('.ts') && !process.env.KATA_GATE
  const stale = [...staleFiles()].filter(([file]) => !isOwn(file)) // a learner may write what they like into a header
  expect(stale.map(([file, text]) => `${file}:${firstDifference(file, text ?? '')}`)).toEqual([])
})

test('a page counts the exercises only between <!-- begin: counts --> and <!-- end: counts -->', () => {
  for (const file of ['README.md', 'katas/README.md', 'TEACHING.md']) {
    const rest = readFileSync(file, 'utf8').replaceAll(/<!-- begin: counts -->[^]*?<!-- end: counts -->/g, '')
    const counts = Array.from(rest.matchAll(/\b(\d+) exercises|about (\w+) hours/g), ([words]) => words)
    expect(counts, `in ${file}, where ${exercises.length} are counted`).toEqual([])
  }
})
