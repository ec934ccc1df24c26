import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { type Exercise, exercises, select } from '../../../lib/course/exercises.ts'
import { smallMap } from '../../../lib/terminal/map.ts'
import type { Mark } from '../../../lib/course/mark.ts'
import { completionMessage } from '../../../lib/terminal/completion-message.ts'
import { renderScreen } from '../../../lib/terminal/screen.ts'

const one = (wanted: string): Exercise => select(wanted)[0]
const matmul = one('1.5')

function shown(
  lines: number,
  size: { columns: number; rows: number },
  colours = false,
  first?: 'map' | 'failure',
): string[] {
  const message = Array.from({ length: lines }, (_, i) => `line ${i + 1} of what is wrong`).join('\n')
  const failures = [{ title: 'matmul multiplies', message, at: `${process.cwd()}/katas/1-tensor-ops/5-matmul.ts:25:1` }]
  const situation = {
    marks: new Map<Exercise, Mark>([
      [one('1.1'), 'done'],
      [one('1.2'), 'stale'],
    ]),
    done: new Set([one('1.1')]),
    current: matmul,
    result: { passed: 4, expected: 20, failures },
    foot: 'the foot',
    whole: 'the UI',
    first,
  }
  return renderScreen(situation, { ...size, colours }).split('\n')
}

test('a failure that fits is shown in full, below the whole map', () => {
  const text = shown(4, { columns: 80, rows: 40 }).join('\n')
  expect(text).toContain('✓ map-zip  ↻ broadcast  · reduce  · transpose  ▸ matmul')
  expect(text).toContain(`  4 of 20 tests pass · 1 of ${exercises.length} exercises done`)
  expect(text).toMatch(
    / {2}✗ matmul multiplies\n {4}line 1 of [^…]*line 4 .*\n {4}at katas\/1-tensor-ops\/5-matmul.ts:25:1\n/,
  )
})

test('what is done and to be run again counts as done, with a mark', () => {
  const marks = new Map<Exercise, Mark>([
    [one('1.1'), 'done'],
    [one('1.2'), 'stale'],
    [one('1.3'), 'stale'],
  ])
  const situation = { marks, done: new Set([one('1.1'), one('1.2')]), current: matmul, foot: '', whole: 'the UI' }
  expect(renderScreen(situation, { columns: 100, rows: 40, colours: false })).toContain(
    `  2 of ${exercises.length} exercises done, 1 of them to be run again (↻)\n`,
  )
})

test.each([1, 4, 6, 8, 12, 60])(
  'with %i lines of failure all of it fits into 80 × 24, its first lines too',
  (lines) => {
    const text = shown(lines, { columns: 80, rows: 24 })
    expect(text.length).toBeLessThanOrEqual(23) // and one for the cursor
    expect(Math.max(...text.map((line) => line.length))).toBeLessThanOrEqual(80)
    const all = text.join('\n')
    for (let line = 1; line <= Math.min(lines, 9); line++) expect(all).toContain(`line ${line} of`)
    expect(all.includes('… (all of it: the UI)')).toBe(lines > 12)
    expect(all).toContain('at katas/1-tensor-ops/5-matmul.ts:25:1')
    expect(text.at(-1)).toBe('the foot')
  },
)

test('the map is as large as the failure leaves room for: whole, small with the current stage, small', () => {
  const small = /^1 ✓↻··▸·+ {2}2 ·+ {2}3 ·+ {2}4 ·+ /
  expect(shown(2, { columns: 80, rows: 24 })[0]).toContain('1 tensor-ops ')
  const [first, , third] = shown(6, { columns: 80, rows: 24 })
  expect(first).toMatch(small)
  expect(third).toContain('1 tensor-ops      ✓ map-zip')
  const least = shown(12, { columns: 80, rows: 24 })
  expect(least[0]).toMatch(small)
  expect(least.join('\n')).not.toContain('map-zip')
})

