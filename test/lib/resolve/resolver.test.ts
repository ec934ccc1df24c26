import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { exercises, select } from '../../../lib/course/exercises.ts'
import { type Code, resolver } from '../../../lib/resolve/resolver.ts'
import { stubOf } from '../../../lib/course/stub.ts'
import { isEmpty, root, toForwardSlashes, solutions, resolveSubmission } from '../../../lib/course/trees.ts'

const folder = toForwardSlashes(mkdtempSync(join(tmpdir(), 'answers-')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const done = ['1-tensor-ops/1-map-zip', '1-tensor-ops/5-matmul', '4-backprop/5-dense']
for (const { id, path } of exercises) {
  if (path.startsWith('6-')) continue // the last stage is not there at all
  const file = `${folder}/${path}.ts`
  mkdirSync(dirname(file), { recursive: true })
  const source = readFileSync(`${solutions}/${path}.ts`, 'utf8')
  writeFileSync(file, done.includes(path) ? source : stubOf(source, id))
}

/** where `source` leads when `importer` imports it */
function resolve(mode: Code['mode'], source: string, importer: string, tree = folder): string {
  const { resolveId } = resolver({ tree, mode })
  const context = { environment: { mode: 'dev' } }
  return (
    (resolveId as (this: unknown, source: string, importer: string) => string | undefined).call(
      context,
      source,
      importer,
    ) ?? 'not ours'
  )
}

const test44 = `${root}/test/4-backprop/5-dense.test.ts`
const kata44 = `${folder}/4-backprop/5-dense.ts`

test('a tree is empty where it calls todo, and where nothing is', () => {
  const state = (wanted: string) => isEmpty(folder, select(wanted)[0])
  expect([state('1.1'), state('1.2'), state('6.1')]).toEqual([false, true, true])
})

describe('own', () => {
  test('leads every import into the tree, from tests and from katas', () => {
    expect(resolve('own', '#kata/4-backprop/5-dense.ts', test44)).toBe(kata44)
    expect(resolve('own', '#kata/1-tensor-ops/2-broadcast.ts', test44)).toBe(`${folder}/1-tensor-ops/2-broadcast.ts`)
    expect(resolve('own', '../1-tensor-ops/2-broadcast.ts', kata44)).toBe(`${folder}/1-tensor-ops/2-broadcast.ts`)
  })

  test('leads lib to the house, also from a folder elsewhere', () => {
    expect(resolve('own', '#lib/tensor', kata44)).toBe(`${root}/lib/tensor.ts`)
    expect(resolve('own', '#lib/judge/assert/expect', test44)).toBe(`${root}/lib/judge/assert/expect.ts`)
  })

  test('says which exercise is missing', () => {
    const { load } = resolver({ tree: folder, mode: 'own' })
    const source = (load as (id: string) => string)(`${folder}/6-mnist/1-idx.ts`)
    expect(source).toMatch(/6\.1 idx is missing: there is no .*6-mnist\/1-idx\.ts/)
  })
})

describe('jump-in', () => {
  test('lets the reference stand in for an empty exercise, for its importers only', () => {
    expect(resolve('jump-in', '../1-tensor-ops/2-broadcast.ts', kata44)).toBe(
      `${folder}/1-tensor-ops/2-broadcast.ts?reference`,
    )
    expect(resolve('jump-in', '../1-tensor-ops/5-matmul.ts', kata44)).toBe(`${folder}/1-tensor-ops/5-matmul.ts`)
    expect(resolve('jump-in', '#kata/1-tensor-ops/2-broadcast.ts', test44)).toBe(
      `${folder}/1-tensor-ops/2-broadcast.ts?reference`,
    )
  })

  test('never for its own test', () => {
    const own = `${root}/test/1-tensor-ops/2-broadcast.test.ts`
    expect(resolve('jump-in', '#kata/1-tensor-ops/2-broadcast.ts', own)).toBe(`${folder}/1-tensor-ops/2-broadcast.ts`)
  })

  test('the reference stands in whole, with the solution as its source', () => {
    const standingIn = `${folder}/1-tensor-ops/5-matmul.ts?reference`
    expect(resolve('jump-in', './4-transpose.ts', standingIn)).toBe(`${folder}/1-tensor-ops/4-transpose.ts?reference`)
    const { load } = resolver({ tree: folder, mode: 'jump-in' })
    expect((load as (id: string) => string)(standingIn)).toBe(
      readFileSync(`${solutions}/1-tensor-ops/5-matmul.ts`, 'utf8'),
    )
  })

  test('is decided anew when a file changes', () => {
    const file = `${folder}/1-tensor-ops/3-reduce.ts`
    const where = () => resolve('jump-in', '../1-tensor-ops/3-reduce.ts', kata44)
    expect(where()).toBe(`${file}?reference`)
    const stub = readFileSync(file, 'utf8')
    cpSync(`${solutions}/1-tensor-ops/3-reduce.ts`, file)
    expect(where()).toBe(file)
    writeFileSync(file, stub)
    expect(where()).toBe(`${file}?reference`)
  })
})

test('filled: what stands in imports theirs, where there is something', () => {
  const standingIn = `${folder}/6-mnist/5-train.ts?reference`
  expect(resolve('filled', '#kata/6-mnist/5-train.ts', `${root}/lib/training/program.ts`)).toBe(standingIn)
  expect(resolve('filled', '../1-tensor-ops/5-matmul.ts', standingIn)).toBe(`${folder}/1-tensor-ops/5-matmul.ts`)
  expect(resolve('filled', '../1-tensor-ops/2-broadcast.ts', standingIn)).toBe(
    `${folder}/1-tensor-ops/2-broadcast.ts?reference`,
  )
  expect(resolve('jump-in', '../1-tensor-ops/5-matmul.ts', standingIn)).toBe(
    `${folder}/1-tensor-ops/5-matmul.ts?reference`,
  )
})

test('isolated: the exercise under test is theirs, every other the reference', () => {
  expect(resolve('isolated', '#kata/4-backprop/5-dense.ts', test44)).toBe(kata44)
  expect(resolve('isolated', '../1-tensor-ops/5-matmul.ts', kata44)).toBe(
    `${folder}/1-tensor-ops/5-matmul.ts?reference`,
  )
  expect(resolve('isolated', '#kata/1-tensor-ops/1-map-zip.ts', test44)).toBe(
    `${folder}/1-tensor-ops/1-map-zip.ts?reference`,
  )
})

test('solutions are closed in themselves, in every mode', () => {
  for (const mode of ['own', 'jump-in', 'filled', 'isolated'] as const) {
    expect(resolve(mode, '../1-tensor-ops/5-matmul.ts', `${solutions}/4-backprop/5-dense.ts`, solutions)).toBe(
      `${solutions}/1-tensor-ops/5-matmul.ts`,
    )
    expect(resolve(mode, '#kata/4-backprop/5-dense.ts', test44, solutions)).toBe(`${solutions}/4-backprop/5-dense.ts`)
  }
})

test('a test asked for an answer has it as its own exercise, and the reference for all others', () => {
  const asking = `${test44}?answer=stub`
  expect(resolve('own', '#kata/4-backprop/5-dense.ts', asking)).toBe(`${solutions}/4-backprop/5-dense.ts?stub`)
  expect(resolve('own', '#kata/1-tensor-ops/5-matmul.ts', asking)).toBe(`${solutions}/1-tensor-ops/5-matmul.ts`)
  expect(resolve('own', '#kata/4-backprop/5-dense.ts', `${test44}?answer=reference`)).toBe(
    `${solutions}/4-backprop/5-dense.ts`,
  )
})

test('a listed answer, and the parts that answers share, are built on the reference', () => {
  for (const place of ['misconceptions/4-backprop/5-dense', 'unlisted/4-backprop/5-dense', 'answer-parts/4-backprop'])
    for (const mode of ['own', 'jump-in'] as const)
      expect(resolve(mode, '#kata/1-tensor-ops/5-matmul.ts', `${root}/test/${place}.ts`), place).toBe(
        `${solutions}/1-tensor-ops/5-matmul.ts`,
      )
})

describe('what a kata may not import', () => {
  const refused = (source: string) => {
    const id = resolve('own', source, kata44)
    return (resolver({ tree: folder, mode: 'own' }).load as (id: string) => string)(id)
  }

  test('becomes a module that says so', () => {
    expect(refused('#lib/judge/assert/expect')).toMatch(
      /throw new Error\(".*4\.5 dense may not import “#lib\/judge\/assert\/expect”/,
    )
    expect(refused('#kata/1-tensor-ops/5-matmul.ts')).toMatch(/may not import “#kata/)
    expect(refused('node:fs')).toMatch(/may not import “node:fs”/)
    expect(refused(`${solutions}/4-backprop/5-dense.ts`)).toMatch(/may not import/)
    expect(refused('../../../../../elsewhere/solutions/4-backprop/5-dense.ts')).toMatch(/may not import/)
  })

  test('an exercise that does not exist is named', () => {
    const id = resolve('own', '#kata/4-backprop/9-magic.ts', test44)
    expect((resolver({ tree: folder, mode: 'own' }).load as (id: string) => string)(id)).toContain(
      'There is no exercise #kata/4-backprop/9-magic.ts',
    )
  })
})

test('resolveSubmission finds katas, solutions and folders like them, and refuses others', () => {
  expect(resolveSubmission('solutions')).toBe(solutions)
  expect(resolveSubmission(folder)).toBe(folder)
  expect(() => resolveSubmission(join(folder, 'nowhere'))).toThrow(/There is no folder .*nowhere/)
  const unpacked = `${folder}-unpacked`
  for (const name of ['course-main/katas/2-softmax', '__MACOSX/2-softmax', '.git/2-softmax', 'test/2-softmax'])
    mkdirSync(join(unpacked, name), { recursive: true })
  try {
    if (process.platform !== 'win32') symlinkSync(join(unpacked, 'nowhere'), join(unpacked, 'dangling'))
    expect(resolveSubmission(unpacked)).toBe(`${unpacked}/course-main/katas`)
    mkdirSync(join(unpacked, 'course-2/1-tensor-ops'), { recursive: true })
    expect(() => resolveSubmission(unpacked), 'which of two?').toThrow(/has none of the stages/)
  } finally {
    rmSync(unpacked, { recursive: true })
  }
  expect(existsSync(`${root}/lib`)).toBe(true)
  expect(() => resolveSubmission('lib')).toThrow(/has none of the stages/)
})
