import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseTypeErrors } from '../../../lib/watch/type-errors.ts'
import { root } from '../../../lib/course/trees.ts'

test('what TypeScript says of a kata is found by file and line, and nothing of other files', () => {
  const said = [
    "katas/1-tensor-ops/1-map-zip.ts(23,5): error TS2322: Type 'number[]' is not assignable to type 'Float64Array'.",
    "  Type 'number[]' is missing the following properties from type 'Float64Array': BYTES_PER_ELEMENT, buffer",
    "katas/1-tensor-ops/1-map-zip.ts(30,1): error TS2304: Cannot find name 'y'.\r",
    "lib/tensor.ts(3,1): error TS2304: Cannot find name 'x'.",
    "error TS5083: Cannot read file 'tsconfig.json'.",
  ].join('\n')
  expect([...parseTypeErrors(said)]).toEqual([
    [
      `${root}/katas/1-tensor-ops/1-map-zip.ts`,
      [
        { line: 23, message: "Type 'number[]' is not assignable to type 'Float64Array'." },
        { line: 30, message: "Cannot find name 'y'." },
      ],
    ],
  ])
  expect(parseTypeErrors('').size).toBe(0)
})

test('the reference has no type errors in the place of the katas, whatever a door or a kernel needs', () => {
  const folder = join(root, '.out', `types-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const text = readFileSync(join(root, 'katas/tsconfig.json'), 'utf8').replace(/^ *\/\/.*$/gm, '')
  const { include } = JSON.parse(text) as { include: string[] }
  const files = include.map((one) => (one === '.' ? '../../solutions' : `../${one}`))
  const settings = { extends: '../../katas/tsconfig.json', include: files, exclude: ['../../solutions/**/assembly'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const stdout = checkTypes(folder)
  expect(stdout).not.toMatch(/ error TS/)
  expect(stdout).toContain('/solutions/9-speed/6-threads.ts')
}, 180_000)

/** What a learner's file may have in it while it is unfinished. The repository's own code may not. */
const unfinished = `
import { todo } from '#lib/todo'
import { zeros } from '#lib/tensor'
class Base { scale(v: number): number { return v } }
class Twice extends Base { scale(v: number): number { return 2 * v } }
export function f(x: number, y: number) {
  const half = x / 2
  switch (x) {
    case 0:
      x += 1
    case 1:
      return new Twice().scale(x)
  }
}
export const g = (): number => todo('g')
`

test.each([
  ['katas/tsconfig.json', []],
  ['tsconfig.json', []],
  ['tsconfig.house.json', [6133, 4114, 6133, 6133, 7029, 7030]],
])(
  '%s says of an unfinished kata: %j',
  (config, codes) => {
    const folder = join(root, '.out', `unfinished-${process.pid}`)
    mkdirSync(folder, { recursive: true })
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(join(folder, 'kata.ts'), unfinished)
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: `../../${config}`, include: ['kata.ts'], exclude: [] }),
    )
    const found = [...checkTypes(folder).matchAll(/ error TS(\d+)/g)].map(([, code]) => Number(code))
    expect(found.toSorted()).toEqual(codes.toSorted())
  },
  180_000,
)

function checkTypes(folder: string): string {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [tsc, '-p', folder, '--listFiles'], { encoding: 'utf8' }).stdout
}
