import type * as kata from '#kata/6-mnist/8-momentum.ts'
import { momentum } from '#kata/6-mnist/8-momentum.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError, zeros } from '#lib/tensor'
import { type Memory, byTensor, checkBeta, checkGradient, decayBy, momentumBy } from '../../answer-parts/optimizers.ts'

/** velocities that are found by something else than the parameter */
function found<Key>(keyOf: (parameter: Tensor) => Key): () => Memory {
  return () => {
    const known = new Map<Key, Tensor>()
    return (parameter) => {
      const key = keyOf(parameter)
      const velocity = known.get(key) ?? zeros(parameter.shape, parameter)
      known.set(key, velocity)
      return velocity
    }
  }
}

/** velocities in a list: each belongs to a place in the order of the calls, which begins anew with the first parameter */
function byOrder(): Memory {
  const velocities: Tensor[] = []
  let [first, place]: [Tensor | undefined, number] = [undefined, 0]
  return (parameter) => {
    first ??= parameter
    place = parameter === first ? 0 : place + 1
    return (velocities[place] ??= zeros(parameter.shape, parameter))
  }
}

/** momentum that accepts these values of beta */
function acceptingBetas(isAccepted: (beta: number) => boolean): (beta?: number) => ReturnType<typeof momentum> {
  return (beta = 0.9) => {
    if (!isAccepted(beta)) throw new ValueError(`${beta} is no beta.`)
    const right = beta >= 0 && beta < 1
    return right ? momentum(beta) : () => undefined
  }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'O01',
    belief: 'a step makes what it needs',
    diagnosis:
      'The velocity is made anew in each step, so every step is the first one. Where does the velocity live between two steps?',
    answer: () => ({
      momentum(beta = 0.9) {
        checkBeta(beta)
        return (parameter, gradient, rate) => momentum(beta)(parameter, gradient, rate)
      },
    }),
  },
  {
    id: 'O02',
    belief: 'an optimizer has a velocity',
    diagnosis: 'All parameters share one velocity: each is moved by what the others felt.',
    answer: () => ({
      momentum: momentumBy({
        remember() {
          let velocity: Tensor | undefined
          return (parameter) => (velocity ??= zeros(parameter.shape, parameter))
        },
      }),
    }),
  },
  {
    id: 'O03',
    belief: 'the shape says which parameter it is',
    diagnosis: 'Velocities are found by the shape. Two parameters of one shape share theirs.',
    answer: () => ({ momentum: momentumBy({ remember: found(({ shape }) => shape.join()) }) }),
  },
  {
    id: 'momentum-by-order',
    belief: 'parameters always come in the same order',
    diagnosis:
      'The place in the order of the calls says which velocity is taken. In another order a parameter gets the velocity of another one.',
    answer: () => ({ momentum: momentumBy({ remember: byOrder }) }),
  },
  {
    id: 'momentum-by-data',
    belief: 'a parameter is its array of numbers',
    diagnosis: 'Velocities are found by `data`. When a tensor gets another array, its velocity is 0 again.',
    answer: () => ({ momentum: momentumBy({ remember: found(({ data }) => data) }) }),
  },
  {
    id: 'O04',
    belief: 'a WeakMap at the top of the file is there for all',
    diagnosis:
      'All optimizers share one memory: a second one begins with the velocities of the first. What is made once, and what is made in each call of momentum?',
    keeps: true,
    answer: () => {
      const velocityOf = found((parameter) => parameter)()
      return { momentum: momentumBy({ remember: () => velocityOf }) }
    },
  },
  {
    id: 'O05',
    belief: 'the velocity is an average, so the gradient counts as 1 − β',
    diagnosis: 'The gradient is multiplied by 1 − β, so for β = 0.9 each step is a tenth of what it should be.',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = beta * v + (1 - beta) * g
          return [p - rate * velocity, velocity]
        },
      }),
    }),
  },
  {
    id: 'O06',
    belief: 'the velocity points downhill, and one subtracts it',
    diagnosis: 'The step goes uphill. One minus belongs to the velocity or to the step, and not to both.',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = beta * v - rate * g
          return [p - velocity, velocity]
        },
      }),
    }),
  },
  {
    id: 'O07',
    belief: 'β says how much of the new gradient counts',
    diagnosis:
      'β multiplies the gradient, and the velocity keeps everything: which of the two should be forgotten little by little?',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = v + beta * g
          return [p - rate * velocity, velocity]
        },
      }),
    }),
  },
  {
    id: 'O08',
    belief: 'a velocity has the rate in it, and a step has the rate too',
    diagnosis: 'The rate is a factor twice: of the gradient in the velocity, and of the velocity in the step.',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = beta * v + rate * g
          return [p - rate * velocity, velocity]
        },
      }),
    }),
  },
  {
    id: 'O16',
    belief: 'the first velocity is the gradient, and later ones are β·v + rate·g',
    diagnosis:
      'The first velocity is the gradient without the rate, and later ones have the rate in them. So the first step is too long, by 1 / rate.',
    answer: () => ({
      momentum(beta = 0.9) {
        checkBeta(beta)
        const velocities = new WeakMap<Tensor, Tensor['data']>()
        return (parameter, gradient, rate) => {
          checkGradient(parameter, gradient)
          const [p, g, known] = [parameter.data, gradient.data, velocities.get(parameter)]
          const v = known ? known.map((before, i) => beta * before + rate * g[i]) : g.slice()
          velocities.set(parameter, v)
          for (let i = 0; i < p.length; i++) p[i] -= v[i]
        }
      },
    }),
  },
  {
    id: 'O09',
    belief: 'first one moves, then one looks at the new gradient',
    diagnosis:
      'The parameter moves with the velocity of the step before. So the first step does nothing, and each later one is late.',
    answer: () => ({ momentum: momentumBy({ entry: ({ p, g, v, rate, beta }) => [p - rate * v, beta * v + g] }) }),
  },
  {
    id: 'O10',
    belief: 'momentum looks ahead',
    diagnosis:
      'The step looks ahead by g + β·v, which is Nesterov’s step: the first one is 1.9 times too long for β = 0.9.',
    answer: () => ({
      momentum: momentumBy({
        entry({ p, g, v, rate, beta }) {
          const velocity = beta * v + g
          return [p - rate * (g + beta * velocity), velocity]
        },
      }),
    }),
  },
  {
    id: 'O11',
    belief: 'the first velocity is the gradient, so it is kept',
    diagnosis:
      'The velocity *is* the array of the first gradient. Whatever is written into the one is in the other: look at the gradient after the second step.',
    answer: () => ({
      momentum(beta = 0.9) {
        checkBeta(beta)
        const velocities = new WeakMap<Tensor, Tensor>()
        return (parameter, gradient, rate) => {
          checkGradient(parameter, gradient)
          const known = velocities.get(parameter)
          const velocity = known ?? gradient
          velocities.set(parameter, velocity)
          const [p, g, v] = [parameter.data, gradient.data, velocity.data]
          for (let i = 0; i < p.length; i++) {
            if (known) v[i] = beta * v[i] + g[i]
            p[i] -= rate * v[i]
          }
        }
      },
    }),
  },
  {
    id: 'momentum-keeps-last-gradient',
    belief: 'the velocity before is the gradient before',
    diagnosis:
      'The step remembers the tensor of the gradient before this one, and reads it later. By then the caller may have overwritten its numbers.',
    answer: () => ({
      momentum(beta = 0.9) {
        checkBeta(beta)
        const past = new WeakMap<Tensor, Tensor[]>()
        return (parameter, gradient, rate) => {
          checkGradient(parameter, gradient)
          const all = [...(past.get(parameter) ?? []), gradient]
          past.set(parameter, all)
          const p = parameter.data
          for (let i = 0; i < p.length; i++) p[i] -= rate * all.reduce((v, g) => beta * v + g.data[i], 0)
        }
      },
    }),
  },
  {
    id: 'O12',
    belief: 'the gradient is used up, so the velocity is made in its place',
    diagnosis: 'The gradient is another one afterwards: the old velocity is added to it in place.',
    answer: () => ({
      momentum(beta = 0.9) {
        checkBeta(beta)
        const velocities = new WeakMap<Tensor, Tensor['data']>()
        return (parameter, gradient, rate) => {
          checkGradient(parameter, gradient)
          const [p, g, v] = [parameter.data, gradient.data, velocities.get(parameter)]
          for (let i = 0; i < p.length; i++) {
            g[i] += v ? beta * v[i] : 0
            p[i] -= rate * g[i]
          }
          velocities.set(parameter, g.slice())
        }
      },
    }),
  },
  {
    id: 'momentum-fixed-beta',
    belief: 'β is 0.9',
    diagnosis: 'β is 0.9 whatever the caller says.',
    answer: () => ({
      momentum(beta = 0.9) {
        checkBeta(beta)
        return momentum(0.9)
      },
    }),
  },
  {
    id: 'momentum-unchecked',
    belief: 'a gradient always has the shape of its parameter',
    diagnosis:
      'A gradient of another shape is not refused. What becomes of entries that only one of the two tensors has?',
    answer: () => ({ momentum: momentumBy({ check: () => undefined }) }),
  },
  {
    id: 'momentum-same-length',
    belief: 'as many entries are the same shape',
    diagnosis: 'A gradient of (3, 2) is accepted for a parameter of (2, 3): only the number of entries is compared.',
    answer: () => ({
      momentum: momentumBy({
        check(parameter, gradient) {
          if (parameter.data.length !== gradient.data.length)
            throw new ShapeError('momentum', 'as many numbers', [parameter, gradient])
        },
      }),
    }),
  },
  {
    id: 'momentum-checks-once',
    belief: 'if the first gradient fits, all later ones do',
    diagnosis: 'The shapes are compared when the velocity is made. A later gradient of another shape is accepted.',
    answer: () => {
      const seen = new WeakSet<Tensor>()
      return {
        momentum: momentumBy({
          check(parameter, gradient) {
            if (!seen.has(parameter)) checkGradient(parameter, gradient)
            seen.add(parameter)
          },
        }),
      }
    },
  },
  {
    id: 'momentum-any-beta',
    belief: 'the caller chooses a β that is good for the loss',
    diagnosis: 'Any β is accepted: with 1 or more the velocity forgets nothing, and with NaN all parameters are NaN.',
    answer: () => ({ momentum: acceptingBetas(() => true) }),
  },
  {
    id: 'momentum-beta-of-1',
    belief: 'β lies between 0 and 1',
    diagnosis: 'A β of 1 is accepted. What does a velocity become that forgets nothing?',
    answer: () => ({ momentum: acceptingBetas((beta) => beta >= 0 && beta <= 1) }),
  },
  {
    id: 'momentum-nan-beta',
    belief: 'a bad β is below 0, or it is 1 or more',
    diagnosis: 'NaN is accepted for β: every comparison with it is false.',
    answer: () => ({ momentum: acceptingBetas((beta) => !(beta < 0 || beta >= 1)) }),
  },
  {
    id: 'O13',
    belief: 'a step is a call',
    diagnosis:
      'All calls are counted together. With four parameters the rate falls four times as fast: each parameter has a count of its own.',
    answer: () => ({
      linearDecay: decayBy({
        count() {
          let t = 0
          return () => t++
        },
      }),
    }),
  },
  {
    id: 'O14',
    belief: 'the first step is step 1',
    diagnosis: 'The count begins at 1, so no step has the whole rate: 1 − (t + 1) / steps.',
    answer: () => ({ linearDecay: decayBy({ share: (t, steps) => Math.max(0, 1 - (t + 1) / steps) }) }),
  },
  {
    id: 'O15',
    belief: 'a training takes exactly `steps` steps',
    diagnosis: 'After `steps` steps the rate goes on falling, below 0: from there on each step goes uphill.',
    answer: () => ({ linearDecay: decayBy({ share: (t, steps) => 1 - t / steps }) }),
  },
  {
    id: 'decay-to-the-last',
    belief: 'the last of the steps has the rate 0',
    diagnosis:
      'The rate falls too fast, by 1 / (steps − 1) in each step: the last of the steps already has the rate 0.',
    answer: () => ({
      linearDecay: decayBy({ share: (t, steps) => Math.max(0, 1 - t / Math.max(1, steps - 1)) }),
    }),
  },
  {
    id: 'decay-by-a-factor',
    belief: 'the rate shrinks by a share of itself in each step',
    diagnosis: 'Each rate is the one before, times 1 − 1 / steps: that falls along a curve, and never comes to 0.',
    answer: () => ({ linearDecay: decayBy({ share: (t, steps) => (1 - 1 / steps) ** t }) }),
  },
  {
    id: 'decay-rises',
    belief: 't / steps is the share of the rate',
    diagnosis: 'The rate rises from 0 in place of falling to 0.',
    answer: () => ({ linearDecay: decayBy({ share: (t, steps) => (t < steps ? t / steps : 0) }) }),
  },
  {
    id: 'decay-of-the-first-rate',
    belief: 'the rate is the one of the first call',
    diagnosis: 'The rate of the first call is kept, and later ones are not read.',
    answer: () => ({
      linearDecay(leaf, steps) {
        let first: number | undefined
        const take = decayBy()((p, g, share) => leaf(p, g, (first ?? 0) * share), steps)
        return (parameter, gradient, rate) => {
          first ??= rate
          take(parameter, gradient, 1)
        }
      },
    }),
  },
  {
    id: 'decay-starts-over',
    belief: 'after the last step the first comes again',
    diagnosis: 'After `steps` steps the count begins at 0 again, with the whole rate.',
    answer: () => ({ linearDecay: decayBy({ share: (t, steps) => 1 - (t % steps) / steps }) }),
  },
  {
    id: 'decay-one-count',
    belief: 'a count at the top of the file is there for all',
    diagnosis:
      'All steps of linearDecay share one count: a second one goes on where the first has ended. What is made once, and what in each call of linearDecay?',
    keeps: true,
    answer: () => {
      const next = byTensor()
      return { linearDecay: decayBy({ count: () => next }) }
    },
  },
  {
    id: 'decay-any-steps',
    belief: 'the caller knows how many steps there are',
    diagnosis: 'Any number of steps is accepted: with 0 the rate is NaN, and with −3 it rises.',
    answer: () => ({ linearDecay: decayBy({ check: () => undefined }) }),
  },
  {
    id: 'decay-half-steps',
    belief: 'a number above 0 is enough',
    diagnosis: 'Two and a half steps are accepted, or ∞: a number of steps is a whole number.',
    answer: () => ({
      linearDecay: decayBy({
        check(steps) {
          if (!(steps > 0)) throw new ValueError(`${steps} steps are too few.`)
        },
      }),
    }),
  },
]
