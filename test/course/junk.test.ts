import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exercises } from '../../lib/course/exercises.ts'
import { examsOn, exportsOf } from '../../lib/judge/diagnose/answer-tests.ts'
import { functionUnderTest } from '../../lib/judge/assert/law.ts'
import { Mismatch } from '../../lib/judge/assert/mismatch.ts'
import { evilJunk, ownError } from '../lib/junk.ts'
import { spoiled } from './spoiled.ts'

/** JavaScript's own words for a value of another kind than the code took it for: names that no learner has written. */
const internals =
  /Cannot (read|set|convert|destructure|mix|perform|access)|is not (a function|iterable|a constructor|defined)|Symbol[.(]|\(reading|__vite|of empty array|Invalid |circular|Spread syntax|incompatible receiver/

/** They write into what they are given, and return nothing. */
const silent = ['matmulInto', 'sparseTimes', 'step', 'applyGradient']

const seed = Number(process.env.KATA_SEED ?? 1)

beforeEach(() => void vi.stubEnv('KATA_RUNS', '3'))
afterEach(() => void vi.unstubAllEnvs())

/** whose result is spoiled, where in it, and with what */
const places = fc.record({ at: fc.nat(9), steps: fc.array(fc.nat(5), { maxLength: 5 }), make: evilJunk })

test.each(exercises)(
  'whatever $id $name returns, a test accepts it or says in one sentence what is wrong',
  async (exercise) => {
    const reference = await exportsOf(exercise, 'reference')
    const names = Object.keys(reference).filter((name) => !silent.includes(name))
    const answer = { ...reference }
    for (const [i, { title, run }] of (await examsOn(exercise, answer)).entries()) {
      if (names.length === 0) continue
      const own = names.includes(functionUnderTest(title)) ? functionUnderTest(title) : undefined
      const property = fc.property(places, ({ at, steps, make }) => {
        const name = own && at < 7 ? own : names[at % names.length]
        Object.assign(answer, reference, { [name]: spoiled(reference[name], steps, make) })
        expectSentence(title, () => run(true))
      })
      fc.assert(property, { numRuns: own ? 4 : 1, seed: seed + i })
    }
  },
)

function expectSentence(title: string, run: () => void): void {
  const thrown = thrownBy(run)
  if (thrown === undefined || String(thrown).includes(ownError)) return
  const said = `${title}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`
  expect(thrown, said).toBeInstanceOf(Mismatch)
  const [symptom] = (thrown as Mismatch).parts.symptom.split(': it throws ') // what a getter of the kata throws is its own
  expect(symptom, said).toMatch(/^[^\n]{1,1000}$/)
  expect(symptom, said).not.toMatch(internals)
}

function thrownBy(run: () => void): unknown {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}
