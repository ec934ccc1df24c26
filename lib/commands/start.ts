import { type Vitest, createVitest } from 'vitest/node'
import { readInventory } from '../runner/collect-runs.ts'
import { CourseSequencer } from '../runner/sequencer.ts'
import { exerciseStatuses } from '../course/progress.ts'
import { beginReview, chooseForReview, endReview, reviewedExercises } from '../course/review.ts'
import { exerciseProject } from '../runner/project.ts'
import { PrewarmedPool } from '../runner/prewarmed-pool.ts'
import type { Exercise } from '../course/exercises.ts'
import { katas, root } from '../course/trees.ts'
import { viteSettings } from '../resolve/vite-settings.mjs'
import { type SessionOptions, WatchSession } from '../watch/watch-session.ts'
import {
  type Command,
  type Args,
  UsageError,
  asUsage,
  explainListening,
  hostOption,
  needsReference,
  untilQuit,
  whole,
} from './command.ts'
import { exerciseWords, selectExercises } from './exercise-words.ts'
import { hintText } from './hint.ts'
import { describeEndOfReview } from './reset.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm start',
  about:
    'The learner’s loop: tests the current exercise, and what builds on it, on every save, with Vitest’s UI beside it.\nThe next exercise comes in when the current one is green. What is done and has not changed is not tested again.',
  words: exerciseWords,
  options: {
    all: { about: 'every exercise at once, also those not begun' },
    again: { about: 'also tests what is done and has not changed since' },
    review: { about: 'empties three finished exercises for practice, the longest unseen first; q restores them' },
    port: { value: 'N', about: 'of the UI (51204, or the next one free)' },
    host: hostOption,
    seed: { value: 'N', about: 'of the drawn inputs (1)' },
    open: { about: 'opens the UI in your browser' },
  },
  async main(given) {
    if (!given.has('review')) return watchUntilQuit(given, { wanted: selectExercises(given), isReview: false })
    const wanted = exercisesForReview(given)
    try {
      return await watchUntilQuit(given, { wanted, isReview: true })
    } finally {
      const restored = endReview()
      if (restored) console.log(`\n${describeEndOfReview(restored).join('\n')}`)
    }
  },
}

async function watchUntilQuit(given: Args, which: Pick<SessionOptions, 'wanted' | 'isReview'>): Promise<number> {
  const port = given.number('port', 51204, 'a port from 1 to 65535', (value) => whole(1)(value) && value < 65536)
  const session = new WatchSession({
    ...which,
    all: given.has('all'),
    again: given.has('again'),
    inventory: readInventory,
  })
  const standby = new PrewarmedPool()
  const vitest = await watch(given, port, session, standby)
  await vitest.standalone() // The process is ready, but runs nothing before the schedule allows it.
  const quit = untilQuit({ h: () => showHint(session) }, () => session.show())
  await Promise.race([session.begin(vitest), quit])
  await quit
  session.end()
  standby.close()
  await vitest.close()
  process.once('exit', () => void (process.exitCode = 0)) // A run that was interrupted may still set another exit code.
  return 0
}

/** The exercises of the open review. If none is open, it begins one. */
function exercisesForReview(given: Args): readonly Exercise[] {
  needsReference('npm start -- --review')
  const open = asUsage(reviewedExercises)
  if (open) return open
  const wanted = selectExercises(given)
  const chosen = chooseForReview(exerciseStatuses().filter(({ exercise }) => wanted.includes(exercise)))
  if (chosen.length === 0)
    throw new UsageError(
      'A review wants a finished exercise, but none of these is done as it is now. Go on with npm start.',
    )
  asUsage(() => beginReview(chosen))
  return chosen.map(({ exercise }) => exercise)
}

/** Shows the text of npm run hint for the exercise on the screen, until the next result. */
function showHint(session: WatchSession): void {
  const standing = exerciseStatuses().find(({ exercise }) => exercise === session.current)
  if (!standing) return
  try {
    session.tell(hintText(standing, 'next', 'with h'))
  } catch (error) {
    session.tell(`No hint: ${(error as Error).message}`) // The session goes on.
  }
}

async function watch(given: Args, port: number, session: WatchSession, standby: PrewarmedPool): Promise<Vitest> {
  const seed = given.number('seed', 1, 'a whole number', Number.isSafeInteger)
  const project = exerciseProject({ name: 'katas', tree: katas, mode: 'jump-in', seed, pool: standby, pictures: true })
  try {
    return await createVitest(
      'test',
      {
        config: false,
        root,
        watch: true,
        ui: true,
        open: given.has('open'),
        api: { port, strictPort: given.has('port'), host: given.text('host') },
        projects: [project],
        sequence: { sequencer: CourseSequencer },
        reporters: [session],
        passWithNoTests: true,
      },
      viteSettings,
    )
  } catch (error) {
    throw explainListening(error, port, given.text('host'))
  }
}
