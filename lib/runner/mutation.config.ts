import { defineConfig } from 'vitest/config'
import { exerciseProject } from './project.ts'
import { solutions } from '../course/trees.ts'

/** The project of mutation testing: the exercise tests over solutions/, whose mutants they must reject. */
const { test, ...settings } = exerciseProject({ name: 'mutants', tree: solutions, mode: 'own' })

export default defineConfig({
  ...settings,
  // Stryker runs the tests in threads, which accept no memory limit.
  test: { ...test, execArgv: [], env: { ...test?.env, KATA_TERSE: '1', KATA_PATIENCE: '8000' } },
})
