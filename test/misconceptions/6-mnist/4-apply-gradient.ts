import type * as kata from '#kata/6-mnist/4-apply-gradient.ts'
import { type Gradient, type Model, type Step, applyGradient, step } from '#kata/6-mnist/4-apply-gradient.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError, isTensor, sameShape } from '#lib/tensor'

/** a wrong step, and the walk that calls it */
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

/** the right step, where these shapes are accepted */
function accepting(isAccepted: (parameter: Tensor, gradient: Tensor) => boolean): Answer<typeof kata> {
  return stepping((parameter, gradient, rate) => {
    const [p, g] = [parameter.data, gradient.data]
    if (!isAccepted(parameter, gradient)) throw notTheSame(parameter, gradient)
    for (let i = 0; i < p.length; i++) p[i] -= rate * g[i]
  })
}

function checkShapes(parameter: Tensor, gradient: Tensor): void {
  if (!sameShape(parameter, gradient)) throw notTheSame(parameter, gradient)
}

function notTheSame(parameter: Tensor, gradient: Tensor): ShapeError {
  return new ShapeError('step', 'a gradient of the parameter’s shape', [parameter, gradient])
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
  if (!(rate > 0 && rate < Infinity))
    throw new ValueError(`applyGradient wants a finite rate above 0, but got ${rate}.`)
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
    id: 'step-into-gradient',
    belief: 'dW is the new W: dW = W − rate · dW',
    diagnosis: 'The new values are written into the gradient. The parameter itself never changes.',
    answer: () =>
      stepping((parameter, gradient, rate) => {
        checkShapes(parameter, gradient)
        const [p, g] = [parameter.data, gradient.data]
        for (let i = 0; i < p.length; i++) g[i] = p[i] - rate * g[i]
      }),
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
    id: 'step-unchecked',
    belief: 'a gradient always has the shape of its parameter',
    diagnosis:
      'A gradient of another shape is not refused. What becomes of entries that only one of the two tensors has?',
    answer: () => accepting(() => true),
  },
  {
    id: 'step-same-length',
    belief: 'as many entries are the same shape',
    diagnosis: 'A gradient of (3, 2) is accepted for a parameter of (2, 3): only the number of entries is compared.',
    answer: () => accepting((p, g) => p.data.length === g.data.length),
  },
  {
    id: 'step-axes-of-parameter',
    belief: 'two shapes are the same if each size of the one is a size of the other',
    diagnosis:
      'A gradient of (2, 1) is accepted for a parameter of (2): it may have axes that are not compared with any.',
    answer: () => accepting((p, g) => p.shape.every((n, axis) => n === g.shape[axis])),
  },
  {
    id: 'step-axes-of-gradient',
    belief: 'two shapes are the same if each size of the gradient is one of the parameter',
    diagnosis:
      'A gradient of (2) is accepted for a parameter of (2, 1): that may have axes that are not compared with any.',
    answer: () => accepting((p, g) => g.shape.every((n, axis) => n === p.shape[axis])),
  },
  {
    id: 'step-two-axes',
    belief: 'a shape has rows and columns',
    diagnosis: 'Only the first two axes are compared, and a third one may differ.',
    answer: () => accepting((p, g) => p.shape[0] === g.shape[0] && p.shape[1] === g.shape[1]),
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
    id: 'apply-any-rate',
    belief: 'the caller chooses a rate that is good for the loss',
    diagnosis: 'Any rate is accepted: with one below 0 the steps go uphill, and with NaN all parameters are NaN.',
    answer: () => refusingRates(() => false),
  },
  {
    id: 'apply-negative-rate',
    belief: 'a bad rate is one below 0',
    diagnosis: 'Only rates below 0 are refused: 0 moves nothing, and what about NaN and ∞?',
    answer: () => refusingRates((rate) => rate < 0),
  },
  {
    id: 'apply-nan-rate',
    belief: 'a bad rate is one that is not above 0: rate <= 0',
    diagnosis: 'Some rates that should be refused pass: every comparison with NaN is false, and ∞ is above 0.',
    answer: () => refusingRates((rate) => rate <= 0),
  },
  {
    id: 'apply-nan-only',
    belief: 'a bad rate is not above 0, or it is ∞',
    diagnosis:
      'NaN is accepted for a rate: every comparison with it is false, so it is neither below 0 nor equal to anything.',
    answer: () => refusingRates((rate) => rate <= 0 || rate === Infinity),
  },
  {
    id: 'apply-infinite-rate',
    belief: 'a good rate is above 0',
    diagnosis: '∞ is accepted for a rate, since it is above 0.',
    answer: () => refusingRates((rate) => !(rate > 0)),
  },
  {
    id: 'apply-rate-above-1',
    belief: 'a rate is a share of the gradient',
    diagnosis:
      'Rates above 1 are refused. A rate is a factor, and where the gradient is small a large one may be right.',
    answer: () => refusingRates((rate) => !(rate > 0 && rate <= 1)),
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
  {
    id: 'apply-along-the-layers',
    belief: 'there are as many gradients as layers, so the layers are counted',
    diagnosis: 'Arrays are walked as far as the model goes: a gradient for one more layer is passed over in silence.',
    answer: () =>
      walking((model, gradient, rate, leaf, walk) => {
        const parts = Object.entries(gradient).slice(0, Array.isArray(model) ? model.length : undefined)
        for (const [key, g] of parts) walk(part(model, key), g, rate, leaf)
      }),
  },
  {
    id: 'apply-assigns',
    belief: 'a parameter gets its new value by an assignment to its place in the model',
    diagnosis: 'Parts of the model are replaced by new tensors: each layer still has the old one, and sees no change.',
    answer: () => assigning(() => {}),
  },
  {
    id: 'apply-assigns-parts',
    belief: 'a part of the model gets its new value by an assignment',
    diagnosis: 'Parts of the model are replaced by new tensors: each layer still has the old one, and sees no change.',
    answer: () => assigning((parameter, gradient, rate, leaf) => leaf(parameter, gradient, rate)),
  },
  {
    id: 'apply-swapped',
    belief: 'the step takes the gradient first',
    diagnosis: 'The gradient is handed over where the step expects the parameter: so it is the gradient that changes.',
    answer: () => ({
      applyGradient: (model, gradient, rate, leaf = step) =>
        applyGradient(model, gradient, rate, (parameter, g, r) => leaf(g, parameter, r)),
    }),
  },
  {
    id: 'apply-uphill',
    belief: 'one follows the gradient, and a step of its own is one line',
    diagnosis: 'The step goes uphill: rate · gradient is added. And the step that was handed in is never called.',
    answer: () => ({
      applyGradient: (model, gradient, rate) =>
        applyGradient(model, gradient, rate, (p, g) => p.data.forEach((v, i) => (p.data[i] = v + rate * g.data[i]))),
    }),
  },
]

