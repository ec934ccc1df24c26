import { defineConfig } from 'vitest/config'
import { exerciseProject, houseProject } from './lib/runner/project.ts'
import { katas, solutions } from './lib/course/trees.ts'

export default defineConfig({
  test: {
    projects: [
      exerciseProject({ name: 'katas', tree: katas, mode: 'jump-in' }),
      exerciseProject({ name: 'solutions', tree: solutions, mode: 'own' }),
      houseProject(solutions),
    ],
  },
})
