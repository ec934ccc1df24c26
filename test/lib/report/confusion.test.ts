import { expect, test } from 'vitest'
import { confusionHtml } from '../../../lib/report/confusion.ts'
import { confusionTable, confusionText } from '../../../lib/training/confusion.ts'

/** what it is by row, what was read by column: 8 + 2, 100, 1 + 3 */
const counts = { shape: [3, 3], data: [8, 2, 0, 0, 100, 0, 1, 0, 3] }

test('mistakes are ordered by their share of what it is, not by their number', () => {
  const [first, second, ...more] = confusionTable(counts).mistakes
  expect(first).toEqual({ truth: 2, read: 0, count: 1, share: 0.25 })
  expect(second).toEqual({ truth: 0, read: 1, count: 2, share: 0.2 })
  expect(more).toEqual([])
})

const cells = (text: string) =>
  [...text.matchAll(/<tr>\s*<th scope="row">(\d)<\/th>([\s\S]*?)<\/tr>/g)].map(([, , row]) =>
    [...row.matchAll(/<td( class="(\w+)" style="--tone: ?([\d.]+)"[^>]*)?>\s*(\d*)\s*<\/td>/g)].map(
      ([, , kind = '', tone = '', count]) => [kind, tone, count],
    ),
  )

test('truth is by row; errors are coloured by the largest error, so that the diagonal does not drown them', () => {
  expect(cells(confusionHtml(counts).text)).toEqual([
    [
      ['right', '0.80', '8'],
      ['wrong', '0.80', '2'],
      ['', '', ''],
    ],
    [
      ['', '', ''],
      ['right', '1.00', '100'],
      ['', '', ''],
    ],
    [
      ['wrong', '1.00', '1'],
      ['', '', ''],
      ['right', '0.75', '3'],
    ],
  ])
})

test('each row ends with how much of it was read right', () => {
  const shares = [...confusionHtml(counts).text.matchAll(/<td class="share">\s*([\d.]+)\s*<\/td>/g)]
  expect(shares.map(([, share]) => share)).toEqual(['80.0', '100.0', '75.0'])
})

test('is a table also when nothing was misread, and when a digit does not occur', () => {
  const { text } = confusionHtml({ shape: [2, 2], data: [5, 0, 0, 0] })
  expect(text).toContain('–')
  expect(text).not.toMatch(/NaN|Infinity/)
})

test('a terminal shows the same counts, and a point for none', () => {
  expect(
    confusionText(counts)
      .split('\n')
      .map((line) => line.trim().split(/ +/)),
  ).toEqual([
    'what it is, by row; what was read, by column'.split(' '),
    ['0', '1', '2'],
    ['0', '8', '2', '·'],
    ['1', '·', '100', '·'],
    ['2', '1', '·', '3'],
  ])
})