test('where a whole message does not fit, inputs and tables go, and what explains it and its place stay', () => {
  const rows = Array.from({ length: 7 }, (_, i) => `  [ ${i} 0 0 0 ]`)
  const table = ['  expected   received', ...rows].join('\n')
  const inputs = ['for the inputs', ...rows].join('\n')
  const message = ['wrong: 42 of 42 differ.', inputs, table, 'The belief.', 'again: npm test'].join('\n\n')
  const failure = { title: 'relu masks', message, at: `${process.cwd()}/katas/4-backprop/4-relu.ts:18:1` }
  const result = { passed: 1, expected: 2, failures: [failure] }
  const text = renderScreen(
    { marks: new Map(), done: new Set(), current: one('4.4'), result, foot: 'the foot', whole: 'the UI' },
    { columns: 80, rows: 24, colours: false },
  )
  expect(text.split('\n').length).toBeLessThanOrEqual(23)
  expect(text).toMatch(/wrong: 42 of 42 differ\.[\s\S]*The belief\.[\s\S]*at katas\/4-backprop\/4-relu\.ts:18:1/)
  expect(text).toContain('without the inputs (all of it: the UI)')
})

test('where the map comes first, the failure is cut', () => {
  const text = shown(12, { columns: 80, rows: 24 }, false, 'map')
  expect(text.length).toBeLessThanOrEqual(23)
  expect(text[0]).toContain('1 tensor-ops ')
  expect(text.join('\n')).toMatch(/✗ matmul multiplies\n {4}line 1 .*(\n.*)*… \(all of it: the UI\)/)
})

test('a pipe has no end: nothing is cut', () => {
  expect(shown(200, { columns: 100, rows: Infinity }).join('\n')).toContain('line 200 of')
})

test('colours change nothing but the colours', () => {
  for (const rows of [24, 60]) {
    const painted = shown(20, { columns: 80, rows }, true).join('\n')
    expect(painted).toContain('\x1b[31m  ✗ matmul multiplies\x1b[39m')
    expect(stripVTControlCharacters(painted)).toBe(shown(20, { columns: 80, rows }).join('\n'))
  }
})

