import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { exercises } from '../../../lib/course/exercises.ts'
import { hintsOf, keepSeen, nextHint, readSeen, sectionOf } from '../../../lib/course/hints.ts'
import { markdownLineToText, plainTex, markdownToText } from '../../../lib/course/markdown.ts'
import { wrapLine } from '../../../lib/terminal/terminal.ts'
import { root } from '../../../lib/course/trees.ts'

const folder = mkdtempSync(join(tmpdir(), 'hints-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(exercises)(
  '$id $name has hints that a terminal can show: no TeX, no tags, and every line fits',
  (exercise) => {
    const hints = hintsOf(sectionOf(exercise))
    expect(hints.length).toBeGreaterThanOrEqual(2)
    for (const { summary, text } of hints) {
      expect(text.length).toBeGreaterThan(0)
      // code may have what it likes between its backticks
      const bare = [summary, ...text].join('\n').replaceAll(/`[^`]*`/g, '')
      expect(bare.match(/\\\w*|\$|<\/?[a-z!]|[_^]\{|\*\*|\]\(/g) ?? [], bare).toEqual([])
      for (const line of text.flatMap((one) => wrapLine(`  ${one}`, 80))) expect(line.length).toBeLessThanOrEqual(80)
    }
  },
)

test.each(exercises)('every id that a hint of $id $name is for is one of its misconceptions', (exercise) => {
  const listed = readFileSync(`${root}/test/misconceptions/${exercise.path}.ts`, 'utf8')
  const ids = Array.from(listed.matchAll(/\bid: '([^']+)'/g), ([, id]) => id)
  const hints = hintsOf(sectionOf(exercise))
  expect(hints.flatMap(({ about }) => about).filter((id) => !ids.includes(id))).toEqual([])
  // a comment that is not understood binds nothing
  const comments = sectionOf(exercise).match(/<!--/g) ?? []
  expect(comments).toHaveLength(hints.filter(({ about }) => about.length > 0).length)
})

test('each exercise has a hint that fits a misconception', () => {
  expect(exercises.filter((one) => hintsOf(sectionOf(one)).every(({ about }) => about.length === 0))).toEqual([])
})

test('formulas are written in Unicode', () => {
  expect(plainTex('A^\\mathsf{T} \\cdot B')).toBe('Aᵀ · B')
  expect(plainTex('\\ln \\sum_j e^{x_j - m}')).toBe('ln Σⱼ e^(xⱼ − m)')
  expect(plainTex('2 \\cdot 10^{-324}')).toBe('2 · 10⁻³²⁴')
  expect(plainTex('\\sqrt{6 / (\\ldots)}')).toBe('√(6 / (…))')
  expect(plainTex('-\\frac12 p_y')).toBe('−½ p_y')
  expect(plainTex('\\frac{a + b}{c}')).toBe('(a + b)/(c)')
  expect(plainTex('\\lvert x_i \\rvert')).toBe('|xᵢ|')
  expect(plainTex('\\unheardof{x}')).toContain('\\unheardof')
})

test('text loses its markup, and code keeps its own', () => {
  expect(markdownLineToText('the *rows* of [stage 2](../2/README.md), `a * b * c`, **not** <b>x</b>')).toBe(
    'the rows of stage 2, `a\u00a0*\u00a0b\u00a0*\u00a0c`, not x',
  )
  expect(markdownToText('\none\ntwo\n\n- a\n- b\n\n```text\n  1  2\n\n  3  4\n```\n\n<!-- for: B06 -->\n')).toEqual([
    'one two',
    '– a',
    '– b',
    '',
    '  1  2',
    '',
    '  3  4',
  ])
})

test('a line is wrapped at its spaces, under its beginning, and never within code', () => {
  expect(wrapLine('  one two three', 10)).toEqual(['  one two', '  three'])
  expect(wrapLine('see `max(x,\u00a01)` there', 12)).toEqual(['see', '`max(x, 1)`', 'there'])
  expect(wrapLine('see: npm run diff -- 1.3 --anyway, or npm test', 30)).toEqual([
    'see:',
    'npm run diff -- 1.3 --anyway,',
    'or npm test',
  ])
  expect(wrapLine('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
  expect(wrapLine(' '.repeat(50), 40).join('').trim()).toBe('')
  expect(wrapLine('', 40)).toEqual([''])
})

const section = `4.5 dense

<details><summary>One: $x^2$</summary>

text of one

</details>
<details><summary>Two</summary>

text of two

<!-- for: B06, T07 -->
</details>
<details><summary>Three</summary>

text of three

</details>
`

test('hints come in order, and one that fits what went wrong comes first', () => {
  const hints = hintsOf(section)
  expect(hints[0]).toEqual({ summary: 'One: x²', text: ['text of one'], about: [] })
  expect(hints[1].about).toEqual(['B06', 'T07'])
  expect(nextHint(hints, [], [])).toBe(0)
  expect(nextHint(hints, [], ['B99', 'T07'])).toBe(1)
  expect(nextHint(hints, [1], ['T07'])).toBe(0)
  expect(nextHint(hints, [1, 0], [])).toBe(2)
  expect(nextHint(hints, [0, 1, 2], ['T07'])).toBeUndefined()
})

test('what nothing is named for gets the first hint that speaks of the function that failed', () => {
  const hint = (summary: string, text: string, about: readonly string[] = []) => ({ summary, text: [text], about })
  const hints = [
    hint('Why is K given?', 'oneHot needs it', ['T23']),
    hint('Which is first?', 'argmax takes the first'),
    hint('What of NaN?', 'argmax(x) refuses it'),
  ]
  expect(nextHint(hints, [], [], 'argmax')).toBe(1)
  expect(nextHint(hints, [1], [], 'argmax')).toBe(2)
  expect(nextHint(hints, [1, 2], [], 'argmax')).toBe(0)
  expect(nextHint(hints, [], ['T23'], 'argmax')).toBe(0)
  expect(nextHint(hints, [], [], 'arg')).toBe(0)
})

test('what has been seen is kept by exercise, until its section is another', () => {
  const [file, dense] = [join(folder, 'hints.json'), exercises[13]]
  expect(readSeen(dense, section, file)).toEqual([])
  keepSeen(dense, section, [1, 0], file)
  keepSeen(exercises[0], 'other', [2], file)
  expect(readSeen(dense, section, file)).toEqual([1, 0])
  expect(readSeen(dense, `${section}and more`, file)).toEqual([])
  for (const broken of ['', '{"version":1}', 'null', '{"version":1,"hints":{"backprop/dense":{"section":3}}}']) {
    writeFileSync(file, broken)
    expect(readSeen(dense, section, file)).toEqual([])
  }
})
