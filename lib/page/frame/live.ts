import type { SavedEvent } from './hmr-events.ts'
import { resetDeadline } from './loop-guard.ts'

/** The katas of a room as of the last save. */
export interface Live<Katas extends object> {
  /** The current functions. If they could not be loaded, it throws that error. */
  readonly now: Katas
  /** Calls the listener after each save, also if loading failed. Returns a function that ends it. */
  onSave(listener: () => void): () => void
}

/**
 * const katas = await live(import.meta.url, () => import('./katas.ts'))
 *
 * A room's katas.ts exports only the room's functions of the course. Each save loads it again, while the room and its state stay.
 * base: the URL of the room's module, in the folder of katas.ts
 */
export async function live<Katas extends object>(base: string, load: () => Promise<Katas>): Promise<Live<Katas>> {
  let current: { katas: Katas } | { error: unknown } = await settle(load())
  let newest = 0
  const listeners = new Set<() => void>()
  import.meta.hot?.on('kata:saved', async ({ at }: SavedEvent) => {
    newest = at
    const again = new URL(`katas.ts?t=${at}`, base).href
    const loaded = await settle(import(/* @vite-ignore */ again) as Promise<Katas>)
    if (newest !== at) return // there was another save in the meantime
    current = loaded
    for (const listener of listeners) listener()
  })
  return {
    get now() {
      if ('error' in current) throw current.error
      return current.katas
    },
    onSave(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

async function settle<Katas>(loading: Promise<Katas>): Promise<{ katas: Katas } | { error: unknown }> {
  resetDeadline()
  try {
    return { katas: await loading }
  } catch (error) {
    return { error }
  }
}
