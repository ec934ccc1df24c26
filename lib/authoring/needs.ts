import { posix } from 'node:path'
import { parseSync } from 'vite'
import type { Exercise } from '../course/exercises.ts'

/** The text of a file, by its path in the repository, with the line ends of Unix; undefined: there is none. */
export type Read = (file: string) => string | undefined

/** By slug, the slugs of the exercises that an exercise imports, in the order of the course. */
export type Needs = Readonly<Record<string, readonly string[]>>

/** Reads the imports of all solutions, those of types among them. An exercise that imports none is left out. */
export function readNeeds(exercises: readonly Exercise[], read: Read): Needs {
  const entries = exercises.map((exercise): [string, string[]] => {
    const { staticImports } = parseSync('solution.ts', read(`solutions/${exercise.path}.ts`) ?? '').module
    const targets = staticImports.map(({ moduleRequest }) => pathOf(moduleRequest.value, exercise))
    const needed = exercises.filter((one) => one !== exercise && targets.includes(one.path))
    return [exercise.slug, needed.map(({ slug }) => slug)]
  })
  return Object.fromEntries(entries.filter(([, needed]) => needed.length > 0))
}

/** 9-speed/5-simd, of './5-simd.ts' and of its kernel, './assembly/5-simd.wasm?shared' */
function pathOf(source: string, { path }: Exercise): string {
  const target = posix.join(posix.dirname(path), source.replace(/\?.*$/, ''))
  return target.replace('/assembly/', '/').replace(/\.(ts|wasm)$/, '')
}

/** The module that keeps them for code that has no file system: that of the page, and of tests. */
export function printNeeds(needs: Needs): string {
  const rows = Object.entries(needs).flatMap(([slug, needed]) => {
    const line = `  '${slug}': [${needed.map((one) => `'${one}'`).join(', ')}],`
    return line.length <= 120 ? [line] : [`  '${slug}': [`, ...needed.map((one) => `    '${one}',`), '  ],']
  })
  return [
    '/** The exercises that each exercise imports, by slug. `npm run check -- --fix` writes this file from the imports of solutions/. */',
    'export const needsBySlug: Readonly<Record<string, readonly string[]>> = {',
    ...rows,
    '}',
    '',
  ].join('\n')
}
