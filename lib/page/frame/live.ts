import type { SavedEvent } from './hmr-events.ts'
import { resetDeadline } from './loop-guard.ts'

/** The katas of a room: always those of the last save. */
export interface Live<Katas extends object> {
  /** The functions as they are now. Where they could not be loaded, it throws what kept them from it. */
  readonly now: Katas
  /** calls back after each save, whether it could be loaded or not; returns what ends it */
  onSave(listener: () => void): () => void
}

/**
 * const katas = await live(import.meta.url, () => import('./katas.ts'))
 *
 * A room's katas.ts exports what it uses of the course, and nothing else: it is loaded anew on each save, while the room
 * and its state stay. `base` is the address of the room's module, beside which katas.ts lies.
 */
export async function live<Katas extends object>(base: string, load: () => Promise<Katas>): Promise<Live<Katas>> {
  let current: { katas: Katas } | { error: unknown } = await settle(load())
  let newest = 0
  const listeners = new Set<() => void>()
  import.meta.hot?.on('kata:saved', async ({ at }: SavedEvent) => {
    newest = at
    const again = new URL(`katas.ts?t=${at}`, base).href
    const loaded = await settle(import(/* @vite-ignore */ again) as Promise<Katas>)
    if (newest !== at) return // saved again in the meantime
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
