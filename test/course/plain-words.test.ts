import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stages } from '../../lib/course/exercises.ts'
import { positionAt } from '../../lib/position.ts'
import { root, toForwardSlashes } from '../../lib/course/trees.ts'

/**
 * These words hide who acts, or which value is meant, so a sentence with one of them has to be read twice. Write the noun instead:
 * the learner, the caller, the received value. Two words of a phrase may stand on two lines of a comment.
 */
const hidden = /\b(?:whoever|somebody|anybody|nobody|what[\s*/#>]+(?:came|comes|is[\s*/#>]+there))\b/gi

/** Of katas/ only the lessons: a learner may have files of their own. A class may have removed solutions/. */
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'TEACHING.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'katas/README.md',
  ...stages.map((stage) => `katas/${stage}/README.md`),
  'katas/9-speed/figures.md',
]
const sources = ['lib', 'solutions', 'test/misconceptions', 'test/answer-parts']
  .filter((folder) => existsSync(`${root}/${folder}`))
  .flatMap(sourcesIn)

function sourcesIn(folder: string): string[] {
  const names = readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => /\.(ts|mjs|css|py|md)$/.test(name)).map((name) => toForwardSlashes(`${folder}/${name}`))
}

function findHidden(text: string): string[] {
  return Array.from(text.matchAll(hidden), ({ 0: words, index }) => `${positionAt(text, index).line} ${words}`)
}

test('the words that hide who acts are found, also over two lines', () => {
  expect(findHidden('It says\n// Nobody reads what\n * came.')).toEqual(['2 Nobody', '2 what\n * came'])
  expect(findHidden('The body of a function, and what it becomes')).toEqual([])
})

test('comments, messages and pages name who acts', () => {
  const files = [...pages, ...sources]
  expect(files).toContain('lib/judge/assert/law.ts')
  const found = files.flatMap((file) =>
    findHidden(readFileSync(`${root}/${file}`, 'utf8')).map((hit) => `${file}:${hit}`),
  )
  expect(found).toEqual([])
})
