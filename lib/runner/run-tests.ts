import { type Annotated, readAnnotations } from './annotations.ts'
import type { Exercise } from '../course/exercises.ts'
import { type Inventory, asDied, collectRuns, gradeOf } from './collect-runs.ts'
import type { Grade } from '../course/grade.ts'
import { NotGraded, findHouseError } from './house-error.ts'
import { exerciseProject } from './project.ts'
import type { Mode } from '../resolve/resolver.ts'
import { replaceLinks } from '../course/links.ts'
import { runVitest } from './run-vitest.ts'

/** Which exercises are tested, and how. */
export interface RunOptions {
  /** absolute, with forward slashes */
  readonly tree: string
  /** jump-in: each exercise on the tree's own earlier ones, the reference where one is empty · own: without it · isolated: on the reference's */
  readonly mode: Mode
  readonly seed: number
  readonly wanted: readonly Exercise[]
  /** whether tests draw what is wrong, and what was built: it takes a little longer */
  readonly draw?: boolean
  /** only tests that have this text in their title; `expected` has no others */
  readonly title?: string
}

export interface RunResult {
  /** of every wanted exercise, in their order */
  readonly grades: readonly Grade[]
  /** what the tests drew, by the path of the exercise */
  readonly pictures: ReadonlyMap<string, readonly Annotated[]>
}

/**
 * Runs the tests of these exercises over one tree. `expected`: see readInventory. A run that says nothing of the answers rejects
 * with NotGraded.
 */
export async function runTests(
  { tree, mode, seed, wanted, draw = false, title = '' }: RunOptions,
  expected: Inventory,
): Promise<RunResult> {
  const pictures = new Map<string, readonly Annotated[]>()
  const once = async (asked: readonly Exercise[]): Promise<Grade[]> => {
    const include = asked.map(({ path }) => `test/${path}.test.ts`)
    const projects = [exerciseProject({ name: 'answers', tree, mode, seed, include, pictures: draw })]
    const testNamePattern = title === '' ? undefined : title.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    const vitest = await runVitest(projects, { reporters: [{}], testNamePattern })
    const [modules, unhandled] = [vitest.state.getTestModules(), vitest.state.getUnhandledErrors()]
    const why = findHouseError(tree, { modules, unhandled })
    if (why !== undefined) throw new NotGraded(replaceLinks(why))
    for (const [path, drawn] of readAnnotations(modules)) pictures.set(path, drawn)
    const runs = collectRuns(tree, vitest)
    return asked.map((exercise) => {
      const none = { exercise, outcomes: new Map(), errors: [], skipped: new Set<string>() }
      return renamePaths(gradeOf(tree, runs.find((run) => run.exercise === exercise) ?? none, expected))
    })
  }
  const complete = await once(wanted)
  // A process that crashes takes the tests of other exercises with it. Those run once more, each alone.
  for (const { exercise } of complete.filter(isCutOff)) {
    const [alone] = await once([exercise])
    complete[wanted.indexOf(exercise)] = isCutOff(alone) ? asDied(alone) : alone
  }
  return { grades: complete, pictures }
}

function isCutOff({ missing, failures }: Grade): boolean {
  return missing.length > 0 && failures.length === 0
}

/** Replaces links in failures by the name of the learner's folder. */
function renamePaths(grade: Grade): Grade {
  const failures = grade.failures.map((failure) => ({
    ...failure,
    message: replaceLinks(failure.message),
    at: failure.at && replaceLinks(failure.at),
  }))
  return { ...grade, failures }
}

export const marks = { done: '✓', empty: '·', wrong: '✗' } as const

/** Counts done exercises, passed tests and expected tests. */
export function totals(results: readonly Grade[]): { done: number; passed: number; expected: number } {
  const sum = (of: (grade: Grade) => number): number => results.reduce((total, grade) => total + of(grade), 0)
  return {
    done: results.filter(({ state }) => state === 'done').length,
    passed: sum(({ passed }) => passed),
    expected: sum(({ expected }) => expected),
  }
}

/** Says in words whose earlier exercises each exercise runs on. */
export function describeMode({ mode }: Pick<RunOptions, 'mode'>): string {
  if (mode === 'isolated') return 'each on the reference’s earlier exercises: a mistake is counted once'
  if (mode === 'jump-in') return 'each on its own earlier exercises, or on the reference where one is empty'
  return 'each on its own earlier exercises'
}
