import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as diff from '../../../lib/commands/diff.ts'
import * as hint from '../../../lib/commands/hint.ts'
import * as reset from '../../../lib/commands/reset.ts'
import { diffLines, formatUnifiedDiff } from '../../../lib/terminal/diff.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })

test('both texts can be read from the difference, and it is as short as can be', () => {
  fc.assert(
    fc.property(lines, lines, (from, to) => {
      const found = diffLines(from, to)
      expect(found.filter(({ sign }) => sign !== '+').map(({ text }) => text)).toEqual(from)
      expect(found.filter(({ sign }) => sign !== '-').map(({ text }) => text)).toEqual(to)
      expect(found.filter(({ sign }) => sign === ' ')).toHaveLength(longestCommon(from, to))
    }),
  )
})

/** by trying all: slow and obvious */
function longestCommon([a, ...from]: readonly string[], [b, ...to]: readonly string[]): number {
  if (a === undefined || b === undefined) return 0
  if (a === b) return 1 + longestCommon(from, to)
  return Math.max(longestCommon([a, ...from], to), longestCommon(from, [b, ...to]))
}

test('what is equal and far from a change is not repeated, and hunks say where they stand', () => {
  const from = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`)
  const to = from.with(1, 'another').toSpliced(15, 0, 'new')
  expect(formatUnifiedDiff(from.join('\n'), `${to.join('\r\n')}\r\n`, 2).split('\n')).toEqual([
    '@@ -1,4 +1,4 @@',
    ' line 1',
    '-line 2',
    '+another',
    ' line 3',
    ' line 4',
    '@@ -14,4 +14,5 @@',
    ' line 14',
    ' line 15',
    '+new',
    ' line 16',
    ' line 17',
  ])
})

test('no difference is nothing to show', () => {
  expect(formatUnifiedDiff('a\nb\n', 'a\r\nb')).toBe('')
})

test.each([
  ['diff', diff, [], /^npm run diff wants an exercise or a stage: npm run diff -- 4\.2$/],
  ['diff of an unknown one', diff, ['9.9'], /^There is no exercise or stage “9\.9”/],
  ['hint for two', hint, ['4.2', '4.4'], /^npm run hint wants one exercise, but got “4\.2 4\.4”\.$/],
  ['reset --back of nothing', reset, ['--back'], /^npm run reset wants an exercise or a stage/],
] as const)('%s is refused in one sentence, with exit code 2', async (_, { command, run }, args, message) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  try {
    expect(await run(command, args)).toBe(2)
    expect(said.mock.lastCall?.[0]).toMatch(message)
  } finally {
    said.mockRestore()
  }
})
