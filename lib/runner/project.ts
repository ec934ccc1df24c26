import { relative } from 'node:path'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { replaceLinks } from '../course/links.ts'
import { type Mode, resolver } from '../resolve/resolver.ts'
import type { PrewarmedPool } from './prewarmed-pool.ts'
import { quoteWord } from '../terminal/terminal.ts'
import { root, toForwardSlashes } from '../course/trees.ts'
import { viteSettings } from '../resolve/vite-settings.mjs'

export interface ExerciseProject {
  readonly name: string
  /** absolute, with forward slashes */
  readonly tree: string
  readonly mode: Mode
  /** test files, relative to the root; all exercises if left out */
  readonly include?: readonly string[]
  readonly seed?: number
  readonly pool?: 'forks' | PrewarmedPool
  /** whether tests are annotated with pictures, for Vitest's UI or a report */
  readonly pictures?: boolean
}

/** The exercise tests over one tree, as a Vitest project. */
export function exerciseProject({
  name,
  tree,
  mode,
  include,
  seed = 1,
  pool = 'forks',
  pictures = false,
}: ExerciseProject): TestProjectInlineConfiguration {
  return {
    ...viteSettings,
    plugins: [resolver({ tree, mode })],
    test: {
      name,
      include: [...(include ?? ['test/[0-9]*-*/*.test.ts'])],
      setupFiles: ['lib/judge/vitest-setup.ts'],
      env: {
        KATA_TREE: tree,
        KATA_CODE: quoteWord(toForwardSlashes(relative(root, replaceLinks(tree)))),
        KATA_SEED: String(seed),
        KATA_PICTURES: pictures ? '1' : '',
        KATA_MODE: mode,
      },
      pool,
      isolate: false,
      execArgv: ['--max-old-space-size=2000'], // Code that fills the memory without a loop ends sooner.
      testTimeout: 60_000, // The judge has its own, shorter limit, and needs a moment to explain.
      ...{ onStackTrace: (_: unknown, { file }: { file: string }) => isWorthShowing(file, tree) },
    },
  }
}

/** The tests of lib and the proofs about the course. */
export function houseProject(tree: string, seed = 1): TestProjectInlineConfiguration {
  return {
    ...viteSettings,
    plugins: [resolver({ tree, mode: 'own' })],
    test: {
      name: 'house',
      include: ['test/lib/**/*.test.ts', 'test/course/**/*.test.ts'],
      setupFiles: ['test/lib/fixed-seed.ts'],
      testTimeout: 180_000, // A machine may be busy. Only a test that hangs takes so long.
      hookTimeout: 180_000,
      env: { KATA_SEED: String(seed) },
      pool: 'forks',
      isolate: false,
    },
  }
}

/** Hides the frames of lib, of the reference and of libraries, so that a stack begins with the learner's own file. */
function isWorthShowing(file: string, tree: string): boolean {
  if (file.includes('?reference')) return false
  return file.startsWith(`${tree}/`) || !/\/node_modules\/|\/lib\/|^node:|evalmachine/.test(file)
}
