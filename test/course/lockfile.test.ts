import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../../lib/course/trees.ts'

const { packages } = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8')) as {
  packages: Record<string, object>
}
const { devDependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  devDependencies: Record<string, string>
}

test.each(['@rolldown/binding', '@oxlint/binding', '@oxfmt/binding', '@typescript/typescript', 'lightningcss'])(
  'the lockfile has the native parts of %s for Linux, macOS and Windows',
  (prefix) => {
    for (const system of ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64']) {
      const found = Object.keys(packages).filter((name) => name.startsWith(`node_modules/${prefix}-${system}`))
      expect(found, `${prefix}-${system}`).not.toEqual([])
    }
  },
)

test('every dependency is pinned exactly, and CONTRIBUTING gives its reason', () => {
  const reasons = readFileSync(`${root}/CONTRIBUTING.md`, 'utf8')
  for (const [name, version] of Object.entries(devDependencies)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
    expect(reasons, name).toMatch(new RegExp(`^\\| .*\\b${name.replace('@', '')}\\b.* \\|`, 'm'))
  }
})

test('no package of the lockfile says where it was downloaded from', () => {
  expect(Object.entries(packages).filter(([, entry]) => 'resolved' in entry)).toEqual([])
})