/** the right walk, where these rates are refused */
function refusingRates(isRefused: (rate: number) => boolean): Answer<typeof kata> {
  const walk: Walk = (model, gradient, rate, leaf = step) => {
    if (isRefused(rate)) throw new ValueError(`applyGradient wants a finite rate above 0, but got ${rate}.`)
    if (gradient === null) return
    if (isTensor(gradient)) return leaf(model as Tensor, gradient, rate)
    for (const [key, g] of Object.entries(gradient)) walk(part(model, key), g, rate, leaf)
  }
  return { applyGradient: walk }
}

/** tensors that are parts of something are replaced; `alone` is what happens to one that is not */
function assigning(
  alone: (parameter: Tensor, gradient: Tensor, rate: number, leaf: Step) => void,
): Answer<typeof kata> {
  const walk: Walk = (model, gradient, rate, leaf = step) => {
    checkRate(rate)
    if (gradient === null) return
    if (isTensor(gradient)) return alone(model as Tensor, gradient, rate, leaf)
    for (const [key, g] of Object.entries(gradient)) {
      const counterpart = part(model, key)
      if (!isTensor(g)) walk(counterpart, g, rate, leaf)
      else (model as Record<string, Tensor>)[key] = stepped(counterpart as Tensor, g, rate)
    }
  }
  return { applyGradient: walk }
}

function stepped({ shape, data }: Tensor, gradient: Tensor, rate: number): Tensor {
  return { shape, data: data.map((v, i) => v - rate * gradient.data[i]) }
}
