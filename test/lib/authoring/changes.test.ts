import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { applyChanges } from '../../../lib/authoring/repository.ts'

const folder = mkdtempSync(join(tmpdir(), 'changes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

test('changes are made: files written, written anew and removed', () => {
  writeFileSync(join(folder, 'old.md'), 'old')
  writeFileSync(join(folder, 'gone.md'), 'gone')
  const changes = new Map<string, string | undefined>([
    ['a/b/new.md', 'new'],
    ['old.md', 'newer'],
    ['gone.md', undefined],
  ])
  applyChanges(changes, folder)
  expect([read('a/b/new.md'), read('old.md'), existsSync(join(folder, 'gone.md'))]).toEqual(['new', 'newer', false])
})

test('if one cannot be made, the others are taken back, with the folders made for them', () => {
  writeFileSync(join(folder, 'kept.md'), 'kept')
  writeFileSync(join(folder, 'file'), 'no folder')
  const before = readdirSync(folder, { recursive: true }).toSorted()
  const changes = new Map<string, string | undefined>([
    ['deep/er/made.md', 'made'],
    ['kept.md', 'changed'],
    ['old.md', undefined],
    ['file/inside.md', 'a file is no folder'],
    ['never.md', 'never'],
  ])
  expect(() => applyChanges(changes, folder)).toThrow(/ENOTDIR|EEXIST|ENOENT/)
  expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual(before)
  expect([read('kept.md'), read('old.md')]).toEqual(['kept', 'newer'])
})
