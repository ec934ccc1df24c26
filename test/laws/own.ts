import { expectClose, expectThat } from '#lib/judge/assert/expect'

type Numbers = Parameters<typeof expectClose>[0]

/**
 * The way back of a call gives what belongs to this call. What belongs to another one, made before or after it, was kept
 * from call to call, and that is said first. `others`: what theirs should give, by name.
 */
export function expectOwn(
  received: Numbers,
  expected: Numbers,
  name: string,
  others: Readonly<Record<string, Numbers>>,
): void {
  for (const [other, theirs] of Object.entries(others)) {
    expectThat(!isClose(received, theirs), `${name} is what belongs to ${other}: something is kept from call to call.`)
  }
  expectClose(received, expected, name)
}

function isClose(received: Numbers, expected: Numbers): boolean {
  try {
    expectClose(received, expected)
    return true
  } catch {
    return false
  }
}
