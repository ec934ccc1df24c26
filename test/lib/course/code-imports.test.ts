import { expect, test } from 'vitest'
import { importsOf } from '../../../lib/course/code-imports.ts'
import { exercises } from '../../../lib/course/exercises.ts'
import { solutions } from '../../../lib/course/trees.ts'

test('an exercise imports what its code calls, and types are not called', () => {
  const imported = (slug: string): string[] => {
    const found = exercises.filter((exercise) => exercise.slug === slug).flatMap((one) => importsOf(one, solutions))
    return found.map(({ id }) => id)
  }
  expect(imported('backprop/relu')).toEqual(['1.1'])
  expect(imported('chain-link/descend')).toEqual(['5.3'])
  expect(imported('tensor-ops/map-zip')).toEqual([])
})

test('of a tree without a file, it is what the reference imports', () => {
  const [relu] = exercises.filter(({ slug }) => slug === 'backprop/relu')
  expect(importsOf(relu, `${solutions}/nowhere`).map(({ id }) => id)).toEqual(['1.1'])
})
