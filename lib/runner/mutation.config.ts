import { defineConfig } from 'vitest/config'
import { exerciseProject } from './project.ts'
import { solutions } from '../course/trees.ts'

/** What mutation testing runs: the exercise tests over solutions/, whose mutants they are to find. */
const { test, ...settings } = exerciseProject({ name: 'mutants', tree: solutions, mode: 'own' })

export default defineConfig({
  ...settings,
  // Stryker runs it in threads, which take no limit of memory
  test: { ...test, execArgv: [], env: { ...test?.env, KATA_TERSE: '1', KATA_PATIENCE: '8000' } },
})
