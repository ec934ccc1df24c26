import { expect, test } from 'vitest'
import { exerciseOf, exercises, select, stages } from '../../../lib/course/exercises.ts'
import { importError } from '../../../lib/course/allowed-imports.ts'
import { courseMap } from '../../../lib/terminal/map.ts'

const dense = exercises.find(({ slug }) => slug === 'backprop/dense')!
const ids = (wanted: string) => select(wanted).map(({ id }) => id)

test('every exercise is in a stage and has a slug of its own', () => {
  expect(stages).toEqual([...new Set(exercises.map(({ stage }) => stage))])
  expect(new Set(exercises.map(({ slug }) => slug)).size).toBe(exercises.length)
  expect(dense).toMatchObject({ id: '4.5', name: 'dense', path: '4-backprop/5-dense', stage: '4-backprop' })
})

test('an exercise is selected by number, name, slug or path; a stage by number or folder', () => {
  for (const wanted of ['4.5', 'dense', 'backprop/dense', '4-backprop/5-dense', 'katas/4-backprop/5-dense.ts'])
    expect(ids(wanted)).toEqual(['4.5'])
  const third = exercises.filter(({ stage }) => stage === '3-cross-entropy').map(({ id }) => id)
  expect(third.slice(0, 2)).toEqual(['3.1', '3.2'])
  expect(ids('3')).toEqual(third)
  expect(ids('3-cross-entropy')).toEqual(third)
  expect(ids('softmax')).toEqual(['2.1', '4.6'])
})

test('what does not exist is refused, with what does', () => {
  const first = exercises.filter(({ stage }) => stage === '1-tensor-ops').length
  expect(() => select('9.99')).toThrow(
    `There is no exercise or stage “9.99”. Try 4, 4.2 or dense. The stages are 1-tensor-ops (${first}), 2-softmax (`,
  )
})

test.each(['0', '0-start'])('%s is the first lesson, which has no exercise', (wanted) => {
  expect(() => select(wanted)).toThrow('0-start is a lesson without exercises: read katas/0-start/README.md.')
})

test('a file is known by the end of its path, on any system', () => {
  for (const file of [
    '/x/katas/4-backprop/5-dense.ts',
    'test/4-backprop/5-dense.test.ts',
    'C:\\k\\4-backprop\\5-dense.ts',
    '#kata/4-backprop/5-dense.ts',
    '/x/4-backprop/5-dense.ts?reference',
  ]) {
    expect(exerciseOf(file), file).toBe(dense)
  }
  for (const file of ['/x/4-backprop/README.md', '/x/14-backprop/5-dense.ts', '5-dense.ts', '/x/4-backprop/5-dense.js'])
    expect(exerciseOf(file), file).toBeUndefined()
})

test('a kata imports earlier katas and what is lent to it', () => {
  const tree = '/x/katas'
  const why = (source: string, target = source) => importError(dense, source, target, tree)
  expect(why('../1-tensor-ops/5-matmul.ts', `${tree}/1-tensor-ops/5-matmul.ts`)).toBeUndefined()
  for (const lent of ['#lib/tensor', '#lib/random', '#lib/todo']) expect(why(lent)).toBeUndefined()
})

test('a kata may not import the judge, a package, node, the other tree, itself, or a later exercise', () => {
  const tree = '/x/katas'
  const why = (source: string, target = source) => importError(dense, source, target, tree)
  for (const source of [
    '#lib/judge/assert/expect',
    '#kata/1-tensor-ops/5-matmul.ts',
    'vitest',
    'node:fs',
    '/x/lib/tensor.ts',
  ]) {
    expect(why(source)).toMatch(new RegExp(`4.5 dense may not import “${source}”. A kata imports earlier katas`))
  }
  expect(why('../../solutions/4-backprop/5-dense.ts', '/x/solutions/4-backprop/5-dense.ts')).toMatch(
    /not an exercise of the same tree/,
  )
  expect(why('./my-helper.ts', `${tree}/4-backprop/my-helper.ts`)).toMatch(/not an exercise of the same tree/)
  expect(why('./5-dense.ts', `${tree}/4-backprop/5-dense.ts`)).toMatch(/comes later/)
  expect(why('./6-softmax.ts', `${tree}/4-backprop/6-softmax.ts`)).toMatch(/comes later in the course \(4.6\)/)
})

test('a kata imports its own kernel, and later ones may import it too', () => {
  const [tiles, simd, threads] = ['speed/tiles', 'speed/simd', 'speed/threads'].map((slug) =>
    exercises.find((one) => one.slug === slug)!,
  )
  const why = (importer: typeof simd, source: string) =>
    importError(importer, source, `/x/katas/9-speed/${source.slice(2)}`, '/x/katas')
  expect(why(simd, './assembly/5-simd.wasm')).toBeUndefined()
  expect(why(simd, './assembly/5-simd.wasm?shared')).toBeUndefined()
  expect(why(threads, './assembly/5-simd.wasm?shared')).toBeUndefined()
  expect(why(threads, 'node:worker_threads')).toBeUndefined()
  expect(why(simd, 'node:worker_threads')).toMatch(/may not import/)
  expect(why(tiles, './assembly/5-simd.wasm')).toMatch(/not an exercise of the same tree/)
  expect(why(simd, './assembly/5-simd.ts')).toMatch(/not an exercise of the same tree/)
  expect(why(simd, './assembly/other.wasm')).toMatch(/not an exercise of the same tree/)
  expect(why(simd, '../../lib/kernels/assembly/5-simd.wasm')).toMatch(/not an exercise of the same tree/)
  expect(exerciseOf('/x/katas/9-speed/assembly/5-simd.ts')).toBeUndefined()
})

test('the whole map fits into a terminal of 100 × 34, with a failure below it', () => {
  const map = courseMap(new Map(), undefined, { columns: 100, colours: false }).split('\n')
  expect(map.length).toBeLessThanOrEqual(16)
  expect(Math.max(...map.map((line) => line.length))).toBeLessThanOrEqual(100)
})

test('the map fits its columns, and shows what is done, wrong, empty and current', () => {
  const marks = new Map([
    [exercises[0], 'done'],
    [exercises[1], 'wrong'],
  ] as const)
  const map = courseMap(marks, exercises[2], { columns: 80, colours: false })
  expect(map.split('\n')[0]).toBe('1 tensor-ops      ✓ map-zip  ✗ broadcast  ▸ reduce  · transpose  · matmul')
  expect(map.split('\n')[1]).toBe('                  · one-hot')
  expect(Math.max(...map.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  const painted = courseMap(marks, exercises[2], { columns: 80, colours: true })
  expect(painted).toContain('\x1b[32m✓ map-zip\x1b[39m')
  expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(map) // oxlint-disable-line no-control-regex
})

test.each([
  ['brodcast', '1.2 broadcast'], // one letter missing
  ['reduuce', '1.3 reduce'], // one too many
  ['rely', '4.4 relu'], // another
  ['matmlu', '1.5 matmul'], // two swapped
  ['sofmax', '2.1 softmax or 4.6 softmax'], // of two stages
  ['Backprop/Dens', '4.5 dense'],
  ['4-bakprop', '4-backprop'],
])('“%s” is nearly %s, and the refusal asks', (typed, meant) => {
  expect(() => select(typed)).toThrow(`There is no exercise or stage “${typed}”. Did you mean ${meant}?`)
})

test('what is like nothing is met with examples, not with a guess', () => {
  for (const typed of ['gemm', '1.9', '']) expect(() => select(typed)).toThrow('Try 4, 4.2 or dense.')
})
