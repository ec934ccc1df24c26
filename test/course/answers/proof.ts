import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Exercise, exercises } from '../../../lib/course/exercises.ts'
import {
  cheapTests,
  testsFor,
  misconceptionsOf,
  unlistedOf,
  variantsOf,
} from '../../../lib/judge/diagnose/answer-tests.ts'
import { diagnose } from '../../../lib/judge/diagnose/diagnose.ts'
import { problemWith, judge } from '../../../lib/judge/diagnose/kill-matrix.ts'
import { Mismatch } from '../../../lib/judge/assert/mismatch.ts'

/** The files part-1.test.ts, part-2.test.ts, … share the exercises out, so that Vitest's workers run them side by side. */
export const parts = 4

export function exercisesOfPart(part: number): readonly Exercise[] {
  return exercises.filter((_, i) => i % parts === part - 1)
}

/** Every listed answer to the exercises of a part: wrong ones are rejected and named, right ones pass, unlisted get no name. */
export async function proveAnswers(part: number): Promise<void> {
  const own = exercisesOfPart(part)
  const lists = await Promise.all(
    own.map(async (exercise) => ({
      exercise,
      misconceptions: await misconceptionsOf(exercise),
      variants: await variantsOf(exercise),
      unlisted: await unlistedOf(exercise),
    })),
  )

  afterEach(() => void vi.unstubAllEnvs())

  describe.each(lists)('$exercise.id $exercise.name', ({ exercise, misconceptions, variants, unlisted }) => {
    test('has at least three misconceptions, each with its own id, and a variant', () => {
      expect(misconceptions.length, `misconceptions in test/misconceptions/${exercise.path}.ts`).toBeGreaterThanOrEqual(
        3,
      )
      expect(variants.length, `variants in test/variants/${exercise.path}.ts`).toBeGreaterThanOrEqual(1)
      expect(new Set(misconceptions.map(({ id }) => id)).size).toBe(misconceptions.length)
    })

    for (const misconception of misconceptions) {
      test(`${misconception.id} is rejected and named: ${misconception.belief}`, async () => {
        few()
        expect(problemWith(await judge(exercise, misconception), misconception)).toBeUndefined()
      })
    }

    for (const { id, how } of variants) {
      test(`is right when done differently: ${how} (${id})`, async () => {
        for (const { title, run } of await testsFor(exercise, `variants:${id}`)) {
          expect(messageOf(run), title).toBeUndefined()
        }
      })
    }

    for (const { id, what } of unlisted) {
      test(`rejects what is on no list, and gives it no name: ${what} (${id})`, async () => {
        few()
        await proveUnlisted(exercise, `unlisted:${id}`)
      })
    }
  })
}

/** A wrong answer has to show in twenty-five inputs; a right one has to stand all of them. */
function few(): void {
  vi.stubEnv('KATA_RUNS', '25')
}

/** What a test says when it fails, without the numbers that it compared: 140,000 of them take Vitest minutes to show. */
function messageOf(run: () => void): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function proveUnlisted(exercise: Exercise, answer: string): Promise<void> {
  // Cheap tests reject such an answer. One of these takes minutes for 140,000 numbers.
  const cheap = await cheapTests(exercise, answer)
  const failures = cheap.flatMap(({ title, run }) => {
    try {
      run(true)
      return []
    } catch (error) {
      return [{ title, error }]
    }
  })
  expect(failures.length).toBeGreaterThan(0)
  for (const { title, error } of failures) {
    expect(error, title).toBeInstanceOf(Mismatch)
    expect((await diagnose(exercise, title, error, answer))?.names ?? [], title).toEqual([])
  }
}
