import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ensureWritable, writeFileAtomic } from '../../lib/files.ts'

const folder = mkdtempSync(join(tmpdir(), 'write-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('writeFileAtomic makes the folders on the way, and leaves nothing else', () => {
  writeFileAtomic(join(folder, 'a/b/c.txt'), 'hello')
  expect(readFileSync(join(folder, 'a/b/c.txt'), 'utf8')).toBe('hello')
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.txt'])
})

test('writeFileAtomic that fails leaves what was there', () => {
  writeFileAtomic(join(folder, 'kept.txt'), 'old')
  expect(() => writeFileAtomic(join(folder, 'kept.txt'), undefined as never)).toThrow()
  expect(readFileSync(join(folder, 'kept.txt'), 'utf8')).toBe('old')
  expect(readdirSync(folder)).toEqual(['kept.txt'])
})

test('ensureWritable makes a folder, and says why it cannot', () => {
  ensureWritable(join(folder, 'out'))
  expect(readdirSync(join(folder, 'out'))).toEqual([])
  writeFileSync(join(folder, 'file'), '')
  expect(() => ensureWritable(join(folder, 'file'))).toThrow(
    /file cannot be written: .*Choose another with --out DIR\./,
  )
})
