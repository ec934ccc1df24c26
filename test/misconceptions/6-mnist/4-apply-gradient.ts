import type * as kata from '#kata/6-mnist/4-apply-gradient.ts'
import { type Gradient, type Model, type Step, applyGradient, step } from '#kata/6-mnist/4-apply-gradient.ts'
import type { Answer, Misconception } from '#lib/judge/answers'
import { type Tensor, ShapeError, ValueError, isTensor, sameShape } from '#lib/tensor'

/** a wrong step, and the walk of whoever has it */
function stepping(wrong: Step): Answer<typeof kata> {
  return {
    step: wrong,
    applyGradient: (model, gradient, rate, leaf = wrong) => applyGradient(model, gradient, rate, leaf),
  }
}

/** a step that writes something else into each entry of the parameter */
function writing(entry: (p: number, g: number, rate: number, n: number) => number): Answer<typeof kata> {
  return stepping((parameter, gradient, rate) => {
    checkShapes(parameter, gradient)
    const { data } = parameter
    for (let i = 0; i < data.length; i++) data[i] = entry(data[i], gradient.data[i], rate, data.length)
  })
}

function checkShapes(parameter: Tensor, gradient: Tensor): void {
  if (sameShape(parameter, gradient)) return
  throw new ShapeError('step', 'a gradient of the parameter’s shape', [parameter, gradient])
}

type Parts = Readonly<Record<string, Gradient>>
type Walk = typeof kata.applyGradient

/** the right walk, but for what is done with the parts of an array or a record */
function walking(
  each: (model: Model, gradient: Parts, rate: number, leaf: Step, walk: Walk) => void,
): Answer<typeof kata> {
  const walk: Walk = (model, gradient, rate, leaf = step) => {
    checkRate(rate)
    if (gradient === null) return
    if (isTensor(gradient)) leaf(model as Tensor, gradient, rate)
    else each(model, gradient as Parts, rate, leaf, walk)
  }
  return { applyGradient: walk }
}

function checkRate(rate: number): void {
  if (!(rate > 0 && rate < Infinity)) throw new ValueError(`applyGradient wants a rate above 0, but got ${rate}.`)
}

