/// <reference types="vite/types/importMeta.d.ts" />
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { exercises, lessons } from '../../lib/course/exercises.ts'
import { root } from '../../lib/course/trees.ts'
import { roomsOf } from '../../lib/page/frame/route.ts'
import { rooms } from '../../lib/page/frame/uses.ts'
import type { Picture } from '../../lib/pictures/svg.ts'

const pictures = import.meta.glob<{ picture(): Picture }>('../pictures/*/*.ts')
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')

/** test/pictures/<stage>/lesson.ts, or the picture of the stage's last exercise. */
function moduleOfLesson(stage: string): string {
  const last = exercises.findLast((exercise) => exercise.stage === stage)
  const files = [`test/pictures/${stage}/lesson.ts`, `test/pictures/${last?.path}.ts`]
  const found = files.find((file) => `../${file.slice('test/'.length)}` in pictures)
  if (found === undefined) throw new Error(`The lesson of ${stage} has no picture: write ${files.join(' or ')}.`)
  return found
}

test.each(lessons)('the picture in the lesson of %s is what our own code draws', async (stage) => {
  const file = moduleOfLesson(stage)
  const { svg } = (await pictures[`../${file.slice('test/'.length)}`]()).picture()
  const remedy = `${file} draws another picture: npx vitest run --project house test/course/lessons -u writes it`
  await expect(svg, remedy).toMatchFileSnapshot(`../../katas/${stage}/lesson.svg`)
  expect(read(`katas/${stage}/README.md`), `katas/${stage}/README.md describes and shows lesson.svg`).toMatch(
    /^!\[[^\]]{20,}\]\(lesson\.svg\)$/m,
  )
})

test.each(lessons.filter((lesson) => roomsOf(lesson).length > 0))('%s names its rooms in the page', (lesson) => {
  const [line = ''] = /^\*\*Beside this lesson:\*\* `npm run play` .*$/m.exec(read(`katas/${lesson}/README.md`)) ?? []
  for (const room of roomsOf(lesson)) expect(line).toContain(`*${rooms[room]}*`)
})

/** Other pictures of lessons, each with the file that draws it. */
const more = [['katas/6-mnist/valley.svg', '6-mnist/9-adam.ts']] as const

test.each(more)('%s is what our own code draws', async (file, drawnBy) => {
  const { svg } = (await pictures[`../pictures/${drawnBy}`]()).picture()
  const remedy = `${drawnBy} draws another picture: npx vitest run --project house test/course/lessons -u writes it`
  await expect(svg, remedy).toMatchFileSnapshot(`../../${file}`)
})

test('every picture in a page is there', () => {
  const pages = ['README.md', 'TEACHING.md', 'CONTRIBUTING.md', ...lessons.map((stage) => `katas/${stage}/README.md`)]
  const shownIn = pages.flatMap((page) =>
    Array.from(read(page).matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g), ([, file]) => join(dirname(page), file)),
  )
  expect(shownIn.length).toBeGreaterThan(lessons.length)
  const missing = shownIn.filter((file) => !existsSync(`${root}/${file}`))
  expect(missing, 'npx vitest run --project house test/course/lessons -u writes those of lessons').toEqual([])
})

/** The headings of a page, each with the text below it. */
const sections = (page: string) => read(page).replaceAll('\r\n', '\n').split(/^## /m)
const sectionNamed = (page: string, name: string) => sections(page).find((text) => text.startsWith(`${name}\n`)) ?? ''
/** 1, 2, 3: the numbers at the beginning of its lines */
const numbersOf = (section: string) => Array.from(section.matchAll(/^(\d+)\. \S/gm), ([, number]) => Number(number))

test.each(lessons)('the lesson of %s asks two questions before it answers them, in folds', (lesson) => {
  const before = sections(`katas/${lesson}/README.md`).filter((text) => !text.startsWith('The exercises\n'))
  const asked = before.flatMap((text) =>
    Array.from(
      text.matchAll(/^\*\*Before you read on:\*\* ([^#]*?)\n\n<details><summary>The answer<\/summary>\n\n[^<]{20,}/gm),
      ([, question]) => question,
    ),
  )
  expect(asked.filter((question) => question.includes('?')).length).toBeGreaterThanOrEqual(2)
})

test.each(lessons)('the lesson of %s ends with three questions on paper, and solutions has their answers', (lesson) => {
  const questions = sectionNamed(`katas/${lesson}/README.md`, 'On paper')
  expect(numbersOf(questions), 'questions').toEqual([1, 2, 3])
  expect(questions).toContain(`(../../solutions/${lesson}/README.md`)
  expect(numbersOf(sectionNamed(`solutions/${lesson}/README.md`, 'On paper')), 'answers').toEqual([1, 2, 3])
})

test.each(lessons)('the lesson of %s names three sources or more, each with its year', (lesson) => {
  const [, ...items] = sectionNamed(`katas/${lesson}/README.md`, 'To read on').split(/^- /m)
  expect(items.length).toBeGreaterThanOrEqual(3)
  expect(items.filter((item) => !/\*[^*]+\*[^]*\((?:1[89]|20)\d\d\)/.test(item))).toEqual([])
})

test('every link of a lesson to a file of the repository leads to one', () => {
  const pages = ['README.md', 'katas/README.md', ...lessons.map((lesson) => `katas/${lesson}/README.md`)]
  const targets = pages.flatMap((page) =>
    Array.from(read(page).matchAll(/[^!]\[[^\]]*\]\((?!https?:)([^)\s#]+)[^)]*\)/g), ([, file]) =>
      join(dirname(page), file),
    ),
  )
  expect(targets.length).toBeGreaterThan(exercises.length)
  expect(targets.filter((file) => !existsSync(`${root}/${file}`))).toEqual([])
})
