import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Todo } from '#lib/todo'
import { exercises } from '../../lib/course/exercises.ts'
import { pristineFilesOf } from '../../lib/course/pristine.ts'
import { callsTodo, katas, root } from '../../lib/course/trees.ts'
import { collect } from '../../lib/judge/law.ts'

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
      include: ['same.ts', '../../lib/course/wasm.d.ts', '../../lib/kernels/webassembly.d.ts'],
    }),
  )
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { cwd: root, encoding: 'utf8' })
  } catch (error) {
    throw new Error((error as { stdout: string }).stdout, { cause: error })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 30_000)

// only the repository’s own gate demands this: a learner’s checkout stays green
if (process.env.KATA_GATE) {
  test.each(exercises)('katas/ has the pristine stub of $id $name, and its kernel', (exercise) => {
    for (const { fileIn, text } of pristineFilesOf(exercise))
      expect(readFileSync(fileIn(katas), 'utf8'), fileIn('katas')).toBe(text)
  })
}
