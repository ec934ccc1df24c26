import { Mismatch } from '#lib/judge/mismatch'
import { ValueError } from '#lib/tensor'

/** What comes of a call that is as it should be: whoever refuses it is wrong. `why` may know more from what was said. */
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
