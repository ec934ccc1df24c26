import { restoreIntrinsics } from './sandbox/intrinsics.ts' // This comes first, before another module can change them.
import { randomUUID } from 'node:crypto'
import { Script } from 'node:vm'
import { type TestContext, TestRunner, afterAll, test } from 'vitest'
import type { Picture } from '../pictures/svg.ts'
import { type Exercise, exerciseOf } from '../course/exercises.ts'
import { type Diagnosis, metaOf } from '../course/diagnosis.ts'
import { resetDeadline, allowAfterwards, isDebugged, limits } from './sandbox/deadline.ts'
import { functionUnderTest } from './assert/law.ts'
import { startWatchdog } from './sandbox/watchdog.ts'
import { baseSeed, listen } from './assert/law.ts'
import { forgetResults } from './assert/origin.ts'
import { TimedOut, Mismatch, IntrinsicsModified, setMessage, formatMessage, toError } from './assert/mismatch.ts'
import { findPicture, pictureOfMismatch } from './pictures.ts'
import { explainError, pointAtKata } from './sandbox/explain-errors.ts'
import { type Printed, forgetPrinted, keepPrinted, lastPrinted, whatWasPrinted } from './assert/printed.ts'
import { wrapStrayValues } from './sandbox/stray-values.ts'
import { Todo } from '#lib/todo'

/** Vitest's setup file: every test of an exercise becomes a test of Vitest, and its failure is explained. */
const beat = startWatchdog()
/** functions of this file that did not return; their other tests get little time */
const lost = new Set<string>()
/** KATA_PICTURES: the run is shown in Vitest's UI or in a report, so it needs pictures */
const draws = Boolean(process.env.KATA_PICTURES)
/** test files whose exercise was already drawn, or cannot be drawn */
const drawn = new Set<string>()
resetDeadline() // the time for loading
process.exit = () => {
  throw new Error('process.exit was called') // Vitest has such a guard too, but removes it when a process is reused.
}
Object.assign(globalThis, { __kataLoaded: refuseTrespass })
wrapStrayValues()
afterAll(() => void restoreIntrinsics()) // Changes after the last test do not belong to the next file.
const withoutLimit = isDebugged() ? { timeout: 0 } : {}
const { log } = keepPrinted()
listen(({ title, run, printed = whatWasPrinted }) =>
  test(title, withoutLimit, async ({ annotate }) => {
    passOn(whatWasPrinted()) // It was changed while the file was loaded, or by leftovers of an earlier test.
    forgetPrinted()
    forgetResults()
    try {
      refuseTrespass()
      try {
        runWithLimit(title, run)
      } finally {
        refuseTrespass() // Also after a failure, since this may be its reason.
      }
      passOn(whatWasPrinted(), 20)
      if (draws) await annotateWith(annotate, await whatIsBuilt())
    } catch (thrown) {
      const error = toError(thrown)
      const last = printed() ?? whatWasPrinted()
      passOn(last)
      const exercise = exerciseOf(TestRunner.getCurrentTest()?.file.filepath ?? '')
      // KATA_TERSE: mutation testing only counts failures, and needs no explanation
      if (exercise && !(error instanceof Todo) && !process.env.KATA_TERSE) await explain(error, exercise, title, last)
      if (exercise) pointAtKata(error, exercise, title)
      if (draws) await annotateWith(annotate, pictureOf(error))
      throw error
    } finally {
      forgetPrinted() // The diagnosis runs more of the kata than the test did.
      allowAfterwards()
    }
  }),
)

/** Passes the lines on to Vitest, whose UI shows them under “Console”. */
function passOn({ lines, count }: Printed, most = Infinity): void {
  if (count === 0) return
  const shown = lines.slice(-most)
  const more = count > shown.length ? [`… ${count - shown.length} more before`] : []
  log([...more, ...shown].join('\n'))
}

/** Every kata ends with a call of it, which the resolver inserts, and so does every test. */
function refuseTrespass(): void {
  const what = restoreIntrinsics()
  if (what !== undefined) throw new IntrinsicsModified(what)
}

type Annotate = TestContext['annotate']

