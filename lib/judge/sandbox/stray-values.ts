import { isNativeError } from 'node:util/types'
import { describe } from '../../describe.ts'

const events = ['unhandledRejection', 'uncaughtException'] as const

type Listener = (reason: unknown, ...more: unknown[]) => void

/** The name is global, since a process that runs several test files does this once. */
const isWrapped = Symbol.for('stray values are wrapped')

/**
 * Vitest says in which test file something was left behind only if that is an object, and takes its message as it is. From now on,
 * anything but an Error is handed to it as an object with a message.
 *
 * It takes the place of Vitest's own listener: beside another one, that stays silent.
 */
export function wrapStrayValues(): void {
  if (Reflect.get(process, isWrapped) === true) return
  Reflect.set(process, isWrapped, true)
  for (const event of events) {
    const [before, ...others] = process.listeners(event as 'uncaughtException') as Listener[]
    if (!before || others.length > 0) continue
    process.off(event, before)
    process.on(event, (reason: unknown, ...more: unknown[]) => before(asObject(event, reason), ...more))
  }
}

function asObject(event: (typeof events)[number], reason: unknown): unknown {
  if (isNativeError(reason) && typeof reason.message === 'string') return reason
  const what = event === 'unhandledRejection' ? 'A promise was rejected with' : 'After the tests, this was thrown:'
  return { message: `${what} ${describe(reason)}, which is no Error.` }
}
