import type { Diagnosis } from './diagnosis.ts'
import type { Exercise } from './exercises.ts'

/** done: every expected test ran and passed · empty: its file still calls todo · wrong: anything else */
export type State = 'done' | 'empty' | 'wrong'

export interface Failure {
  readonly title: string
  readonly message: string
  /** katas/4-backprop/5-dense.ts:12:3 */
  readonly at?: string
  /**
   * the judge's diagnosis, which the message contains as well; names: the ids of the misconceptions that behave the
   * same
   */
  readonly diagnosis?: Diagnosis
}

export interface Grade {
  readonly exercise: Exercise
  readonly state: State
  readonly passed: number
  /** the number of tests in the inventory; a test that did not run counts as failed */
  readonly expected: number
  readonly failures: readonly Failure[]
  /** the picture of the finished exercise as a terminal shows it: a row of blocks for each tensor, say */
  readonly built?: readonly string[]
  /** expected tests that no run has brought to their end */
  readonly missing: readonly string[]
}
