import { existsSync } from 'node:fs'
import { cacheKeys } from '../course/cache-key.ts'
import { type Exercise, exercises } from '../course/exercises.ts'
import { readInventory } from '../runner/collect-runs.ts'
import { signs } from '../course/mark.ts'
import { completionMessage } from '../terminal/completion-message.ts'
import { type ExerciseStatus, currentExercise, exerciseStatuses, saveGrades, wasDone } from '../course/progress.ts'
import { reviewNotes } from '../terminal/review-notes.ts'
import { renderScreen, whereToLook } from '../terminal/screen.ts'
import { terminal } from '../terminal/terminal.ts'
import { isBegun } from '../course/pristine.ts'
import { isEmpty, katas, solutions } from '../course/trees.ts'
import type { Command } from './command.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run progress',
  about: 'The map, and where you are, from what npm start has kept: nothing is tested.',
  options: {
    run: { about: 'tests what is to be run again (↻) first' },
    json: { about: 'the same for machines' },
  },
  async main(given) {
    let found = exerciseStatuses()
    const due = found.filter(({ mark }) => mark === 'stale').map(({ exercise }) => exercise)
    if (given.has('run') && due.length > 0) {
      if (!given.has('json')) console.log(`testing ${due.map(({ id }) => id).join(', ')} …\n`)
      await test(due)
      found = exerciseStatuses()
    }
    console.log(given.has('json') ? JSON.stringify(asJson(found), null, 2) : formatProgress(found))
    return 0
  },
}

/** Tests exercises once, as npm start does, and saves the results. */
async function test(due: readonly Exercise[]): Promise<void> {
  const { runTests } = await import('../runner/run-tests.ts') // Vitest takes longer to load than the map to draw
  const before = cacheKeys()
  const asked = { tree: katas, mode: 'jump-in', seed: 1, wanted: due } as const
  const { grades } = await runTests(asked, await readInventory())
  saveGrades(grades, before)
}

function formatProgress(found: readonly ExerciseStatus[]): string {
  const current = currentExercise(found)
  const marks = new Map(found.map(({ exercise, mark }) => [exercise, mark]))
  const { mark, kept, isCurrent = false } = current ?? {}
  const isWrong = mark === 'wrong' || (kept?.failure && !kept.failure.message.startsWith('todo')) // also the failure of a half-written exercise
  const result = kept && isCurrent && isWrong ? { ...kept, failures: kept.failure ? [kept.failure] : [] } : undefined
  const after = found.slice(exercises.indexOf(current?.exercise as Exercise) + 1)
  const next = after.find((standing) => !wasDone(standing))?.exercise
  const then = current && next ? `   then ${next.id} ${next.name}, ${next.minutes} minutes` : ''
  return renderScreen(
    {
      marks,
      done: new Set(found.filter(wasDone).map(({ exercise }) => exercise)),
      current: current?.exercise,
      result,
      notes: [legend(found), ...reviewNotes(false), ...toBeRun(found), ...completionMessage(marks, current?.exercise)],
      meanwhile: mark === 'stale' ? '  ↻ not tested as it is now' : undefined,
      foot: current ? `go on: npm start   a hint: npm run hint${then}` : 'npm start',
      whole: 'npm start',
      first: 'map',
    },
    terminal(),
  )
}

function legend(found: readonly ExerciseStatus[]): string {
  const minutes = found.reduce((sum, standing) => sum + (wasDone(standing) ? 0 : standing.exercise.minutes), 0)
  const time = minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
  const left = minutes === 0 ? '' : `      about ${time} to go`
  return `${signs.done} done  ${signs.wrong} wrong  ${signs.stale} to be run again  ${signs.empty} empty  ▸ current${left}`
}

function toBeRun(found: readonly ExerciseStatus[]): string[] {
  const stale = found.filter(({ mark }) => mark === 'stale')
  if (stale.length === 0) return []
  const names = stale.length <= 4 ? stale.map(({ exercise }) => exercise.id).join(', ') : `${stale.length} exercises`
  return [`↻ ${names} not tested as they are now, since they or what they build on changed: npm run progress -- --run`]
}

function asJson(found: readonly ExerciseStatus[]) {
  const current = currentExercise(found)?.exercise
  return {
    done: found.filter(wasDone).length,
    of: found.length,
    /** the number of exercises that are begun; undefined without solutions/ */
    begun: existsSync(solutions) ? exercises.filter((exercise) => isBegun(katas, exercise)).length : undefined,
    /** the number of done exercises that are stale */
    stale: found.filter((standing) => standing.mark === 'stale' && wasDone(standing)).length,
    current: current ? { id: current.id, slug: current.slug, at: whereToLook(current) } : null,
    exercises: found.map(({ exercise, mark, kept }) => ({
      id: exercise.id,
      slug: exercise.slug,
      minutes: exercise.minutes,
      state: mark,
      /** whose code runs in the exercises that build on it */
      code: isEmpty(katas, exercise) ? 'reference' : 'yours',
      passed: mark === 'stale' ? undefined : kept?.passed,
      expected: kept?.expected,
      failure: mark === 'wrong' ? kept?.failure : undefined,
    })),
  }
}
