import fc from 'fast-check'
import * as kata from '#kata/4-backprop/11-property.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import { expectThat } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import * as kind from '../laws/kinds.ts'
import { callOf, expectAccepted, expectReads, expectRejected } from '../laws/property.ts'
import { rightWays, wrongWays } from '../laws/ways-back.ts'

const { holds } = checkResults(kata, { holds: returns('dense, random', kind.truth) })

const [plain] = rightWays
const seed = fc.noShrink(fc.nat(1_000_000))

test('holds calls dense and its way back, and reads numbers of dx, dW and db', () => expectReads(holds, plain))

for (const way of rightWays) test(`holds accepts a way back ${way.that}`, () => expectAccepted(holds, way))

for (const way of wrongWays) test(`holds rejects a way back ${way.that}`, () => expectRejected(holds, way))

law(
  'holds accepts every right way back for other seeds too',
  given({ seed }),
  ({ seed }) => rightWays.forEach((way) => expectAccepted(holds, way, seed)),
  { runs: 1 },
)

law(
  'holds draws the same inputs if random begins with the same seed',
  given({ seed }),
  ({ seed }) => {
    const [first, second] = [1, 2].map(() => {
      const { inputs, cotangents } = callOf(holds, plain.make(), seed)
      return JSON.stringify([inputs, cotangents])
    })
    expectThat(
      first === second,
      'with the same seed, dense and back were called with other inputs. Take each number from the random that holds is given.',
    )
  },
  { runs: 12 },
)
