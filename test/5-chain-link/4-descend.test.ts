import type { Point } from '#kata/5-chain-link/1-joints.ts'
import * as kata from '#kata/5-chain-link/4-descend.ts'
import { checkResults, returns } from '#lib/judge/assert/contract'
import * as kind from '#lib/judge/assert/kind'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { angles, given, points } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { createRandom } from '#lib/random'
import { ValueError } from '#lib/tensor'
import { functionLaws } from '../laws/form.ts'
import * as oracle from '../oracles/chain-link.ts'

const { descend } = checkResults(kata, { descend: returns('start, target, options', kind.list('film', kind.numbers)) })

const target = [3, 3] as const
const floor = (Math.sqrt(18) - 4) ** 2
const start = () => [0.3, 2.1, 1.2, 2.8]

test('descend takes 100 steps at 0.01 by default, and shows all of them: 101 lists of angles', () => {
  const film = descend(start(), target)
  expectEqual(film.length, 101, 'the number of frames')
  expectClose(film[100], oracle.descend(start(), target, 100, 0.01)[100], { name: 'the last frame', relative: 1e-9 })
})

test('descend makes a film of its own for each call', () => {
  const [first, again] = [descend(start(), target).length, descend(start(), target).length]
  expectThat(
    first === again,
    `a film has ${first} frames, and asked again ${again}: something is kept from call to call.`,
  )
})

test('descend begins the film with the start', () => {
  expectClose(descend(start(), target)[0], start(), 'the first frame')
})

test('descend goes downhill: θ − rate·gradient', () => {
  const after = (rate: number) => descend([0], [3, 3], { steps: 1, rate })[1]
  expectClose(after(0.1), [0.6], 'one step of 0.1 from the angle 0, where the gradient is −6')
  expectClose(after(2), [12], 'one step of 2 from the angle 0, where the gradient is −6')
})

law(
  'descend turns all links at once, from the gradient at the same point',
  given({ θ: angles('N'), target: points(), base: points() }),
  ({ θ, target, base }) => {
    const frames = oracle.descend(θ, target, 2, 0.05, base)
    const film = descend(θ, target, { steps: 2, rate: 0.05, base })
    expectEqual(film.length, 3, 'the number of frames of 2 steps')
    frames.forEach((frame, i) => {
      expectClose(film[i], frame, { name: `frame ${i}`, relative: 1e-11, scale: 3 })
    })
  },
)

law(
  'descend never lets the loss rise at a rate up to 1 / (2n + 2(n + d))',
  given({ θ: angles('N'), target: points() }),
  ({ θ, target }) => {
    const [n, d] = [θ.length, Math.hypot(...target)]
    const losses = descend(θ, target, { steps: 30, rate: 1 / (2 * n + 2 * (n + d)) }).map((frame) =>
      oracle.loss(frame, target),
    )
    losses.slice(1).forEach((loss, i) => {
      const slack = 8 * Number.EPSILON * (1 + losses[0])
      expectThat(loss <= losses[i] + slack, `in step ${i} the loss rises from ${losses[i]} to ${loss}.`)
    })
  },
)

test('descend from four random starts gets near the target out of reach, never below the floor 0.0589', () => {
  for (const seed of [1, 2, 3, 4]) {
    const rng = createRandom(seed)
    const θ = Array.from({ length: 4 }, () => rng() * Math.PI)
    const losses = descend(θ, target).map((frame) => oracle.loss(frame, target))
    expectThat(
      losses[100] >= floor - 1e-9,
      `from start ${seed} the loss falls to ${losses[100]}, below the floor ${floor}.`,
    )
    expectThat(
      losses[100] < 0.3,
      `from start ${seed} the loss is ${losses[100]} after 100 steps, expected less than 0.3.`,
    )
    const last = descend(θ, target, { steps: 1000 }).at(-1) ?? []
    expectClose(oracle.loss(last, target), floor, {
      name: `the loss from start ${seed} after 1000 steps`,
      relative: 1e-3,
    })
  }
})