function part(model: Model, key: string): Model {
  const counterpart = (model as Record<string, Model>)[key]
  if (counterpart !== undefined) return counterpart
  throw new ValueError(`applyGradient has a gradient for ‘${key}’, but the model has no such part.`)
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'B27',
    belief: 'one follows the gradient',
    diagnosis: 'The step goes uphill: rate · gradient is added.',
    answer: () => writing((p, g, rate) => p + rate * g),
  },
  {
    id: 'B02',
    belief: 'the gradient is a sum, so it is divided by its size',
    diagnosis: 'Each step is divided by the number of entries of the parameter.',
    answer: () => writing((p, g, rate, n) => p - (rate * g) / n),
  },
  {
    id: 'step-without-rate',
    belief: 'the gradient says how far to go',
    diagnosis: 'The rate makes no difference: the whole gradient is subtracted.',
    answer: () => writing((p, g) => p - g),
  },
  {
    id: 'step-replaces',
    belief: 'the step is the new value',
    diagnosis: 'The old value of the parameter is gone afterwards: only −rate · gradient is left.',
    answer: () => writing((_, g, rate) => -rate * g),
  },
  {
    id: 'step-sign-only',
    belief: 'the sign of the gradient says where to go, and the rate how far',
    diagnosis: 'All entries move by the same amount, the rate: how large the gradient is makes no difference.',
    answer: () => writing((p, g, rate) => p - rate * Math.sign(g)),
  },
  {
    id: 'step-reassigns',
    belief: 'to give the parameter a new value, one assigns to it',
    diagnosis:
      'A new tensor gets the name of the parameter within this function: the array of the network never changes.',
    answer: () =>
      stepping((parameter, gradient, rate) => {
        checkShapes(parameter, gradient)
        parameter = { shape: parameter.shape, data: parameter.data.map((v, i) => v - rate * gradient.data[i]) }
      }),
  },
  {
    id: 'step-scales-gradient',
    belief: 'the gradient is used up, so it may be scaled in place',
    diagnosis: 'The gradient is another one afterwards. Of the two tensors, only the parameter is there to be changed.',
    answer: () =>
      stepping((parameter, gradient, rate) => {
        checkShapes(parameter, gradient)
        for (let i = 0; i < parameter.data.length; i++) {
          gradient.data[i] *= rate
          parameter.data[i] -= gradient.data[i]
        }
      }),
  },
  {
    id: 'step-same-length',
    belief: 'as many entries are the same shape',
    diagnosis: 'A gradient of (3, 2) is accepted for a parameter of (2, 3): only the number of entries is compared.',
    answer: () =>
      stepping((parameter, gradient, rate) => {
        const [p, g] = [parameter.data, gradient.data]
        if (p.length !== g.length)
          throw new ShapeError('step', 'a gradient of the parameter’s shape', [parameter, gradient])
        for (let i = 0; i < p.length; i++) p[i] -= rate * g[i]
      }),
  },
  {
    id: 'M28',
    belief: 'the weights are what learns',
    diagnosis: 'In records only W gets a step: look at what else has a gradient.',
    answer: () =>
      walking((model, gradient, rate, leaf, walk) => {
        for (const [key, g] of Object.entries(gradient)) {
          const counterpart = part(model, key)
          if (Array.isArray(gradient) || key === 'W') walk(counterpart, g, rate, leaf)
        }
      }),
  },
  {
    id: 'apply-one-level',
    belief: 'a model is an array of records of tensors',
    diagnosis: 'Only a list of records of tensors is walked: what lies deeper, or is not in a record, gets no step.',
    answer: () =>
      walking((model, gradient, rate, leaf) => {
        for (const [key, layer] of Object.entries(gradient)) {
          const counterpart = part(model, key)
          if (isTensor(layer)) leaf(counterpart as Tensor, layer, rate)
          else if (layer !== null) {
            for (const [name, g] of Object.entries(layer)) {
              const p = part(counterpart, name)
              if (isTensor(g)) leaf(p as Tensor, g, rate)
            }
          }
        }
      }),
  },
  {
    id: 'apply-first-only',
    belief: 'return hands the walk on to each part',
    diagnosis: 'Of every array and record only the first part gets a step: the loop ends in its first round.',
    answer: () =>
      walking((model, gradient, rate, leaf, walk) => {
        for (const [key, g] of Object.entries(gradient)) return walk(part(model, key), g, rate, leaf)
      }),
  },
  {
    id: 'apply-arrays-twice',
    belief: 'arrays have a loop of their own, before that of records',
    diagnosis:
      'Parts of an array get two steps, or more the deeper they lie: for JavaScript an array is an object too.',
    answer: () =>
      walking((model, gradient, rate, leaf, walk) => {
        if (Array.isArray(gradient)) gradient.forEach((g, i) => walk(part(model, String(i)), g, rate, leaf))
        for (const [key, g] of Object.entries(gradient)) walk(part(model, key), g, rate, leaf)
      }),
  },
  {
    id: 'apply-to-a-copy',
    belief: 'a step makes a new model',
    diagnosis: 'The steps are taken on a copy: the model that was handed in is what it was before.',
    answer: () => ({
      applyGradient(model, gradient, rate, leaf = step) {
        const onCopy: Step = (p, g, by) => leaf({ shape: p.shape, data: p.data.slice() }, g, by)
        applyGradient(model, gradient, rate, onCopy)
      },
    }),
  },
  {
    id: 'apply-own-step',
    belief: 'there is only one step',
    diagnosis: 'The step that was handed in is never called.',
    answer: () => ({ applyGradient: (model, gradient, rate) => applyGradient(model, gradient, rate, step) }),
  },
  {
    id: 'apply-forgets-step',
    belief: 'the calls inside know which step was handed in',
    diagnosis: 'The step that was handed in is not called within arrays and records: follow it into the recursion.',
    answer: () =>
      walking((model, gradient, rate, _, walk) => {
        for (const [key, g] of Object.entries(gradient)) walk(part(model, key), g, rate)
      }),
  },
  {
    id: 'apply-nan-rate',
    belief: 'a bad rate is one that is not above 0: rate <= 0',
    diagnosis: 'Some rates that should be refused pass: every comparison with NaN is false, and ∞ is above 0.',
    answer: () => {
      const walk: Walk = (model, gradient, rate, leaf = step) => {
        if (rate <= 0) throw new ValueError(`applyGradient wants a rate above 0, but got ${rate}.`)
        if (gradient === null) return
        if (isTensor(gradient)) return leaf(model as Tensor, gradient, rate)
        for (const [key, g] of Object.entries(gradient)) walk(part(model, key), g, rate, leaf)
      }
      return { applyGradient: walk }
    },
  },
  {
    id: 'apply-checks-afterwards',
    belief: 'a check at the end is a check',
    diagnosis: 'A bad rate is refused, but only after the parameters have changed.',
    answer: () => {
      const walk: Walk = (model, gradient, rate, leaf = step) => {
        if (gradient !== null && isTensor(gradient)) leaf(model as Tensor, gradient, rate)
        else if (gradient !== null)
          for (const [key, g] of Object.entries(gradient)) walk(part(model, key), g, rate, leaf)
        checkRate(rate)
      }
      return { applyGradient: walk }
    },
  },
  {
    id: 'apply-skips-strangers',
    belief: 'a gradient for what the model does not have can be ignored',
    diagnosis: 'A gradient without a counterpart is passed over in silence.',
    answer: () =>
      walking((model, gradient, rate, leaf, walk) => {
        for (const [key, g] of Object.entries(gradient)) {
          const counterpart = (model as Record<string, Model>)[key]
          if (counterpart !== undefined) walk(counterpart, g, rate, leaf)
        }
      }),
  },
]
