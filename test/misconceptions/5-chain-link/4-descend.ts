import type * as kata from '#kata/5-chain-link/4-descend.ts'
import { loss } from '#kata/5-chain-link/2-loss.ts'
import { gradient } from '#kata/5-chain-link/3-gradient.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'
import { checkRate, descendBy } from '../../answer-parts/5-chain-link.ts'

type Descend = Pick<typeof kata, 'descend'>

/** θ − by·g */
function against(now: readonly number[], g: readonly number[], by: number): number[] {
  return now.map((angle, i) => angle - by * g[i])
}

const { descend: rightly } = descendBy((now, g, { rate }) => against(now, g, rate))

/** the right film, after another look at the rate */
function refusing(isBad: (rate: number) => boolean): Descend {
  return descendBy(
    (now, g, { rate }) => against(now, g, rate),
    (rate) => {
      if (isBad(rate)) throw new ValueError(`descend wants a finite rate above 0, but got ${rate}.`)
    },
  )
}

/** the right steps in one list that changes: which list that is, and what becomes a frame of it */
function turning(listOf: (angles: readonly number[]) => number[], frameOf: (now: number[]) => number[]): Descend {
  return {
    descend(angles, target, { steps = 100, rate = 0.01, base } = {}) {
      checkRate(rate)
      const now = listOf(angles)
      const film = [frameOf(now)]
      for (let step = 0; step < steps; step++) {
        gradient(now, target, base).forEach((gi, i) => (now[i] -= rate * gi))
        film.push(frameOf(now))
      }
      return film
    },
  }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'K04',
    belief: 'one follows the gradient',
    diagnosis: 'This goes uphill: every step makes the loss larger.',
    answer: () => descendBy((now, g, { rate }) => against(now, g, -rate)),
  },
  {
    id: 'K08',
    belief: 'only the last link is turned',
    diagnosis: 'All links but the last stand still from the first frame to the last.',
    answer: () =>
      descendBy((now, g, { rate }) => now.map((angle, i) => (i === now.length - 1 ? angle - rate * g[i] : angle))),
  },
  {
    id: 'K09',
    belief: 'each link turns in its turn, and the next one already sees it turned',
    diagnosis:
      'In each step the first link turns as it should, and the gradient of the later ones is taken after earlier ones turned.',
    answer: () =>
      descendBy((now, _, { target, base, rate }) => {
        const next = [...now]
        for (let i = 0; i < next.length; i++) next[i] -= rate * gradient(next, target, base)[i]
        return next
      }),
  },
  {
    id: 'K10',
    belief: 'the arm begins at the origin',
    diagnosis: 'The base makes no difference here: follow it from the options to the gradient.',
    answer: () => descendBy((now, _, { target, rate }) => against(now, gradient(now, target), rate)),
  },
  {
    id: 'K12',
    belief: 'the descent is over when the loss is small enough',
    diagnosis:
      'The film is shorter where the arm has come close to the target. How many frames does its length promise?',
    answer: () =>
      descendBy((now, g, { target, base, rate }) =>
        loss(now, target, base) < 1e-6 ? undefined : against(now, g, rate),
      ),
  },
  {
    id: 'descend-until-flat',
    belief: 'the descent is over when the gradient is small enough',
    diagnosis: 'The film is shorter where the gradient is 0. How many frames does its length promise?',
    answer: () => descendBy((now, g, { rate }) => (Math.hypot(...g) < 1e-6 ? undefined : against(now, g, rate))),
  },
  {
    id: 'K13',
    belief: 'a rate below 0.1 is too slow to arrive, so it is raised',
    diagnosis: 'Steps are never shorter here than with a rate of 0.1, whatever rate is asked for.',
    answer: () => descendBy((now, g, { rate }) => against(now, g, Math.max(rate, 0.1))),
  },
  {
    id: 'descend-rate-capped',
    belief: 'a rate above 0.1 jumps about, so it is lowered',
    diagnosis: 'Steps are never longer here than with a rate of 0.1, whatever rate is asked for.',
    answer: () => descendBy((now, g, { rate }) => against(now, g, Math.min(rate, 0.1))),
  },
  {
    id: 'descend-steps-or-100',
    belief: 'steps || 100 is steps, or 100 if they were left out',
    diagnosis: 'Where 0 steps are asked for, 100 are taken: 0 counts as left out.',
    answer: () => ({
      descend: (angles, target, options = {}) => rightly(angles, target, { ...options, steps: options.steps || 100 }),
    }),
  },
  {
    id: 'K14',
    belief: 'a gradient of 0 is a bug that a nudge repairs',
    diagnosis: 'Where the gradient is 0 this gives the arm a nudge of its own. Look at what should happen at the top.',
    answer: () =>
      descendBy((now, g, { rate }) =>
        Math.hypot(...g) > 1e-9 ? against(now, g, rate) : now.map((angle, i) => angle + 0.01 * (i + 1)),
      ),
  },
  {
    id: 'K16',
    belief: 'one list of angles that changes can be entered again and again',
    diagnosis: 'All frames are one and the same array, so the film shows the last position from the start.',
    answer: () =>
      turning(
        (angles) => [...angles],
        (now) => now,
      ),
  },
  {
    id: 'descend-turns-the-given',
    belief: 'the given angles are the ones to turn, and to show',
    diagnosis:
      'All frames are the very list of angles that was handed in, turned in place: the film shows the last position only, and so does the caller’s list.',
    answer: () =>
      turning(
        (angles) => angles as number[],
        (now) => now,
      ),
  },
  {
    id: 'descend-begins-with-the-given',
    belief: 'the first frame is the list that was handed in',
    diagnosis: 'The first frame is the given list itself and no copy of it: a write into the one changes the other.',
    answer: () => ({
      descend(angles, ...rest) {
        const [, ...others] = rightly(angles, ...rest)
        return [angles as number[], ...others]
      },
    }),
  },
  {
    id: 'descend-one-step-more',
    belief: 'the loop runs from 0 to steps',
    diagnosis: 'One step too many is taken at the end. How many frames are there if no step is taken at all?',
    answer: () => ({
      descend: (angles, target, { steps = 100, ...rest } = {}) =>
        rightly(angles, target, { steps: steps + 1, ...rest }),
    }),
  },
  {
    id: 'descend-angles',
    belief: 'a descent gives the angles where it ends',
    diagnosis: 'The result is the last angles, one list of numbers. A film is a list of such lists.',
    answer: () => ({ descend: (...args) => rightly(...args).at(-1) as unknown as number[][] }),
  },
  {
    id: 'K17',
    belief: 'so many steps make so many frames: the start is not one',
    diagnosis: 'The film begins after the first step. What should it show if no step is taken at all?',
    answer: () => ({ descend: (...args) => rightly(...args).slice(1) }),
  },
  {
    id: 'descend-one-step-short',
    belief: 'so many frames are asked for, the start included',
    diagnosis: 'One step is missing at the end: the film has as many frames as there should be steps.',
    answer: () => ({
      descend: (angles, target, { steps = 100, ...rest } = {}) =>
        rightly(angles, target, { steps: Math.max(0, steps - 1), ...rest }),
    }),
  },
  {
    id: 'K18',
    belief: 'the given angles are the ones to turn',
    diagnosis:
      'The frames are copies, but the list of angles that was handed in is turned too: it belongs to the caller.',
    answer: () =>
      turning(
        (angles) => angles as number[],
        (now) => [...now],
      ),
  },
  {
    id: 'M27',
    belief: 'gradients add up from step to step',
    diagnosis: 'The gradients of earlier steps are still in the sum: the first step is right, the second is not.',
    answer: () => ({
      descend(angles, ...rest) {
        const sum = angles.map(() => 0)
        const { descend } = descendBy((now, g, { rate }) => {
          g.forEach((gi, i) => (sum[i] += gi))
          return against(now, sum, rate)
        })
        return descend(angles, ...rest)
      },
    }),
  },
  {
    id: 'descend-from-the-start',
    belief: 'the gradient is taken once, at the start',
    diagnosis:
      'Every step is the same as the first: the gradient is that of the start, however far the arm has turned.',
    answer: () =>
      descendBy((now, _, { start, target, base, rate }) => against(now, gradient(start, target, base), rate)),
  },
  {
    id: 'descend-slower-and-slower',
    belief: 'steps must become shorter to arrive',
    diagnosis: 'The first step is right, the second half as long as it should be: the rate shrinks from step to step.',
    answer: () => descendBy((now, g, { rate, step }) => against(now, g, rate / (step + 1))),
  },
  {
    id: 'descend-one-link-at-a-time',
    belief: 'each step turns one link, in turn',
    diagnosis: 'In each step only one link turns, the next one in the next step.',
    answer: () =>
      descendBy((now, g, { rate, step }) =>
        now.map((angle, i) => (i === step % now.length ? angle - rate * g[i] : angle)),
      ),
  },
  {
    id: 'descend-unit-steps',
    belief: 'the gradient is a direction, and the rate is how far to go',
    diagnosis: 'Every step has the same length, the rate: how steep it is makes no difference here.',
    answer: () =>
      descendBy((now, g, { rate }) => {
        const length = Math.hypot(...g)
        return length === 0 ? [...now] : against(now, g, rate / length)
      }),
  },
  {
    id: 'descend-mean',
    belief: 'the links share the step',
    diagnosis: 'Each step is divided by the number of links.',
    answer: () => descendBy((now, g, { rate }) => against(now, g, rate / now.length)),
  },
  {
    id: 'descend-full-turns',
    belief: 'angles are kept between 0 and 2π',
    diagnosis:
      'Angles below 0 or above 2π jump by a full turn in the first step: the end is the same, the film is not.',
    answer: () =>
      descendBy((now, g, { rate }) => {
        const turn = 2 * Math.PI
        return against(now, g, rate).map((angle) => ((angle % turn) + turn) % turn)
      }),
  },
  {
    id: 'descend-last-frame',
    belief: 'only where it ends is wanted',
    diagnosis: 'This is the last frame alone: the way to it is missing.',
    answer: () => ({ descend: (...args) => rightly(...args).slice(-1) }),
  },
  {
    id: 'descend-unchecked',
    belief: 'a caller who passes a rate of 0 gets a rate of 0',
    diagnosis: 'No rate is refused: the film is made with whatever rate comes in.',
    answer: () => refusing(() => false),
  },
  {
    id: 'descend-nan-rate',
    belief: 'a bad rate is one that is not above 0: rate <= 0',
    diagnosis:
      'Rates of 0 and below are refused, and two others pass: NaN, since every comparison with it is false, and ∞, which is above 0.',
    answer: () => refusing((rate) => rate <= 0),
  },
  {
    id: 'descend-nan-passes',
    belief: 'a bad rate is 0, below 0, or ∞',
    diagnosis: 'A rate of NaN passes: every comparison with NaN is false.',
    answer: () => refusing((rate) => rate <= 0 || rate === Infinity),
  },
  {
    id: 'descend-infinite-rate',
    belief: 'a good rate is one that is above 0',
    diagnosis: 'A rate of ∞ passes: it is above 0. One step of it leaves no angle that is a number.',
    answer: () => refusing((rate) => !(rate > 0)),
  },
  {
    id: 'descend-checks-each-step',
    belief: 'a rate matters when a step is taken',
    diagnosis: 'The rate is looked at in each step, and so a film without steps takes any rate.',
    answer: () => ({
      descend: (angles, target, options = {}) =>
        options.steps === 0 ? [[...angles]] : rightly(angles, target, options),
    }),
  },
]
