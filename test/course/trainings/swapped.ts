import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { type Exercise, exerciseOf } from '../../../lib/course/exercises.ts'
import { exportsOf, fileOf, root, solutions } from '../../../lib/course/trees.ts'

const standingIn = `${root}/test/course/trainings/standing-in.ts`

/**
 * In a bundle, each export of these exercises becomes a stand-in. It passes a call on to the answer of the moment, or to the reference
 * (see standing-in.ts). So one bundle serves for all answers, and everything that imports an exercise gets that answer.
 */
export function swapped(exercises: readonly Exercise[]): Plugin {
  const isSwapped = (file: string): boolean => {
    const exercise = exerciseOf(file)
    return exercise !== undefined && exercises.includes(exercise) && file === fileOf(solutions, exercise)
  }
  return {
    name: 'swapped-exercises',
    enforce: 'pre',
    // before the resolver, which allows an exercise neither itself nor a file of the tests
    resolveId: (source) => (source.endsWith('?own') || source === standingIn ? source : undefined),
    load(id) {
      const [file, query] = id.split('?')
      if (!isSwapped(file)) return undefined
      const source = readFileSync(file, 'utf8')
      return query === 'own' ? source : standIns(file, source)
    },
  }
}

function standIns(file: string, source: string): string {
  const path = exerciseOf(file)?.path
  return [
    `import * as own from ${JSON.stringify(`${file}?own`)}`,
    `import { standIn } from ${JSON.stringify(standingIn)}`,
    ...exportsOf(source).map(({ name }) => `export const ${name} = standIn('${path}', '${name}', own.${name})`),
  ].join('\n')
}
