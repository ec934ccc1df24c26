import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Todo, todo } from '#lib/todo'
import { collect, law, test as exam } from '#lib/judge/assert/law'
import { Inconclusive, Mismatch, setMessage, toError } from '#lib/judge/assert/mismatch'
import { given, exactNumber } from '#lib/judge/assert/given'
import { expectClose, expectThat } from '#lib/judge/assert/expect'
import { vector } from '#lib/tensor'
import { evilJunk } from '../../junk.ts'

/** the only test that `declare` declares */
async function only(declare: () => void) {
  const [first, ...others] = await collect(async () => declare())
  expect(others).toEqual([])
  return first
}

const thrownBy = (run: () => void): unknown => {
  try {
    run()
    return undefined
  } catch (error) {
    return error
  }
}

test('collect returns what a file declares, in order, without running it', async () => {
  const exams = await collect(async () => {
    exam('one', () => expect.unreachable())
    law('two', given({ x: 'BK' }), () => expect.unreachable())
  })
  expect(exams.map(({ title }) => title)).toEqual(['one', 'two'])
})

describe('law', () => {
  test('holds silently, on as many inputs as asked for', async () => {
    let runs = 0
    const { run } = await only(() => law('f holds', given({ x: exactNumber() }), () => void runs++, { runs: 37 }))
    run()
    expect(runs).toBe(37)
  })

  test('shows the smallest counterexample, by name, under the message', async () => {
    const { run } = await only(() =>
      law('f is small', given({ x: fc.integer({ min: 0, max: 1000 }) }), ({ x }) => expectThat(x < 17, `f is ${x}.`)),
    )
    const error = thrownBy(run)
    expect(error).toBeInstanceOf(Mismatch)
    expect((error as Error).message).toMatch(/^f is 17\.\n\nfor the inputs\n  x: 17(\n|$)/)
    expect((error as Error).stack).toContain('for the inputs')
  })

  test('an answer that writes into its inputs spoils only its own', async () => {
    const inputs = fc.record({ x: fc.constant(vector(1, 2)), labels: fc.constant<number[]>([3, 4]) })
    const { run } = await only(() =>
      law('f writes', inputs, ({ x, labels }) => {
        expectThat(x.data[0] === 1 && labels[0] === 3, `f got ${x.data[0]} and ${labels[0]}.`)
        x.data[0] = labels[0] = 9
      }),
    )
    run()
  })

  test('draws the same inputs every time, and others with another seed', async () => {
    const seen: number[][] = []
    const { run } = await only(() => law('f', given({ x: exactNumber() }), ({ x }) => void seen.at(-1)?.push(x)))
    const with_seed = (seed: string | undefined) => {
      const before = process.env.KATA_SEED
      if (seed === undefined) delete process.env.KATA_SEED
      else process.env.KATA_SEED = seed
      seen.push([])
      run()
      process.env.KATA_SEED = before
    }
    for (const seed of [undefined, '1', '2']) with_seed(seed)
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]).not.toEqual(seen[2])
  })

  test('says todo when the chair is empty, without inputs around it', async () => {
    const { run } = await only(() => law('f', given({ x: exactNumber() }), () => todo('1.1 map')))
    expect(thrownBy(run)).toEqual(new Todo('1.1 map'))
  })

  test('draws again where a point cannot tell, and says so when hardly any can', async () => {
    let runs = 0
    const sometimes = await only(() =>
      law('f', given({ x: exactNumber() }), ({ x }) => {
        if (x < 0) throw new Inconclusive('on a kink')
        runs++
      }),
    )
    sometimes.run()
    expect(runs).toBe(100)
    const never = await only(() =>
      law('f', given({ x: exactNumber() }), () => {
        throw new Inconclusive('on a kink')
      }),
    )
    expect(thrownBy(never.run)).toEqual(new Inconclusive('too few of the drawn points can tell right from wrong.'))
  })

  test('keeps an error of the answer itself, with its place', async () => {
    const { run } = await only(() => law('f', given({ x: exactNumber() }), () => (undefined as unknown as number[])[0]))
    const error = thrownBy(run) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.stack).toContain('law.test.ts')
  })

  test('turns a thrown string into an error', async () => {
    const { run } = await only(() =>
      law('f', given({ x: exactNumber() }), () => {
        throw 'oh' // oxlint-disable-line no-throw-literal
      }),
    )
    expect(String(thrownBy(run))).toContain('oh')
  })
})

test('whatever an answer throws becomes an error that can be told', async () => {
  const property = fc.asyncProperty(evilJunk, async (make) => {
    const { run } = await only(() =>
      law('f throws', given({ x: '1' }), () => {
        throw make()
      }),
    )
    const error = thrownBy(() => run(true))
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).message).toContain('for the inputs')
  })
  await fc.assert(property, { numRuns: 100 })
  const frozen = Object.freeze(new RangeError('too long'))
  expect(toError(frozen).message).toBe('too long')
  expect(() => setMessage(toError(frozen), 'in other words')).not.toThrow()
})

test('given draws the sizes first, so that a counterexample shrinks to the smallest shapes', async () => {
  const { run } = await only(() =>
    law('f', given({ a: 'MK', b: 'KN' }), ({ a, b }) => {
      expectThat(a.shape[1] === b.shape[0], 'the inner sizes differ')
      expectThat(a.shape[0] < 2, 'f fails from two rows on')
    }),
  )
  expect((thrownBy(run) as Error).message).toMatch(
    /^f fails from two rows on\n\nfor the inputs\n {2}a: \(2, 1\) \[0\] ; \[0\]\n {2}b: \(1, 1\) \[0\](\n|$)/,
  )
})

test('given keeps to its ranges, to digits, and to what an arbitrary gives', async () => {
  const { run } = await only(() =>
    law('f', given({ x: 'BK', column: 'B1', c: exactNumber(2) }, { K: [3, 4] }), ({ x, column, c }) => {
      expectThat(x.shape[1] === 3 || x.shape[1] === 4, 'K')
      expectThat(x.shape[0] >= 1 && x.shape[0] <= 7, 'B')
      expectThat(column.shape[0] === x.shape[0] && column.shape[1] === 1, 'column')
      expectThat(Math.abs(c) <= 2 && x.data.every((v) => Math.abs(v) <= 3), 'entries')
    }),
  )
  run()
})

test('drawn numbers are exact: their products and sums do not depend on the order', async () => {
  const { run } = await only(() =>
    law('f', given({ a: 'K', b: 'K' }), ({ a, b }) => {
      const terms = Array.from(a.data, (v, k) => v * b.data[k])
      const forth = terms.reduce((sum, v) => sum + v, 0)
      const back = terms.reduceRight((sum, v) => sum + v, 0)
      expectClose(vector(forth - back), vector(0))
    }),
  )
  run()
})
