import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lessons } from '../../lib/course/exercises.ts'
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
  ...lessons.map((stage) => `katas/${stage}/README.md`),
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

/** What learners read: the map, the lessons, the headers and docstrings of the exercises, and the pages on why. */
const forLearners = [
  ...pages.filter((page) => page.startsWith('katas/')),
  ...sources.filter((file) => /^solutions\/.*\.(ts|md)$/.test(file)),
]

/** The paragraphs of a page, without code, formulas, tables, headings and tags. */
function paragraphsOfPage(markdown: string): string[] {
  const prose = markdown.replaceAll(/<!--[^]*?-->|^```[^]*?^```|^\$\$[^]*?^\$\$|^[|#].*$|<\/?\w+>/gm, '\n\n')
  return prose.split(/\n\s*\n|\n(?=- )/)
}

/** The paragraphs of the docblocks of a source, without indented lines of formulas. Three spaces separate the parts of a docstring. */
function paragraphsOfSource(source: string): string[] {
  return Array.from(source.matchAll(/\/\*\*([^]*?)\*\//g)).flatMap(([, block]) => {
    const prose = block.replaceAll(/^ *\* ?/gm, '').replaceAll(/\n {2,}.*/g, '\n\n')
    return prose.split(/\n\s*\n|\n(?=- )| {3,}/)
  })
}

/** The paragraphs of all comments of a source: docblocks, and runs of lines with // or, in Python, with #. */
function paragraphsOfComments(source: string): string[] {
  const runs = Array.from(source.matchAll(/(?:^|\s)(?:\/\/|#) .*(?:\n *(?:\/\/|#) .*)*/g), ([run]) =>
    run.replaceAll(/^\s*(?:\/\/|#) /gm, ''),
  )
  return [...paragraphsOfSource(source.replaceAll(/\/\*(?!\*)/g, '/**')), ...runs.flatMap((run) => run.split(/ {3,}/))]
}

/** The sentences of more than 25 words. A semicolon ends a sentence; code and formulas count as one word each. */
function findLong(paragraphs: readonly string[]): string[] {
  const sentences = paragraphs.flatMap((text) =>
    text.replaceAll(/`[^`]*`|\$[^$]*\$/g, 'x').split(/(?<=[.?!;][)*"”]*)\s+/),
  )
  return sentences.filter((one) => one.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length > 25)
}

test('sentences of more than 25 words are found, in pages and in docblocks', () => {
  const [short, long] = ['word '.repeat(25).trim(), 'word '.repeat(26).trim()]
  expect(findLong(paragraphsOfPage(`# ${long}\n${short}.\n\n- ${long};\n- ${short}\n`))).toEqual([`- ${long};`])
  expect(findLong(paragraphsOfSource(`/**\n * ${short}\n *\n *   ${long}\n *\n * ${long}.\n */\n// ${long}`))).toEqual([
    `${long}.`,
  ])
})

test('lessons and headers have at most 25 words in a sentence', () => {
  expect(forLearners).toContain('solutions/9-speed/assembly/5-simd.ts')
  const found = forLearners.flatMap((file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8').replaceAll('\r\n', '\n')
    return findLong(file.endsWith('.md') ? paragraphsOfPage(text) : paragraphsOfSource(text)).map(
      (one) => `${file}: ${one}`,
    )
  })
  expect(found).toEqual([])
})

test('in lessons and headers code throws, and refuses nothing', () => {
  const found = forLearners.flatMap((file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8').replaceAll(/<!--[^]*?-->|^\|.*$/gm, '')
    return Array.from(text.matchAll(/\brefuse[sd]?\b/gi), ([word]) => `${file}: ${word}`)
  })
  expect(found).toEqual([])
})

test('sentences of more than 25 words are found in comments of lines, and not in strings', () => {
  const [short, half] = ['word '.repeat(25).trim(), 'word '.repeat(13).trim()]
  expect(findLong(paragraphsOfComments(`const a = '${short} ${short}' // ${short}.\n// ${short}.`))).toEqual([])
  for (const mark of ['//', '#'])
    expect(findLong(paragraphsOfComments(`f() ${mark} ${half}\n  ${mark} ${half}.\n`))).toEqual([`${half}\n${half}.`])
  expect(findLong(paragraphsOfComments(`/*${half} ${half}*/`))).toEqual([`${half} ${half}`])
})

test('comments of lib have at most 25 words in a sentence', () => {
  const files = sources.filter((file) => file.startsWith('lib/'))
  expect(files).toContain('lib/kernels/assembly/gemm.ts')
  const found = files.flatMap((file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8').replaceAll('\r\n', '\n')
    return findLong(paragraphsOfComments(text)).map((one) => `${file}: ${one}`)
  })
  expect(found).toEqual([])
})
