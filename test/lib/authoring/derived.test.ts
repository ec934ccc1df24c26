import { expect, test } from 'vitest'
import { fillBlocks } from '../../../lib/authoring/blocks.ts'
import { insertRow } from '../../../lib/authoring/catalogue.ts'
import { deriveFiles } from '../../../lib/authoring/derived.ts'
import { drawStages } from '../../../lib/authoring/diagram.ts'
import { readNeeds } from '../../../lib/authoring/needs.ts'
import { readFile } from '../../../lib/authoring/repository.ts'
import { aliasesOf, signaturesOf } from '../../../lib/authoring/signatures.ts'
import { type Table, exercises, exercisesOf, table } from '../../../lib/course/exercises.ts'
import { needsBySlug } from '../../../lib/course/needs.ts'

test('blocks are filled by their names, and others stay', () => {
  const text = 'a <!-- begin: x -->old<!-- end: x --> b\n<!-- begin: y -->\ny\n<!-- end: y -->'
  expect(fillBlocks(text, 'page.md', { x: (inside) => `${inside}er` })).toBe(text.replace('old', 'older'))
  expect(() => fillBlocks(text, 'page.md', { z: () => '' })).toThrow(
    'page.md has no block “z”. Write <!-- begin: z --> before its place and <!-- end: z --> after.',
  )
})

test('signatures name results by their type, or by their parts', () => {
  const source = `
export type Back = (dy: Tensor) => [dx: Tensor]
export type Diff<A, B> = (a: A) => [y: B, back: (dy: B) => A]
export interface Pair { readonly loss: number; readonly gradient: Tensor }
export interface Layer { (x: Tensor): Tensor; readonly W: Tensor }
export function f(x: Tensor, weight: Weight = 1, like?: Tensor): readonly number[] {}
export function g({ count, pixels }: Images): Pair {}
export function h([x, y]: Point): [M: number, K: number] {}
export function into(y: Tensor): void {}
export function* steps(n: number): Generator<Pair, void> {}
export function layer(): Layer {}
export const relu: Diff<Tensor, Tensor> = (x) => [x, (dy) => dy]
export function loss(x: Tensor): ReturnType<Back> {}
export const products = { AB: given, AtB: (a, b) => a }
export const plain = { take, step }
function own() {}`
  expect(signaturesOf(source, aliasesOf([source]))).toEqual([
    'f(x, weight?, like?): number[]',
    'g(images): { loss, gradient }',
    'h(point): [M, K]',
    'into(y)',
    'steps(n): Generator',
    'layer(): Layer',
    'relu(x): [y, back]',
    'loss(x): [dx]',
    'products: { AtB }',
  ])
})

/** The course with these stages behind it, each an exercise that needs others, by slug. */
function courseWith(more: Record<string, readonly string[]>) {
  const rows = Object.keys(more).map((stage): [string, Table[string]] => [stage, [['one', 10]]])
  const needs = Object.entries(more).map(([stage, needed]): [string, readonly string[]] => [
    `${stage.slice(stage.indexOf('-') + 1)}/one`,
    needed,
  ])
  return exercisesOf({ ...table, ...Object.fromEntries(rows) }, { ...needsBySlug, ...Object.fromEntries(needs) })
}

test('the diagram has the longest way in a line, detours below it, and what needs nothing at last', () => {
  const lines = drawStages(courseWith({})).split('\n')
  expect(lines[0]).toBe('1 tensor-ops ──▶ 2 softmax ───▶ 3 cross-entropy ──▶ 4 backprop ──▶ 6 mnist')
  expect(lines[1]).toBe(`${' '.repeat(lines[0].indexOf('4 b') + 2)}└─▶ 5 chain-link   a detour: needs only 4.1`)
  expect(lines.at(-1)).toMatch(/^9 speed {3}one product/)
})

test('a stage joins the line that it needs, as a detour if another is longer; a line that is too wide goes on below', () => {
  const drawn = drawStages(
    courseWith({
      '10-vision': ['mnist/train'],
      '11-text': ['vision/one'],
      '12-games': ['softmax/softmax'],
      '13-more-games': ['games/one'],
      '14-alone': [],
      '15-far': ['speed/simd'],
    }),
  )
  const lines = drawn.split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110)
  expect(lines[1]).toMatch(/^ {19}│ +└─▶ 5 chain-link/)
  expect(lines[2]).toMatch(/^ {19}└─▶ 12 games ──▶ 13 more-games$/)
  expect(drawn).toMatch(/6 mnist ──▶\n[^]*^──▶ 10 vision ──▶ 11 text$/m)
  expect(lines.at(-1)).toBe('14 alone')
  expect(drawn).toMatch(/^9 speed ──▶ 15 far/m)
})

test('needs are the imports of a solution: of types and kernels too, in the order of the course', () => {
  const files: Record<string, string> = {
    'solutions/9-speed/6-threads.ts':
      "import { a } from './2-in-place.ts'\nimport b from './assembly/5-simd.wasm?shared'",
    'solutions/9-speed/5-simd.ts': "import b from './assembly/5-simd.wasm'",
    'solutions/4-backprop/9-gradient.ts':
      "import { x } from '#lib/tensor'\nimport type { C } from './8-chain.ts'\nimport { o } from '../1-tensor-ops/6-one-hot.ts'",
  }
  expect(readNeeds(exercisesOf(table, {}), (file) => files[file])).toEqual({
    'backprop/gradient': ['tensor-ops/one-hot', 'backprop/chain'],
    'speed/threads': ['speed/in-place', 'speed/simd'],
  })
})

test('minutes and needs of a header, counts, hours and the plan follow the catalogue', () => {
  const slower: Table = { ...table, '1-tensor-ops': [['map-zip', 150], ...table['1-tensor-ops'].slice(1)] }
  const more = insertRow(slower, { stage: '7-new', name: 'a', minutes: 45, at: 0 })
  const solution =
    "/**\n * 7.1  a\n *\n * 3 minutes. Needs 9.9.\n */\nimport { map } from '../1-tensor-ops/1-map-zip.ts'\n"
  const derived = deriveFiles(more, (file) => (file === 'solutions/7-new/1-a.ts' ? solution : readFile(file)))
  expect(derived.get('solutions/7-new/1-a.ts')).toBe(
    solution.replace('3 minutes. Needs 9.9.', '45 minutes. Needs 1.1.'),
  )
  const count = exercises.length + 1
  expect(derived.get('katas/README.md')).toContain(`eight stages, ${count} exercises and about fifteen hours`)
  expect(derived.get('TEACHING.md')).toContain(`${count} exercises of 5 to 150 minutes, about fifteen hours`)
  expect(derived.get('TEACHING.md')).toMatch(/^\| 3¾ \| 1 tensor-ops \|[^]*^\| ¾ \| 7 new \| todo: /m)
  expect(derived.get('katas/README.md')).toMatch(/^## 7 · \[7 new\][^]*\n## 9 · \[Speed\]/m)
  expect(derived.get('lib/course/needs.ts')).toContain("  'new/a': ['tensor-ops/map-zip'],\n")
})