test('the small map has every exercise, and breaks where it must', () => {
  const map = smallMap(new Map(), undefined, { columns: 40, colours: false })
  expect(map.match(/·/g)).toHaveLength(exercises.length)
  expect(Math.max(...map.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40)
})

test('what is done is said until the next exercise is begun, of a stage once all of it is done', () => {
  const done = (until: string): Map<Exercise, Mark> =>
    new Map(exercises.slice(0, exercises.indexOf(one(until))).map((exercise) => [exercise, 'done']))
  const fresh = (): boolean => false
  expect(completionMessage(done('1.3'), one('1.3'), one('1.2'), fresh)).toEqual([
    '✓ 1.2 broadcast is done. Beside the reference: npm run diff -- 1.2',
  ])
  expect(completionMessage(done('2.1'), one('2.1'), one('1.6'), fresh)).toEqual([
    '✓ 1 tensor-ops is done: all 6 exercises. Beside the reference: npm run diff -- 1',
    expect.stringMatching(/^A new stage\. Read its lesson first: katas\/2-softmax\/README\.md \(\d minutes\)$/),
  ])
  // after a restart the screen has not shown what turned green, and a stage is still worth a word
  expect(completionMessage(done('2.1'), one('2.1'), undefined, fresh)[0]).toContain('1 tensor-ops is done')
  expect(completionMessage(done('1.3'), one('1.3'), undefined, fresh)).toEqual([])
  expect(completionMessage(done('1.3'), one('1.3'), one('1.2'), () => true)).toEqual([])
  expect(completionMessage(done('1.1'), one('1.1'), undefined, fresh)).toEqual([
    expect.stringMatching(/^New here\? katas\/0-start\/README\.md \(5 minutes\)\. See it move: npm run play$/),
    expect.stringContaining('Read its lesson first: katas/1-tensor-ops/README.md'),
  ])
  expect(completionMessage(done('1.1'), one('4.4'), undefined, fresh)).toEqual([expect.stringContaining('New here?')])
  expect(completionMessage(done('1.1'), one('1.1'), undefined, () => true)).toEqual([])
  expect(completionMessage(done('2.1'), undefined, undefined, fresh)).toEqual([
    '✓ What was asked for is done. The next: npm start',
  ])
  const all = new Map<Exercise, Mark>(exercises.map((exercise) => [exercise, 'done']))
  expect(completionMessage(all, undefined, one('9.6'), fresh)[0]).toContain('npm run train -- --code katas')
})

test.each([
  ['2.2', '3.1', 'The room “Softmax” runs on your code now: npm run play'],
  ['5.4', '6.1', 'Your own arm reaches for the target now, drag it: npm run play'],
  ['6.5', '6.6', 'Your own loop trains on all 60,000 images now: npm run train -- --code katas'],
  ['6.7', '6.8', 'Your own network reads digits now: draw one in npm run play, room “Draw a digit”'],
  ['9.5', '9.6', 'Train on your own kernel: npm run train -- --code katas --rung simd'],
])('after %s, before %s, one line says what is possible now', (finished, current, says) => {
  const until = exercises.slice(0, exercises.indexOf(one(current)))
  const marks = new Map<Exercise, Mark>(until.map((exercise) => [exercise, 'done']))
  const said = (last: string): string[] => completionMessage(marks, one(current), one(last), () => false)
  expect(said(finished)).toContain(says)
  expect(said('1.1')).not.toContain(says) // it was possible before
  const [first] = until.filter(({ stage }) => stage === one(finished).stage)
  marks.set(first, 'wrong')
  if (finished !== '6.5' && finished !== '9.5') expect(said(finished)).not.toContain(says)
})

test('where nothing of what was asked for is left, the way on is said', () => {
  const marks = new Map<Exercise, Mark>([[one('4.4'), 'done']])
  expect(completionMessage(marks, undefined, one('4.4'))).toEqual([
    '✓ 4.4 relu is done. Beside the reference: npm run diff -- 4.4',
    'The next: npm start -- 4.5',
  ])
  const last = new Map<Exercise, Mark>([[one('5.4'), 'done']])
  expect(completionMessage(last, undefined, one('5.4'))[1]).toBe('The next: npm start')
})

test('a line of source is cut, not wrapped, and what points at it stays below its place', () => {
  const frame = [`     17 | ${'const a = 1; '.repeat(10)}`, `        :  ${' '.repeat(80)}^|^`, '     18 | const b = 2']
  const failure = { title: 'could not be loaded', message: ['Not a word of it', ...frame].join('\n') }
  const text = renderScreen(
    {
      marks: new Map(),
      done: new Set(),
      current: one('1.3'),
      result: { passed: 0, expected: 2, failures: [failure] },
      foot: 'the foot',
      whole: 'the UI',
    },
    { columns: 60, rows: 40, colours: false },
  )
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.includes('17 | const'))
  expect(lines[at]).toHaveLength(60)
  expect([lines[at].at(-1), lines[at + 1].at(-1)]).toEqual(['…', '…'])
  expect(lines[at + 2].trim()).toBe('18 | const b = 2')
})

test('sentences that were folded for the UI are wrapped once, and a picture that is too high is cut', () => {
  const message = [
    'TypeError: The calls are nested too deeply for the stack: a function',
    'that calls itself without an end, or a spread (...) of a very long',
    'list.',
    '',
    '  a  table',
  ].join('\n')
  const base = { marks: new Map(), done: new Set<never>(), current: one('1.3'), foot: 'the foot', whole: 'the UI' }
  const failure = { title: 'sum', message }
  const text = renderScreen(
    { ...base, result: { passed: 0, expected: 2, failures: [failure] } },
    { columns: 60, rows: 40, colours: false },
  )
  expect(text).toContain(
    '    TypeError: The calls are nested too deeply for the\n    stack: a function that calls itself without an end, or a\n    spread (...) of a very long list.\n\n      a  table',
  )
  const notes = ['✓ 1.2 is done.', ...Array.from({ length: 30 }, (_, n) => `row ${n}`)]
  const lines = renderScreen({ ...base, notes }, { columns: 80, rows: 24, colours: false }).split('\n')
  expect(lines.length).toBeLessThanOrEqual(23)
  expect(lines).toContain('✓ 1.2 is done.')
  expect(lines.at(-1)).toBe('the foot')
})
