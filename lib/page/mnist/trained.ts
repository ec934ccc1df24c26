import type { Model } from '../../training/recipes.ts'
import type { Layer } from './messages.ts'

/** A network that has learnt something in this tab: the draw room reads with it. */
export interface Trained {
  readonly model: Model
  readonly layers: readonly Layer[]
  /** epochs behind it */
  readonly epochs: number
  /** on the 10,000 unseen images, when last looked at */
  readonly accuracy: number | undefined
}

let latest: Trained | undefined
const listeners = new Set<() => void>()

/** The network that was trained last, as far as it has come; undefined: none yet. */
export function readTrained(): Trained | undefined {
  return latest
}

export function keep(now: Trained): void {
  latest = now
  for (const listener of listeners) listener()
}

/** Calls back whenever the weights have moved; the result ends it. */
export function onTrained(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
