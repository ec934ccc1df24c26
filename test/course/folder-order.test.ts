import { readFileSync, readdirSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { expect, test } from 'vitest'

/** The folders of lib, from the ground up: a file imports from its own folder and from those above its line, and from no other. */
const order = [
  'lib', // tensors, random numbers, todo; text, numbers and files
  'lib/environment',
  'lib/data',
  'lib/pictures',
  'lib/kernels',
  'lib/course',
  'lib/authoring',
  'lib/terminal',
  'lib/judge/assert',
  'lib/judge/sandbox',
  'lib/judge/diagnose',
  'lib/judge',
  'lib/resolve',
  'lib/runner',
  'lib/watch',
  'lib/training',
  'lib/report',
  'lib/bench',
  'lib/page/frame',
  'lib/page/lesson',
  'lib/page/checkup',
  'lib/page/chain',
  'lib/page/softmax',
  'lib/page/mnist',
  'lib/page/draw',
  'lib/page',
  'lib/page/serve',
  'lib/commands',
]

const elsewhere = ['lib/kernels/assembly', 'lib/kernels/built'] // AssemblyScript, and what it is compiled to

/** What a file imports when it runs: an import of types alone may go up. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  const found = source.matchAll(
    /^(?:import|export)\s(?!type\b)[^'"()=]*?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  )
  return Array.from(found, ([, named, called]) => named ?? called).flatMap((name) => {
    if (name.startsWith('#lib/')) return [`${name.slice(1)}.ts`]
    return name.startsWith('.') ? [posix.join(dirname(file), name)] : []
  })
}

/** The imports that go up, as a line each. */
function upwardImports(files: readonly string[], read = importsOf): string[] {
  return files.flatMap((file) =>
    read(file)
      .filter((target) => target.startsWith('lib/') && !elsewhere.includes(dirname(target)))
      .filter((target) => levelOf(target) > levelOf(file))
      .map((target) => `${file} imports ${target}, which stands above it`),
  )
}

function levelOf(file: string): number {
  const level = order.indexOf(dirname(file))
  if (level < 0)
    throw new Error(`${dirname(file)} has no place in the order of folders: test/course/folder-order.test.ts`)
  return level
}

const own = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .map((name) => `lib/${name.replaceAll('\\', '/')}`)
  .filter((file) => /\.m?ts$|\.mjs$/.test(file) && !elsewhere.includes(dirname(file)))

test('no import goes up in the order of folders', () => {
  expect(own.length).toBeGreaterThan(200)
  expect(upwardImports(own)).toEqual([])
})

test('an import that goes up is found', () => {
  expect(upwardImports(['lib/judge/assert/law.ts'], () => ['lib/runner/project.ts', 'lib/tensor.ts'])).toEqual([
    'lib/judge/assert/law.ts imports lib/runner/project.ts, which stands above it',
  ])
})
