import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exercises, lessons, stages } from '../../lib/course/exercises.ts'
import { importError } from '../../lib/course/allowed-imports.ts'
import {
  callsTodo,
  exportsOf,
  isKernelEmpty,
  kernelOf,
  root,
  toForwardSlashes,
  solutions,
} from '../../lib/course/trees.ts'

const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8')
const filesIn = (folder: string, ending: string) =>
  stages.flatMap((stage) =>
    readdirSync(`${root}/${folder}/${stage}`)
      .filter((name) => name.endsWith(ending))
      .map((name) => `${stage}/${name}`),
  )

/** A learner may have files of their own in katas/, and folders beside it: only the repository's own gate forbids them. */
const isGate = Boolean(process.env.KATA_GATE)

test.each(exercises)('$id $name has a solution, a test and a place in katas, at the same name', ({ path }) => {
  for (const file of [`solutions/${path}.ts`, `test/${path}.test.ts`, ...(isGate ? [`katas/${path}.ts`] : [])])
    expect(existsSync(`${root}/${file}`), file).toBe(true)
})

test('no folder strays: what begins with a number is a stage, or the first lesson', () => {
  const answers = ['misconceptions', 'variants', 'unlisted', 'pictures'].map((name) => `test/${name}`)
  const folders = ['solutions', 'test', ...answers, ...(isGate ? ['katas'] : [])].flatMap((folder) =>
    readdirSync(`${root}/${folder}`).map((name) => `${folder}/${name}`),
  )
  const numbered = folders.filter((folder) => /\/\d[^/]*$/.test(folder))
  expect(numbered.filter((folder) => !lessons.some((stage) => folder.endsWith(`/${stage}`)))).toEqual([])
})

test('stages are numbers and names, in the order of their numbers', () => {
  expect(stages.filter((stage) => !/^[1-9]\d*(-[a-z0-9]+)+$/.test(stage))).toEqual([])
  const numbers = stages.map((stage) => Number.parseInt(stage, 10))
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
})

test('no answer and no picture strays: each belongs to an exercise, or is the picture of a lesson', () => {
  const own = exercises.map(({ path }) => `${path}.ts`)
  for (const folder of ['misconceptions', 'variants', 'unlisted', 'pictures']) {
    const files = lessons.flatMap((stage) => {
      const place = `${root}/test/${folder}/${stage}`
      return existsSync(place) ? readdirSync(place).map((name) => `${stage}/${name}`) : []
    })
    const others = files.filter(
      (file) => !own.includes(file) && !(folder === 'pictures' && file.endsWith('/lesson.ts')),
    )
    expect(others, `files in test/${folder}`).toEqual([])
  }
})

test('no file strays: every file of a stage belongs to an exercise', () => {
  const own = exercises.map(({ path }) => `${path}.ts`)
  expect(filesIn('solutions', '.ts').toSorted()).toEqual(own.toSorted())
  if (isGate) expect(filesIn('katas', '.ts').toSorted()).toEqual(own.toSorted())
  expect(filesIn('test', '.test.ts').toSorted()).toEqual(own.map((file) => file.replace('.ts', '.test.ts')).toSorted())
})

test('a kernel belongs to an exercise, and stands in katas and solutions alike', () => {
  for (const stage of stages) {
    const kernels = (tree: string) => {
      const folder = `${root}/${tree}/${stage}/assembly`
      return existsSync(folder) ? readdirSync(folder).toSorted() : []
    }
    if (isGate) expect(kernels('katas')).toEqual(kernels('solutions'))
    const own = exercises.filter((exercise) => existsSync(kernelOf(solutions, exercise)))
    const names = own.filter((exercise) => exercise.stage === stage).map(({ path }) => `${path.split('/')[1]}.ts`)
    expect(kernels('solutions')).toEqual(names.length > 0 ? [...names, 'tsconfig.json'].toSorted() : [])
    expect(own.filter((exercise) => isKernelEmpty(kernelOf(solutions, exercise)))).toEqual([])
  }
})

test('the top level has no other folders than katas, solutions, lib and test', () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
  )
  const names = folders.map(({ name }) => name).filter((name) => name !== 'node_modules')
  expect(names).toEqual(expect.arrayContaining(['katas', 'lib', 'solutions', 'test']))
  if (isGate) expect(names).toHaveLength(4)
})

