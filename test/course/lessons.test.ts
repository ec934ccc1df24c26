/// <reference types="vite/types/importMeta.d.ts" />
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { exercises, lessons } from '../../lib/course/exercises.ts'
import { root } from '../../lib/course/trees.ts'
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

test('every picture in a page is there', () => {
  const pages = ['README.md', 'TEACHING.md', 'CONTRIBUTING.md', ...lessons.map((stage) => `katas/${stage}/README.md`)]
  const shownIn = pages.flatMap((page) =>
    Array.from(read(page).matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g), ([, file]) => join(dirname(page), file)),
  )
  expect(shownIn.length).toBeGreaterThan(lessons.length)
  const missing = shownIn.filter((file) => !existsSync(`${root}/${file}`))
  expect(missing, 'npx vitest run --project house test/course/lessons -u writes those of lessons').toEqual([])
})
