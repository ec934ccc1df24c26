import type { CodeOrigin } from '../../training/code-origin.ts'
import type { ErrorPanel } from './error-panel.ts'
import type { RoomName } from './uses.ts'

/** A room of the page. */
export interface View {
  readonly slug: RoomName
  readonly title: string
  /** one sentence below the title */
  readonly about: string
  /** The owners of the code that it runs, in the order of the course. The shell shows them, and checks the learner's exercises. */
  origins(): CodeOrigin[]
  /** Calls the listener when a choice of the reader changes the code that runs. Returns a function that ends it. */
  onOrigins?(listener: () => void): () => void
  /** Builds the room in an empty host. State that should survive when the reader leaves belongs into the module. */
  mount(host: HTMLElement, trouble: ErrorPanel): Mounted
}

export interface Mounted {
  /** Stops timers, workers and listeners. The shell calls it when the reader leaves. */
  unmount(): void
  /** Receives the result of the checkup: whether one of the learner's exercises is wrong. */
  review?(isFaulty: boolean): void
}