test.each(exercises)('$id $name is solved in solutions: it calls no todo', ({ path }) => {
  expect(callsTodo(read(`solutions/${path}.ts`)), `solutions/${path}.ts calls todo`).toBe(false)
})

test.each(exercises)(
  'the header of $id $name states its number, its minutes and what it needs',
  ({ id, path, minutes, needs }) => {
    const [header] = read(`solutions/${path}.ts`).split('*/')
    expect(header.startsWith(`/**\n * ${id}  `), header.slice(0, 60)).toBe(true)
    const line = ` * ${minutes} minutes.${needs.length > 0 ? ` Needs ${needs.join(', ')}.` : ''}\n`
    expect(header, `the last line of the header of solutions/${path}.ts`).toContain(line)
  },
)

test.each(exercises)('the solution of $id $name imports only what a kata may', (exercise) => {
  for (const source of importsOf(read(`solutions/${exercise.path}.ts`))) {
    const target = new URL(source, `file://${solutions}/${exercise.path}.ts`).pathname
    expect(importError(exercise, source, target, solutions)).toBeUndefined()
  }
})

test.each(exercises)('every title of the test of $id $name begins with one of its functions', ({ path }) => {
  const names = exportsOf(read(`solutions/${path}.ts`)).map(({ name }) => name)
  const titles = [...read(`test/${path}.test.ts`).matchAll(/^\s*(?:test|law)\(\s*['`]([^'`]+)/gm)].map(
    ([, title]) => title,
  )
  expect(titles.length).toBeGreaterThan(0)
  expect(titles.filter((title) => !names.includes(title.split(/[ .,]/)[0]))).toEqual([])
})

test.each(exercises)(
  'the lesson has a section for $id $name, with at least two graduated hints, and the solution its reasons',
  ({ id, name, stage }) => {
    const section = read(`katas/${stage}/README.md`)
      .split(/^### /m)
      .find((part) => part.startsWith(`${id} ${name}\n`))
    expect(section, `a part ### ${id} ${name} in katas/${stage}/README.md`).toBeDefined()
    const hints = section?.match(/<details><summary>.+<\/summary>\n\n[^<]+/g) ?? []
    expect(hints.length, `<details> of ${id} ${name} in katas/${stage}/README.md`).toBeGreaterThanOrEqual(2)
    expect(read(`solutions/${stage}/README.md`), `solutions/${stage}/README.md`).toContain(`**${id} ${name}.**`)
  },
)

test.each(lessons)('%s has its lesson in katas, and a page in solutions', (stage) => {
  const letters = (file: string) => expect(read(file).length, `letters in ${file}`)
  letters(`katas/${stage}/README.md`).toBeGreaterThan(1500)
  letters(`solutions/${stage}/README.md`).toBeGreaterThan(300)
})

test('budgets: a solution fits on a screen or two, a function on one, a file of lib has at most 250 lines', () => {
  const long = exercises.filter(
    ({ path }) => read(`solutions/${path}.ts`).split('*/').slice(1).join('').split('\n').length > 90,
  )
  expect(long.map(({ path }) => path)).toEqual([])
  // kernels are unrolled by hand, since only locals stay in registers
  const files = readdirSync(`${root}/lib`, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !toForwardSlashes(name).startsWith('kernels/assembly/'),
  )
  expect(files.filter((name) => read(`lib/${name}`).split('\n').length > 251)).toEqual([])
  for (const folder of ['lib', 'solutions']) {
    const sources = readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !toForwardSlashes(name).includes('assembly/'),
    )
    const functions = sources.flatMap((name) =>
      longFunctions(read(`${folder}/${name}`)).map((found) => `${folder}/${name}: ${found}`),
    )
    expect(functions).toEqual([])
  }
})

function importsOf(source: string): string[] {
  return [...source.matchAll(/^import [^']*'([^']+)'/gm)].map(([, from]) => from)
}

/** functions of more than 50 lines, by the indentation of their closing brace */
function longFunctions(source: string): string[] {
  const lines = source.split('\n')
  return lines.flatMap((line, start) => {
    const found = /^(\s*)(?:export )?(?:async )?function\*? (\w+)/.exec(line)
    if (!found) return []
    const end = lines.findIndex((later, i) => i > start && later === `${found[1]}}`)
    return end - start > 50 ? [`${found[2]} (${end - start} lines)`] : []
  })
}
