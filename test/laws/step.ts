import { expectClose } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { test } from '#lib/judge/assert/law'
import { type Tensor, vector, zeros } from '#lib/tensor'
import { filled, functionLaws } from './form.ts'

/** parameter ← parameter − rate·gradient, in place */
type Step = (parameter: Tensor, gradient: Tensor, rate: number) => void

/** What becomes of an entry in the first step, at the rate 0.5. */
type Entry = (p: number, g: number) => number

/** one step, in a copy */
function stepped(take: Step, { p, g }: { p: Tensor; g: Tensor }): Tensor {
  const own = { shape: [...p.shape], data: p.data.slice() }
  take(own, g, 0.5)
  return own
}

/** What holds of a step in place, and of applyGradient of a tensor. */
export function stepLaws(name: string, take: Step): void {
  firstStepLaws(name, take, (p, g) => p - 0.5 * g, ['p', 'g'])
}

/** What holds of any step in place that remembers nothing. `grows`: what it grows with, as the parameter does */
export function firstStepLaws(name: string, take: Step, entry: Entry, grows?: readonly ('p' | 'g')[]): void {
  functionLaws(
    name,
    given({ p: 'BK', g: 'BK' }),
    {
      [`${name}, on a copy of the parameter,`]: {
        run: (inputs) => stepped(take, inputs),
        truth: ({ p, g }) => ({ shape: p.shape, data: p.data.map((v, i) => entry(v, g.data[i])) }),
        grows,
        terms: 1,
      },
    },
    { many: () => ({ p: filled(), g: filled() }) },
  )

  test(`${name} changes a parameter that is a window on a larger array, and nothing beside it`, () => {
    const larger = Float64Array.of(7, 7, 1, 2, 7, 7, 7)
    const p = { shape: [2], data: larger.subarray(2, 4) }
    take(p, vector(10, 20), 0.5)
    expectClose(larger, [7, 7, entry(1, 10), entry(2, 20), 7, 7, 7], 'the larger array, with the parameter at 2 and 3,')
  })

  test(`${name} begins at the parameter as it is now, also when it has changed in between`, () => {
    const p = vector(1, 2)
    take(p, vector(10, 20), 0.5)
    p.data.set([5, 6])
    take(p, vector(10, 20), 0.5)
    expectClose(p, vector(entry(5, 10), entry(6, 20)), 'the parameter, set to [5, 6] before a second step,')
  })

  test(`${name} against the parameter itself makes it smaller`, () => {
    const p = vector(2, -4)
    take(p, p, 0.5)
    expectClose(p, vector(entry(2, 2), entry(-4, -4)), 'the parameter [2, −4] after a step against itself')
  })

  test(`${name} of no numbers changes nothing`, () => {
    const p = zeros([0, 3])
    take(p, zeros([0, 3]), 1)
    expectClose(p, zeros([0, 3]), 'a parameter of no numbers')
  })
}
