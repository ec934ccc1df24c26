import type { Vitest } from 'vitest/node'
import type { Exercise } from '../course/exercises.ts'

/** The time in milliseconds that a cancelled run has before its process is killed. */
const grace = 250

/** Runs the tests of these exercises to their end. Returns false if they have none. */
export async function runTestsOf(vitest: Vitest, batch: readonly Exercise[]): Promise<boolean> {
  await vitest.waitForTestRunEnd() // a run that was started in Vitest's UI
  const specifications = await vitest.globTestSpecifications(batch.map(({ path }) => `test/${path}.test.ts`))
  if (specifications.length === 0) return false
  vitest.resetGlobalTestNamePattern()
  await vitest.runTestSpecifications(specifications, false)
  return true
}

/** Ends the current run: after its current test, or at once if that test takes longer than a moment. */
export function cancelRun(vitest: Vitest): void {
  const ended = vitest.cancelCurrentRun('keyboard-input')
  // On the second request, Vitest kills the process.
  const insist = setTimeout(() => void vitest.cancelCurrentRun('keyboard-input'), grace)
  void ended.finally(() => clearTimeout(insist))
}
