import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { prepareFolder, writeWhole } from '../../../lib/data/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'write-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('writeWhole makes the folders on the way, and leaves nothing else', () => {
  writeWhole(join(folder, 'a/b/c.txt'), 'hello')
  expect(readFileSync(join(folder, 'a/b/c.txt'), 'utf8')).toBe('hello')
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.txt'])
})

test('writeWhole that fails leaves what was there', () => {
  writeWhole(join(folder, 'kept.txt'), 'old')
  expect(() => writeWhole(join(folder, 'kept.txt'), undefined as never)).toThrow()
  expect(readFileSync(join(folder, 'kept.txt'), 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['kept.txt'])
})

test('prepareFolder makes a folder, and says why it cannot', () => {
  prepareFolder(join(folder, 'out'))
  expect(readdirSync(join(folder, 'out'))).toEqual([])
  writeFileSync(join(folder, 'file'), '')
  expect(() => prepareFolder(join(folder, 'file'))).toThrow(/file cannot be written: .*Choose another with --out DIR\./)
})