/** An annotation of the test: Vitest's UI shows the picture, a screen reader and the terminal have its text. */
async function annotateWith(annotate: Annotate, picture: Picture | undefined): Promise<void> {
  if (picture) await annotate(picture.text, 'picture', { contentType: 'image/svg+xml', body: Buffer.from(picture.svg) })
}

/**
 * Draws the result of the exercise, once in each file, with the first test that passes. Draws nothing if a part cannot
 * be drawn.
 */
async function whatIsBuilt(): Promise<Picture | undefined> {
  const file = TestRunner.getCurrentTest()?.file.filepath ?? ''
  const exercise = exerciseOf(file)
  if (!exercise || drawn.has(file)) return undefined
  drawn.add(file)
  try {
    const draw = await findPicture(exercise)
    let picture: Picture | undefined
    if (draw) runWithLimit('', () => (picture = draw()))
    return picture
  } catch {
    return undefined
  }
}

/** A failure that cannot be drawn is already explained in words. */
function pictureOf(error: unknown): Picture | undefined {
  try {
    return pictureOfMismatch(error)
  } catch {
    return undefined
  }
}

/**
 * Runs it, but not for ever: a loop of a kata stops itself; what no loop of the kata does, V8 interrupts a little later.
 * After the first that did not come back, the other tests of the file have a second each, and those of the same function less.
 */
function runWithLimit(title: string, run: () => void): void {
  let patience = lost.size > 0 ? limits.afterwards : limits.milliseconds
  if (lost.has(functionUnderTest(title))) patience = limits.again
  beat()
  resetDeadline(patience)
  const name = `kata_${randomUUID().replaceAll('-', '')}` // a name that no kata can guess
  Object.assign(globalThis, { [name]: run })
  try {
    new Script(`${name}()`).runInThisContext(isDebugged() ? {} : { timeout: patience + limits.afterwards })
  } catch (error) {
    const interrupted = (error as { code?: string } | undefined | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    const thrown = interrupted
      ? new TimedOut(`It did not come back within ${(patience + limits.afterwards) / 1000} s.`)
      : error
    if (thrown instanceof TimedOut) lost.add(functionUnderTest(title))
    throw thrown
  } finally {
    Reflect.deleteProperty(globalThis, name)
  }
}

async function explain(error: Error, exercise: Exercise, title: string, last: Printed): Promise<void> {
  explainError(error, exercise) // before the diagnosis asks for more results
  const isolated = process.env.KATA_MODE === 'isolated' ? ' --isolated' : ''
  const seed = baseSeed() === 1 ? '' : ` --seed ${baseSeed()}`
  const replay = `again: npm test -- --code ${process.env.KATA_CODE} --stage ${exercise.id}${isolated}${seed}`
  const printed = lastPrinted(last)
  const isPlain = error instanceof TimedOut || error instanceof IntrinsicsModified
  const diagnosis = isPlain ? undefined : await findDiagnosis(exercise, title, error).catch(() => undefined)
  if (diagnosis) Object.assign(TestRunner.getCurrentTest()?.meta ?? {}, metaOf(diagnosis))
  if (error instanceof Mismatch) {
    const told = diagnosis?.isInstead ? [diagnosis.text] : [error.parts.diagnosis, diagnosis?.text]
    error.add({ diagnosis: told.filter(Boolean).join('\n'), printed, replay })
  } else {
    setMessage(error, formatMessage({ symptom: error.message, diagnosis: diagnosis?.text, printed, replay }))
  }
  setMessage(error, foldLines(error.message))
}

/** Loads the diagnosis when it is needed: a run without a failure has a dozen modules less to fetch. */
async function findDiagnosis(exercise: Exercise, title: string, error: Error): Promise<Diagnosis | undefined> {
  const { diagnose } = await import('./diagnose/diagnose.ts')
  return diagnose(exercise, title, error)
}

/**
 * Sentences on lines of at most 69 letters, which fit a terminal of 80 behind an indent and “wrong: ”: Vitest's UI cuts what
 * is longer. What is indented is drawn, and stays as it is.
 */
function foldLines(message: string): string {
  return message.replace(/^(?! |again: ).{70,}$/gm, (line) => line.replace(/(.{1,69})(?: +|$)/g, '$1\n').trimEnd())
}
