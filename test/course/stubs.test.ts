import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Todo } from '#lib/todo'
import { exercises, select } from '../../lib/course/exercises.ts'
import { isBegun, pristineFilesOf, writePristine } from '../../lib/course/pristine.ts'
import { callsTodo, fileOf, katas, kernelOf, root } from '../../lib/course/trees.ts'
import { collect } from '../../lib/judge/assert/law.ts'

const stub = (exercise: (typeof exercises)[number]) => pristineFilesOf(exercise)[0].text

test.each(exercises)('the pristine stub of $id $name calls todo', (exercise) => {
  expect(callsTodo(stub(exercise))).toBe(true)
})

describe('on the pristine tree', () => {
  for (const { id, name, path } of exercises) {
    test(`every test of ${id} ${name} is red, and says todo`, async () => {
      const exams = await collect(() => import(/* @vite-ignore */ `/test/${path}.test.ts?answer=stub`))
      expect(exams.length).toBeGreaterThan(0)
      expect(exams.filter(({ run }) => !(outcome(run) instanceof Todo)).map(({ title }) => title)).toEqual([])
    })
  }
})

function outcome(run: () => void): unknown {
  try {
    run()
    return 'it passed'
  } catch (error) {
    return error
  }
}

test('stubs and solutions export the same names with the same types', () => {
  const folder = `${root}/.out/proof-${process.pid}`
  const lines = exercises.map((exercise, i) => {
    const file = `${folder}/pristine/${exercise.path}.ts`
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, stub(exercise))
    return `export const same${i}: Same<typeof import('./pristine/${exercise.path}.ts'), typeof import('../../solutions/${exercise.path}.ts')> = true`
  })
  const same = 'type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false'
  writeFileSync(`${folder}/same.ts`, [same, ...lines].join('\n'))
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({
      extends: '../../tsconfig.json',
      include: ['same.ts', '../../lib/resolve/wasm.d.ts', '../../lib/kernels/webassembly.d.ts'],
    }),
  )
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { cwd: root, encoding: 'utf8' })
  } catch (error) {
    throw new Error((error as { stdout: string }).stdout, { cause: error })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 180_000)

// only the repository’s own gate demands this: a learner’s checkout stays green
if (process.env.KATA_GATE) {
  test.each(exercises)('katas/ has the pristine stub of $id $name, and its kernel', (exercise) => {
    for (const { fileIn, text } of pristineFilesOf(exercise))
      expect(readFileSync(fileIn(katas), 'utf8'), `${fileIn('katas')}: npm run reset -- ${exercise.id} writes it`).toBe(
        text,
      )
  })
}

test('an exercise is begun once it calls todo less often than its stub, or is gone; a header that has changed is no beginning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'begun-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writePristine(folder)
  const [mapZip, simd] = [...select('1.1'), ...select('9.5')]
  expect(exercises.filter((exercise) => isBegun(folder, exercise))).toEqual([])
  const edit = (file: string, from: string | RegExp, to: string) =>
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
  edit(fileOf(folder, mapZip), '/**', '/** An older header.')
  expect(isBegun(folder, mapZip)).toBe(false)
  edit(fileOf(folder, mapZip), /return todo\(.*\)/, 'return x')
  edit(kernelOf(folder, simd), /unreachable\(\) \/\/ todo .*/, '')
  expect(exercises.filter((exercise) => isBegun(folder, exercise))).toEqual([mapZip, simd])
  rmSync(fileOf(folder, simd))
  expect(isBegun(folder, simd)).toBe(true)
})
