import type { Vitest } from 'vitest/node'
import type { Exercise } from '../course/exercises.ts'

/** How long a cancelled run may take to end by itself before its process is killed, in milliseconds. */
const grace = 250

/** Runs the tests of these exercises to their end. false: they have none. */
export async function runTestsOf(vitest: Vitest, batch: readonly Exercise[]): Promise<boolean> {
  await vitest.waitForTestRunEnd() // of a test that was started in Vitest's UI
  const specifications = await vitest.globTestSpecifications(batch.map(({ path }) => `test/${path}.test.ts`))
  if (specifications.length === 0) return false
  vitest.resetGlobalTestNamePattern()
  await vitest.runTestSpecifications(specifications, false)
  return true
}

/** Ends the run that is going on: after the test that runs now, or at once if that one takes longer than a moment. */
export function cancelRun(vitest: Vitest): void {
  const ended = vitest.cancelCurrentRun('keyboard-input')
  // asked a second time, Vitest kills the process
  const insist = setTimeout(() => void vitest.cancelCurrentRun('keyboard-input'), grace)
  void ended.finally(() => clearTimeout(insist))
}
