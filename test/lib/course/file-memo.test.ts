import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { memoByFile } from '../../../lib/course/file-memo.ts'

const folder = mkdtempSync(join(tmpdir(), 'memo-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = join(folder, 'a.ts')
const longAgo = new Date('2020-01-02T03:04:05Z')

/** what a memo gives, and how often it has computed */
function counted() {
  let calls = 0
  const of = memoByFile((text) => {
    calls++
    return text.toUpperCase()
  })
  return { of, calls: () => calls }
}

test('a text is computed once, and again when time or size has changed', () => {
  const { of, calls } = counted()
  writeFileSync(file, 'one\r\n')
  utimesSync(file, longAgo, longAgo)
  expect([of(file), of(file), calls()]).toEqual(['ONE\n', 'ONE\n', 1])
  writeFileSync(file, 'two\r\n')
  expect([of(file), calls()]).toEqual(['TWO\n', 2])
})

test('a file that was written a moment ago is read again, though time and size are as they were', () => {
  const { of } = counted()
  const now = new Date()
  writeFileSync(file, 'abc')
  utimesSync(file, now, now)
  expect(of(file)).toBe('ABC')
  writeFileSync(file, 'xyz')
  utimesSync(file, now, now)
  expect(of(file)).toBe('XYZ')
})

test('no file, a folder of that name, and a file that has gone: undefined', () => {
  const { of } = counted()
  mkdirSync(join(folder, 'b.ts'))
  writeFileSync(file, 'abc')
  expect(of(file)).toBe('ABC')
  rmSync(file)
  expect([of(file), of(join(folder, 'nowhere')), of(join(folder, 'b.ts'))]).toEqual([undefined, undefined, undefined])
})
