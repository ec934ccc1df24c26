import { type Vitest, createVitest } from 'vitest/node'
import { readInventory } from '../runner/collect-runs.ts'
import { CourseSequencer } from '../runner/sequencer.ts'
import { exerciseStatuses } from '../course/progress.ts'
import { exerciseProject } from '../runner/project.ts'
import { PrewarmedPool } from '../runner/prewarmed-pool.ts'
import { katas, root } from '../course/trees.ts'
import { viteSettings } from '../resolve/vite-settings.mjs'
import { WatchSession } from '../watch/watch-session.ts'
import { type Command, type Args, explainListening, hostOption, untilQuit, whole } from './command.ts'
import { exerciseWords, selectExercises } from './exercise-words.ts'
import { hintText } from './hint.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm start',
  about:
    'The learner’s loop: tests the current exercise, and what builds on it, on every save, with Vitest’s UI beside it.\nThe next exercise comes in when the current one is green. What is done and has not changed is not tested again.',
  words: exerciseWords,
  options: {
    all: { about: 'every exercise at once, also those not begun' },
    again: { about: 'also tests what is done and has not changed since' },
    port: { value: 'N', about: 'of the UI (51204, or the next one free)' },
    host: hostOption,
    seed: { value: 'N', about: 'of the drawn inputs (1)' },
    open: { about: 'opens the UI in your browser' },
  },
  async main(given) {
    const wanted = selectExercises(given)
    const port = given.number('port', 51204, 'a port from 1 to 65535', (value) => whole(1)(value) && value < 65536)
    const session = new WatchSession({
      wanted,
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
  },
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
