/// <reference types="vite/types/importMeta.d.ts" />
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { exercises, stages } from '../../lib/course/exercises.ts'
import { root } from '../../lib/course/trees.ts'
import { bars } from '../../lib/pictures/bars.ts'
import type { Picture } from '../../lib/pictures/svg.ts'

const pictures = import.meta.glob<{ picture(): Picture }>('../pictures/*/*.ts')
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')

/** the exercise whose picture stands in the lesson, or the picture */
const shown: Readonly<Record<string, string | (() => Picture)>> = {
  '1-tensor-ops': '5-matmul',
  '2-softmax': '1-softmax',
  '3-cross-entropy': '1-cross-entropy',
  '4-backprop': '8-gradient',
  '5-chain-link': '4-descend',
  '6-mnist': '2-batches',
  '9-speed': drawLadder,
}

/** of stage 9, the table of its lesson: rung, milliseconds for all numbers … one in five */
function drawLadder(): Picture {
  const rows = read('katas/9-speed/README.md').matchAll(
    /^\| (?:`matmulNaive` \(9.1\)|9\.\d (\S+)) \| ([\d.]+) \|[^|]*\| ([\d.]+) \|/gm,
  )
  const table = Array.from(rows, ([, name = 'naive', all, sparse]) => ({
    name,
    all: Number(all),
    sparse: Number(sparse),
  }))
  expect(table).toHaveLength(7)
  return bars(
    'milliseconds for (512, 784) · (784, 128), rung by rung',
    [
      { name: 'all numbers', values: table.map(({ all }) => all) },
      { name: 'one in five', values: table.map(({ sparse }) => sparse) },
    ],
    table.map(({ name }) => name),
  )
}

test('README and the pages for learners and teachers count the exercises and the hours as they are', () => {
  const counts = ['README.md', 'katas/README.md', 'TEACHING.md'].flatMap((file) =>
    Array.from(read(file).matchAll(/(\d+) exercises/g), ([, count]) => `${file}: ${count}`),
  )
  expect(counts.length).toBeGreaterThanOrEqual(3)
  expect(counts.filter((count) => !count.endsWith(`: ${exercises.length}`))).toEqual([])
  for (const file of ['README.md', 'katas/README.md', 'TEACHING.md']) expect(read(file)).toContain('about ten hours')
  const hours = exercises.reduce((sum, { minutes }) => sum + minutes, 0) / 60
  expect(Math.round(hours), 'the hours of the course').toBe(10)
})

test('every picture in a page is there', () => {
  const pages = ['README.md', 'TEACHING.md', 'CONTRIBUTING.md', ...stages.map((stage) => `katas/${stage}/README.md`)]
  const shownIn = pages.flatMap((page) =>
    Array.from(read(page).matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g), ([, file]) => join(dirname(page), file)),
  )
  expect(shownIn.length).toBeGreaterThan(stages.length)
  expect(shownIn.filter((file) => !existsSync(`${root}/${file}`))).toEqual([])
})

// npx vitest run --project house test/course/lessons -u draws them anew
test.each(stages)('the picture in the lesson of %s is what our own code draws', async (stage) => {
  const source = shown[stage]
  if (source === undefined) throw new Error(`shown names no picture for the lesson of ${stage}.`)
  const draw = typeof source === 'string' ? (await pictures[`../pictures/${stage}/${source}.ts`]()).picture : source
  const { svg } = draw()
  await expect(svg).toMatchFileSnapshot(`../../katas/${stage}/lesson.svg`)
  expect(read(`katas/${stage}/README.md`)).toMatch(/^!\[[^\]]{20,}\]\(lesson\.svg\)$/m)
})