test('descend stays at the top, pointing exactly away from the target, and leaves when nudged', () => {
  const away = [Math.PI, Math.PI]
  const stays = descend(away, [0, 5], { steps: 50 }).at(-1) ?? []
  expectClose(stays, away, { name: 'an arm pointing exactly away, after 50 steps', relative: 1e-6 })
  const nudged = oracle.loss(descend([Math.PI + 0.01, Math.PI], [0, 5], { steps: 500 }).at(-1) ?? [], [0, 5])
  expectThat(nudged < 9.1, `a nudged arm should reach (0, 5) up to the floor 9, its loss is ${nudged}.`)
})

test('descend stands on a saddle with a straight arm and the target within reach, and leaves when nudged', () => {
  const lossAfter = (start: number[]) =>
    oracle.loss(descend(start, [0, 1], { steps: 200, rate: 0.05 }).at(-1) ?? [], [0, 1])
  expectClose(lossAfter([0, 0]), 1, { name: 'the loss of two links straight up, towards (0, 1), after 200 steps' })
  expectThat(lossAfter([0, 0.01]) < 0.01, `a nudged arm should touch (0, 1), its loss is ${lossAfter([0, 0.01])}.`)
})

test('descend goes on where the arm has arrived: the number of steps is given', () => {
  expectEqual(descend([0, 0], [0, 2], { steps: 3 }).length, 4, 'the number of frames of 3 steps at the target')
})

test('descend has a list of its own for every frame, also where the arm stands still', () => {
  const film = descend([0, 0], [0, 2], { steps: 3 })
  film[0][0] = 9
  expectClose(film[3], [0, 0], 'the last frame, after the first was written into,')
  expectClose(film[1], [0, 0], 'frame 1, after the first was written into,')
})

test('descend goes on where the gradient is 0: the number of steps is given', () => {
  expectEqual(descend([0, 0], [0, 5], { steps: 3 }).length, 4, 'the number of frames of 3 steps at the floor')
})

function expectRefused(rate: number, steps = 3): void {
  const film = () => `frames: ${descend(start(), target, { rate, steps }).length}`
  expectThrows(film, ValueError, [String(rate)], `descend with steps: ${steps} and the rate ${rate}`)
}

test('descend refuses a rate of 0 or below', () => {
  expectRefused(0)
  expectRefused(-0.01)
})

test('descend refuses a rate that is not a number', () => {
  expectRefused(NaN)
})

test('descend refuses a rate of ∞', () => {
  expectRefused(Infinity)
})

test('descend refuses such a rate also where no step is taken', () => {
  expectRefused(0, 0)
})

test('descend of no steps is the start', () => {
  const film = descend(start(), target, { steps: 0 })
  expectEqual(film.length, 1, 'the number of frames of 0 steps')
  expectClose(film[0], start(), 'the only frame of 0 steps')
})

test('descend of no links is a film of empty lists', () => {
  const film = descend([], target, { steps: 2 })
  expectEqual(film, [[], [], []], 'the film of no links')
})

test('descend takes angles of every size as they are', () => {
  const angles = [1e120, -30_000, 1e-8, 1e-200]
  const [first] = descend(angles, target, { steps: 0 })
  expectClose(first, [1e120, -30_000, 1e-8, 1e-200], { name: 'the start', each: true })
  const far = descend([0], [1e60, 1], { steps: 1, rate: 1 })[1]
  expectClose(far, [2e60], 'one step of 1 from the angle 0, where the gradient is −2e60')
})

const twoSteps = { steps: 2 }

const film = ({ θ, target, base }: { θ: number[]; target: Point; base: Point }): number[][] =>
  descend(θ, target, { steps: 3, base })

functionLaws(
  'descend',
  given({ θ: angles('N'), target: points(), base: points() }),
  {
    'descend(angles, target, { base })': { run: film },
    'descend(angles, target)': { run: ({ θ, target }) => descend(θ, target, twoSteps) },
    'the last frame': {
      run: (inputs) => film(inputs)[3],
      truth: ({ θ, target, base }) => oracle.descend(θ, target, 3, 0.01, base)[3],
    },
  },
  {
    many: () => ({
      θ: Array.from({ length: 1200 }, (_, i) => (7 * i) % 11),
      target: [3, 3] as const,
      base: [4, 5] as const,
    }),
    count: '1,200 links',
  },
)

law('descend gives every frame memory of its own', given({ θ: angles('N'), target: points() }), ({ θ, target }) => {
  const film = descend(θ, target, { steps: 3 })
  expectEqual(new Set(film).size, 4, 'the number of different arrays in four frames')
})
