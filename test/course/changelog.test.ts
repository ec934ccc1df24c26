import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../../lib/course/trees.ts'

test('the newest released version of the changelog is that of package.json and of the lockfile', () => {
  const headings = [...readFileSync(`${root}/CHANGELOG.md`, 'utf8').matchAll(/^## (.+?)\r?$/gm)].map(([, text]) => text)
  const [unreleased, newest, ...older] = headings
  expect(unreleased).toBe('[Unreleased]')
  for (const heading of [newest, ...older]) expect(heading).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/)
  for (const file of ['package.json', 'package-lock.json']) {
    const { version } = JSON.parse(readFileSync(`${root}/${file}`, 'utf8')) as { version: string }
    expect(newest.split(' - ')[0], file).toBe(`[${version}]`)
  }
})
