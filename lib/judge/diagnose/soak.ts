import { exercises } from '../../course/exercises.ts'
import { testsFor, variantsOf } from './answer-tests.ts'

/** One right answer that a test rejected: a false alarm. */
export interface Alarm {
  readonly exercise: string
  readonly answer: string
  readonly title: string
  readonly seed: number
  readonly message: string
}

export interface Soak {
  /** the number of laws that ran, each with ten drawn inputs */
  readonly runs: number
  readonly alarms: readonly Alarm[]
}

/**
 * Runs every law of these exercises over the reference and all variants, with ten inputs for each seed. `heard` is
 * called after each seed.
 */
export async function soak(
  seeds: readonly number[],
  among: readonly string[],
  heard: (seed: number, runs: number) => void,
): Promise<Soak> {
  const asked: { exercise: string; answer: string; exams: Awaited<ReturnType<typeof testsFor>> }[] = []
  for (const exercise of exercises.filter(({ id }) => among.includes(id))) {
    const answers = ['reference', ...(await variantsOf(exercise)).map(({ id }) => `variants:${id}`)]
    for (const answer of answers)
      asked.push({
        exercise: exercise.id,
        answer,
        exams: (await testsFor(exercise, answer)).filter(({ drawn }) => drawn),
      })
  }
  const alarms: Alarm[] = []
  process.env.KATA_RUNS = '10'
  let runs = 0
  for (const seed of seeds) {
    process.env.KATA_SEED = String(seed)
    for (const { exercise, answer, exams } of asked) {
      for (const { title, run } of exams) {
        runs++
        try {
          run()
        } catch (error) {
          const [message] = String((error as Error).message).split('\n')
          alarms.push({ exercise, answer, title, seed, message })
        }
      }
    }
    heard(seed, runs)
  }
  return { runs, alarms }
}
