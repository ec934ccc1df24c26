import type { CodeOrigin } from '../../training/code-origin.ts'
import type { ErrorPanel } from './error-panel.ts'
import type { RoomName } from './uses.ts'

/** One of the page's rooms. */
export interface View {
  readonly slug: RoomName
  readonly title: string
  /** one sentence below the title */
  readonly about: string
  /** Whose code it runs, in the order of the course: the shell says it, and asks the learner's own whether they are right. */
  origins(): CodeOrigin[]
  /** Calls back when other code runs, since something else was chosen; returns what ends it. */
  onOrigins?(listener: () => void): () => void
  /** Builds it into an empty host. It may be left and come back to: state that should live on stays in the module. */
  mount(host: HTMLElement, trouble: ErrorPanel): Mounted
}

export interface Mounted {
  /** called when it is left: stops timers, workers, listeners */
  unmount(): void
  /** called when the learner's exercises were asked: is one of them wrong? */
  review?(isFaulty: boolean): void
}
