import { Mismatch } from '#lib/judge/assert/mismatch'
import { ValueError } from '#lib/tensor'

/** The result of a correct call. An answer that refuses it is wrong. `why` may add a reason, from the message of the error. */
export function accepted<Result>(
  call: () => Result,
  name: string,
  why: (said: string) => string = () => 'though nothing is wrong with it',
): Result {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    throw new Mismatch(`${name} is refused, ${why(error.message)}.`, `It says: ${error.message}`)
  }
}
