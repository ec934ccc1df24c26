import type * as kata from '#kata/6-mnist/9-adam.ts'
import { adam } from '#kata/6-mnist/9-adam.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError } from '#lib/tensor'
import {
  type Averages,
  adamBy,
  averagesOf,
  checkBetas,
  checkGradient,
  usualSettings,
} from '../../answer-parts/optimizers.ts'

/** averages that are found by something else than the parameter */
function found<Key>(keyOf: (parameter: Tensor) => Key): () => (parameter: Tensor) => Averages {
  return () => {
    const known = new Map<Key, Averages>()
    return (parameter) => {
      const key = keyOf(parameter)
      const averages = known.get(key) ?? averagesOf(parameter)
      known.set(key, averages)
      return averages
    }
  }
}

/** one t for all parameters, and averages for each */
function oneCount(): (parameter: Tensor) => Averages {
  const find = found((parameter) => parameter)()
  let t = 0
  return (parameter) => {
    const averages = find(parameter)
    averages.t = t++
    return averages
  }
}

/** adam that accepts these values of a beta */
function acceptingBetas(isAccepted: (beta: number) => boolean): typeof adam {
  return adamBy({
    checkSettings({ beta1, beta2 }) {
      for (const beta of [beta1, beta2]) if (!isAccepted(beta)) throw new ValueError(`${beta} is no beta.`)
    },
  })
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'O20',
    belief: 'm and v are the averages',
    diagnosis:
      'Both averages begin at 0, and nothing makes up for it: the first step is 3.16 times too long. What are m and v after one step?',
    answer: () => ({ adam: adamBy({ mean: ({ m }) => m, meanSquare: ({ v }) => v }) }),
  },
  {
    id: 'O21',
    belief: 'the correction is 1 − β',
    diagnosis:
      'The correction is that of the first step for ever: 1 − β without a power. Later it should come nearer and nearer to 1.',
    answer: () => ({
      adam: adamBy({ mean: ({ m, beta1 }) => m / (1 - beta1), meanSquare: ({ v, beta2 }) => v / (1 - beta2) }),
    }),
  },
  {
    id: 'O21-squared',
    belief: 'the correction is 1 − β²',
    diagnosis: 'The correction is 1 − β² in every step. The exponent is the number of the step.',
    answer: () => ({
      adam: adamBy({
        mean: ({ m, beta1 }) => m / (1 - beta1 ** 2),
        meanSquare: ({ v, beta2 }) => v / (1 - beta2 ** 2),
      }),
    }),
  },
  {
    id: 'O22',
    belief: 'steps are counted from 0',
    diagnosis: 'In the first step t is 0. Then 1 − β⁰ is 0, and the first step divides 0 or more by 0.',
    answer: () => ({ adam: adamBy({ before: -1 }) }),
  },
  {
    id: 'O23',
    belief: 'the count begins at 1, and each step adds 1 before it reads it',
    diagnosis: 'In the first step t is 2 already, so all corrections are one step late.',
    answer: () => ({ adam: adamBy({ before: 1 }) }),
  },
  {
    id: 'O24',
    belief: 'a step is a call',
    diagnosis:
      'All calls are counted together: t is 2 for the second parameter in its first step. Each parameter has a count of its own.',
    answer: () => ({ adam: adamBy({ remember: oneCount }) }),
  },
  {
    id: 'O25',
    belief: 'ε keeps the root away from 0',
    diagnosis: 'ε is inside the root. There 1e-8 acts like 1e-4, and small gradients make hardly a step.',
    answer: () => ({
      adam: adamBy({ direction: (mean, square, { epsilon }) => mean / Math.sqrt(square + epsilon) }),
    }),
  },
  {
    id: 'O26',
    belief: 'the corrections may stand in front, as one factor of the rate',
    diagnosis:
      'ε is added to the root of v, before v is corrected. In the first steps it weighs more than it should, by 1 / √(1 − β₂ᵗ).',
    answer: () => ({
      adam: adamBy({
        direction: (mean, _, { v, t, beta2, epsilon }) => (mean * Math.sqrt(1 - beta2 ** t)) / (Math.sqrt(v) + epsilon),
      }),
    }),
  },
  {
    id: 'O27',
    belief: 'ε is too small to matter',
    diagnosis: 'There is no ε: where every gradient was 0, the step is 0 / 0.',
    answer: () => ({ adam: adamBy({ direction: (mean, square) => mean / Math.sqrt(square) }) }),
  },
  {
    id: 'O28',
    belief: 'v averages the gradient too',
    diagnosis: 'v is an average of g and not of g². The root of a number below 0 is NaN.',
    answer: () => ({ adam: adamBy({ square: ({ g, v, beta2 }) => beta2 * v + (1 - beta2) * g }) }),
  },
  {
    id: 'O28-absolute',
    belief: 'v averages the size of the gradient',
    diagnosis: 'v is an average of |g| and not of g². So large gradients make large steps, and small ones small steps.',
    answer: () => ({ adam: adamBy({ square: ({ g, v, beta2 }) => beta2 * v + (1 - beta2) * Math.abs(g) }) }),
  },
  {
    id: 'O29',
    belief: 'one divides by v̂',
    diagnosis: 'There is no root: m̂ is divided by v̂, so the smaller the gradients, the longer the step.',
    answer: () => ({ adam: adamBy({ direction: (mean, square, { epsilon }) => mean / (square + epsilon) }) }),
  },
  {
    id: 'O30',
    belief: 'β₁ belongs to v and β₂ to m',
    diagnosis:
      'β₁ and β₂ have changed places: the gradient is averaged over a thousand steps, and its square over ten.',
    answer: () => ({
      adam: adamBy({
        average: ({ g, m, beta2 }) => beta2 * m + (1 - beta2) * g,
        square: ({ g, v, beta1 }) => beta1 * v + (1 - beta1) * g * g,
        mean: ({ m, t, beta2 }) => m / (1 - beta2 ** t),
        meanSquare: ({ v, t, beta1 }) => v / (1 - beta1 ** t),
      }),
    }),
  },
  {
    id: 'O31',
    belief: 'm adds the gradients up, as momentum does',
    diagnosis: 'The gradient enters m whole, without 1 − β₁: the first step is ten times too long.',
    answer: () => ({ adam: adamBy({ average: ({ g, m, beta1 }) => beta1 * m + g }) }),
  },
  {
    id: 'O31-square',
    belief: 'v adds the squares up',
    diagnosis: 'The square enters v whole, without 1 − β₂: the first step is about thirty times too short.',
    answer: () => ({ adam: adamBy({ square: ({ g, v, beta2 }) => beta2 * v + g * g }) }),
  },
  {
    id: 'O32',
    belief: 'weight decay is a part of the gradient',
    diagnosis:
      'weightDecay·p is added to the gradient. Then m and v average it, and √v̂ divides it, like any gradient: how large it is hardly matters.',
    answer: () => ({
      adam: adamBy({
        average: ({ g, m, p, beta1, weightDecay }) => beta1 * m + (1 - beta1) * (g + weightDecay * p),
        square: ({ g, v, p, beta2, weightDecay }) => beta2 * v + (1 - beta2) * (g + weightDecay * p) ** 2,
        move: ({ p, rate }, direction) => p - rate * direction,
      }),
    }),
  },
  {
    id: 'O33',
    belief: 'the rate is for the gradient alone',
    diagnosis: 'The decay has no rate: each step takes the whole of weightDecay·p away.',
    answer: () => ({
      adam: adamBy({ move: ({ p, rate, weightDecay }, direction) => p - rate * direction - weightDecay * p }),
    }),
  },
  {
    id: 'O34',
    belief: 'the decay comes after the step',
    diagnosis: 'The decay reads the parameter after its step. Both terms of a step read it as it was before.',
    answer: () => ({
      adam: adamBy({
        move({ p, rate, weightDecay }, direction) {
          const moved = p - rate * direction
          return moved - rate * weightDecay * moved
        },
      }),
    }),
  },
  {
    id: 'O35',
    belief: 'the decay is subtracted from what is subtracted',
    diagnosis: 'The weights grow: the decay pulls them away from 0. Look at the sign of weightDecay·p.',
    answer: () => ({
      adam: adamBy({ move: ({ p, rate, weightDecay }, direction) => p - rate * (direction - weightDecay * p) }),
    }),
  },
  {
    id: 'O36',
    belief: 'the decay is that of the gradient',
    diagnosis: 'The decay is weightDecay·g. What should be pulled towards 0?',
    answer: () => ({
      adam: adamBy({ move: ({ p, g, rate, weightDecay }, direction) => p - rate * (direction + weightDecay * g) }),
    }),
  },
  {
    id: 'O36-average',
    belief: 'the decay is that of the average',
    diagnosis: 'The decay is weightDecay·m. What should be pulled towards 0?',
    answer: () => ({
      adam: adamBy({ move: ({ p, m, rate, weightDecay }, direction) => p - rate * (direction + weightDecay * m) }),
    }),
  },
  {
    id: 'adam-no-decay',
    belief: 'Adam is complete without the decay',
    diagnosis: 'weightDecay makes no difference.',
    answer: () => ({ adam: adamBy({ move: ({ p, rate }, direction) => p - rate * direction }) }),
  },
  {
    id: 'adam-always-decays',
    belief: 'a weight decay of 0.01 is usual',
    diagnosis: 'If the caller says nothing about weightDecay, the weights shrink all the same.',
    answer: () => ({ adam: adamBy({ defaults: { ...usualSettings, weightDecay: 0.01 } }) }),
  },
  {
    id: 'O37',
    belief: 'the rate is a setting',
    diagnosis: 'The rate of the first call is kept, and later ones are not read.',
    answer: () => ({
      adam(settings) {
        const take = adam(settings)
        let first: number | undefined
        return (parameter, gradient, rate) => take(parameter, gradient, (first ??= rate))
      },
    }),
  },
  {
    id: 'O38',
    belief: 'the corrected averages are the averages',
    diagnosis:
      'm̂ and v̂ are stored in place of m and v, so the next step corrects them once more. The correction is for the step, and not for the memory.',
    answer: () => ({
      adam: adamBy({
        average: ({ g, m, t, beta1 }) => (beta1 * m + (1 - beta1) * g) / (1 - beta1 ** t),
        square: ({ g, v, t, beta2 }) => (beta2 * v + (1 - beta2) * g * g) / (1 - beta2 ** t),
        mean: ({ m }) => m,
        meanSquare: ({ v }) => v,
      }),
    }),
  },
  {
    id: 'O39',
    belief: 'a step never becomes longer again',
    diagnosis: 'v keeps the largest v̂ that there was, as in AMSGrad: after one large gradient all steps stay short.',
    answer: () => {
      const most = new WeakMap<Averages, Float64Array>()
      const find = found((parameter) => parameter)
      return {
        adam(own = {}) {
          const settings = { ...usualSettings, ...own }
          checkBetas(settings)
          const { beta1, beta2, epsilon, weightDecay } = settings
          const averagesFor = find()
          return (parameter, gradient, rate) => {
            checkGradient(parameter, gradient)
            const averages = averagesFor(parameter)
            const t = ++averages.t
            const [p, g, m, v] = [parameter.data, gradient.data, averages.m.data, averages.v.data]
            const highest = most.get(averages) ?? new Float64Array(p.length)
            most.set(averages, highest)
            for (let i = 0; i < p.length; i++) {
              m[i] = beta1 * m[i] + (1 - beta1) * g[i]
              v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
              highest[i] = Math.max(highest[i], v[i] / (1 - beta2 ** t))
              p[i] -= rate * (m[i] / (1 - beta1 ** t) / (Math.sqrt(highest[i]) + epsilon) + weightDecay * p[i])
            }
          }
        },
      }
    },
  },
  {
    id: 'adam-corrects-m-only',
    belief: 'only the average of the gradient is too small at first',
    diagnosis: 'm is corrected and v is not. Both begin at 0.',
    answer: () => ({ adam: adamBy({ meanSquare: ({ v }) => v }) }),
  },
  {
    id: 'adam-corrects-v-only',
    belief: 'only the average of the squares is too small at first',
    diagnosis: 'v is corrected and m is not. Both begin at 0.',
    answer: () => ({ adam: adamBy({ mean: ({ m }) => m }) }),
  },
  {
    id: 'adam-without-m',
    belief: 'the gradient is divided by the root of v̂',
    diagnosis: 'The gradient of this step is divided by √v̂, as in RMSProp: the average m plays no part.',
    answer: () => ({ adam: adamBy({ mean: ({ g }) => g }) }),
  },
  {
    id: 'adam-uphill',
    belief: 'one follows the average gradient',
    diagnosis: 'The step goes uphill: rate · m̂ / (√v̂ + ε) is added.',
    answer: () => ({
      adam: adamBy({ move: ({ p, rate, weightDecay }, direction) => p + rate * (direction - weightDecay * p) }),
    }),
  },
  {
    id: 'adam-forgets',
    belief: 'a step makes what it needs',
    diagnosis:
      'm, v and t are made anew in each step, so every step is the first one. Where do they live between two steps?',
    answer: () => ({ adam: adamBy({ remember: () => averagesOf }) }),
  },
  {
    id: 'adam-one-memory',
    belief: 'an optimizer has an m, a v and a t',
    diagnosis: 'All parameters share m, v and t: each is moved by what the others felt.',
    answer: () => ({
      adam: adamBy({
        remember() {
          let averages: Averages | undefined
          return (parameter) => (averages ??= averagesOf(parameter))
        },
      }),
    }),
  },
  {
    id: 'adam-by-shape',
    belief: 'the shape says which parameter it is',
    diagnosis: 'The memory is found by the shape. Two parameters of one shape share theirs.',
    answer: () => ({ adam: adamBy({ remember: found(({ shape }) => shape.join()) }) }),
  },
  {
    id: 'adam-by-data',
    belief: 'a parameter is its array of numbers',
    diagnosis: 'The memory is found by `data`. When a tensor gets another array, everything is forgotten.',
    answer: () => ({ adam: adamBy({ remember: found(({ data }) => data) }) }),
  },
  {
    id: 'adam-one-optimizer',
    belief: 'a WeakMap at the top of the file is there for all',
    diagnosis:
      'All optimizers share one memory: a second one goes on with the averages of the first. What is made once, and what in each call of adam?',
    keeps: true,
    answer: () => {
      const find = found((parameter) => parameter)()
      return { adam: adamBy({ remember: () => find }) }
    },
  },
  {
    id: 'adam-squares-in-place',
    belief: 'the gradient is used up, so it may be squared in place',
    diagnosis: 'The gradient is squared in place: the caller finds g² where g was.',
    answer: () => ({
      adam(settings) {
        const take = adam(settings)
        return (parameter, gradient, rate) => {
          take(parameter, { shape: gradient.shape, data: gradient.data.slice() }, rate)
          gradient.data.forEach((g, i) => (gradient.data[i] = g * g))
        }
      },
    }),
  },
  {
    id: 'adam-keeps-gradient',
    belief: 'the gradient before is there at the next step',
    diagnosis:
      'The step remembers the tensors of the gradients, and reads them later. By then the caller may have overwritten their numbers.',
    answer: () => ({
      adam(settings) {
        const past = new WeakMap<Tensor, [start: Tensor, gradients: [Tensor, number][]]>()
        return (parameter, gradient, rate) => {
          checkGradient(parameter, gradient)
          const { shape } = parameter
          const known = past.get(parameter)?.[1] ?? []
          const again = { shape, data: parameter.data.slice() }
          const take = adam(settings)
          for (const [g] of known) take(again, g, 1)
          again.data.set(parameter.data)
          take(again, gradient, rate)
          past.set(parameter, [again, [...known, [gradient, rate]]])
          parameter.data.set(again.data)
        }
      },
    }),
  },
  {
    id: 'adam-unchecked',
    belief: 'a gradient always has the shape of its parameter',
    diagnosis:
      'A gradient of another shape is not refused. What becomes of entries that only one of the two tensors has?',
    answer: () => ({ adam: adamBy({ check: () => undefined }) }),
  },
  {
    id: 'adam-same-length',
    belief: 'as many entries are the same shape',
    diagnosis: 'A gradient of (3, 2) is accepted for a parameter of (2, 3): only the number of entries is compared.',
    answer: () => ({
      adam: adamBy({
        check(parameter, gradient) {
          if (parameter.data.length !== gradient.data.length)
            throw new ShapeError('adam', 'as many numbers', [parameter, gradient])
        },
      }),
    }),
  },
  {
    id: 'adam-any-beta',
    belief: 'the caller chooses betas that are good for the loss',
    diagnosis: 'Any beta is accepted: with 1 the correction divides by 0, and with NaN all parameters are NaN.',
    answer: () => ({ adam: acceptingBetas(() => true) }),
  },
  {
    id: 'adam-beta-of-1',
    belief: 'a beta lies between 0 and 1',
    diagnosis: 'A beta of 1 is accepted. What is 1 − βᵗ then?',
    answer: () => ({ adam: acceptingBetas((beta) => beta >= 0 && beta <= 1) }),
  },
  {
    id: 'adam-nan-beta',
    belief: 'a bad beta is below 0, or it is 1 or more',
    diagnosis: 'NaN is accepted for a beta: every comparison with it is false.',
    answer: () => ({ adam: acceptingBetas((beta) => !(beta < 0 || beta >= 1)) }),
  },
  {
    id: 'adam-checks-beta1',
    belief: 'the check of the one beta is enough',
    diagnosis: 'beta2 is not checked.',
    answer: () => ({
      adam: adamBy({
        checkSettings: ({ beta1, beta2 }) => checkBetas({ ...usualSettings, beta1, beta2: beta2 === 0 ? 0 : 0.5 }),
      }),
    }),
  },
]
