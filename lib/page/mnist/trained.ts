import type { Model } from '../../training/recipes.ts'
import type { Layer } from './messages.ts'

/** A network that was trained in this tab. The draw room reads digits with it. */
export interface Trained {
  readonly model: Model
  readonly layers: readonly Layer[]
  /** the number of epochs of training so far */
  readonly epochs: number
  /** on the 10,000 unseen images, at the last evaluation */
  readonly accuracy: number | undefined
}

let latest: Trained | undefined
const listeners = new Set<() => void>()

/** The current state of the last trained network; undefined if there is none. */
export function readTrained(): Trained | undefined {
  return latest
}

export function keep(now: Trained): void {
  latest = now
  for (const listener of listeners) listener()
}

/** Calls the listener when the weights have changed. Returns a function that ends it. */
export function onTrained(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
