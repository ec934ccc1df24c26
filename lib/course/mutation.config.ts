import { defineConfig } from 'vitest/config'
import { exerciseProject } from './project.ts'
import { solutions } from './trees.ts'

/** What mutation testing runs: the exercise tests over solutions/, whose mutants they are to find. */
const { plugins, test } = exerciseProject({ name: 'mutants', tree: solutions, mode: 'own' })

export default defineConfig({
  plugins,
  test: { ...test, env: { ...test?.env, KATA_TERSE: '1', KATA_PATIENCE: '3000' } },
})
