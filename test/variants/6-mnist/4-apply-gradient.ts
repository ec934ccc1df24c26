import type * as kata from '#kata/6-mnist/4-apply-gradient.ts'
import { type Gradient, type Model, type Step, step } from '#kata/6-mnist/4-apply-gradient.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError, ValueError, isTensor } from '#lib/tensor'

function checkRate(rate: number): void {
  if (rate > 0 && Number.isFinite(rate)) return
  throw new ValueError(`A rate should be finite and above 0: ${rate} is not.`)
}

function checkShapes(parameter: Tensor, gradient: Tensor): void {
  if (parameter.shape.join() !== gradient.shape.join())
    throw new ShapeError('step', 'two equal shapes', [parameter, gradient])
}

function partOf(model: Model, key: string): Model {
  if (key in model) return model[key as keyof Model] as Model
  throw new ValueError(`The model has no ${key}, though there is a gradient for it.`)
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'set',
    how: 'the step makes new numbers and sets them all at once',
    answer: () => ({
      step(parameter, gradient, rate) {
        checkShapes(parameter, gradient)
        parameter.data.set(parameter.data.map((v, i) => v - rate * gradient.data[i]))
      },
    }),
  },
  {
    id: 'four-cases',
    how: 'null, tensor, array and record, a case each, and the rate checked once',
    answer: () => {
      const walk = (model: Model, gradient: Gradient, leaf: (p: Tensor, g: Tensor) => void): void => {
        if (gradient === null) return
        if (isTensor(gradient)) leaf(model as Tensor, gradient)
        else if (Array.isArray(gradient)) gradient.forEach((g, i) => walk(partOf(model, String(i)), g, leaf))
        else for (const key in gradient) walk(partOf(model, key), (gradient as Record<string, Gradient>)[key], leaf)
      }
      return {
        applyGradient(model, gradient, rate, leaf = step) {
          checkRate(rate)
          walk(model, gradient, (p, g) => leaf(p, g, rate))
        },
      }
    },
  },
  {
    id: 'stack',
    how: 'no recursion: a list of what is left to do',
    answer: () => ({
      applyGradient(model, gradient, rate, leaf = step) {
        checkRate(rate)
        const left: [Model, Gradient][] = [[model, gradient]]
        for (let next = left.shift(); next; next = left.shift()) {
          const [part, g] = next
          if (g === null) continue
          if (isTensor(g)) leaf(part as Tensor, g, rate)
          else left.unshift(...Object.keys(g).map((key): [Model, Gradient] => [partOf(part, key), Reflect.get(g, key)]))
        }
      },
    }),
  },
  {
    id: 'collected',
    how: 'first all tensors are collected, then each takes its step',
    answer: () => {
      const pairs = (model: Model, gradient: Gradient): [Tensor, Tensor][] => {
        if (gradient === null) return []
        if (isTensor(gradient)) return [[model as Tensor, gradient]]
        return Object.entries(gradient).flatMap(([key, g]) => pairs(partOf(model, key), g))
      }
      const own: Step = (p, g, rate) => {
        checkShapes(p, g)
        g.data.forEach((v, i) => (p.data[i] += -rate * v))
      }
      return {
        step: own,
        applyGradient(model, gradient, rate, leaf = own) {
          checkRate(rate)
          for (const [p, g] of pairs(model, gradient)) leaf(p, g, rate)
        },
      }
    },
  },

  {
    id: 'copied',
    how: 'the gradient is copied and frozen, deeply, before it is walked',
    answer: () => {
      const copy = (gradient: Gradient): Gradient => {
        if (gradient === null) return null
        if (isTensor(gradient)) return Object.freeze({ ...gradient })
        if (Array.isArray(gradient)) return Object.freeze(gradient.map(copy))
        return Object.freeze(Object.fromEntries(Object.entries(gradient).map(([key, one]) => [key, copy(one)])))
      }
      const walk = (model: Model, gradient: Gradient, leaf: (p: Tensor, g: Tensor) => void): void => {
        if (gradient === null) return
        if (isTensor(gradient)) return leaf(model as Tensor, gradient)
        for (const [key, one] of Object.entries(gradient)) walk(partOf(model, key), one, leaf)
      }
      return {
        step(parameter, gradient, rate) {
          checkShapes(parameter, gradient)
          const [{ data }, g] = [parameter, Array.from(gradient.data)]
          for (const [i, slope] of g.entries()) data[i] -= rate * slope
        },
        applyGradient(model, gradient, rate, leaf = step) {
          checkRate(rate)
          walk(model, copy(gradient), (p, g) => leaf(p, g, rate))
        },
      }
    },
  },
  {
    id: 'queue',
    how: 'a list that grows while it is walked, level by level; steps are taken only if everything has its part',
    answer: () => ({
      step(parameter, gradient, rate) {
        checkShapes(parameter, gradient)
        parameter.data.set(Array.from(gradient.data, (g, i) => parameter.data[i] - rate * g))
      },
      applyGradient(model, gradient, rate, leaf = step) {
        checkRate(rate)
        const steps: [Tensor, Tensor][] = []
        const queue: [Model, Gradient][] = [[model, gradient]]
        for (const [part, g] of queue) {
          if (g === null) continue
          if (isTensor(g)) steps.push([part as Tensor, g])
          else for (const [key, one] of Object.entries(g)) queue.push([partOf(part, key), one as Gradient])
        }
        for (const [p, g] of steps) leaf(p, g, rate)
      },
    }),
  },
  {
    id: 'from-the-end',
    how: 'a stack, from whose top the last part comes first; numbers and refusals from the end as well',
    answer: () => ({
      step(parameter, gradient, rate) {
        if (JSON.stringify(parameter.shape) !== JSON.stringify(gradient.shape))
          throw new ShapeError(`[${gradient.shape.join(', ')}] is no gradient of [${parameter.shape.join(', ')}].`)
        for (let i = parameter.data.length; i-- > 0;) parameter.data[i] -= rate * gradient.data[i]
      },
      applyGradient(model, gradient, rate, leaf = step) {
        if (!Number.isFinite(rate) || Math.sign(rate) !== 1) throw new ValueError(`No step has a rate of ${rate}.`)
        const stack: [Model, Gradient][] = [[model, gradient]]
        for (let top = stack.pop(); top; top = stack.pop()) {
          const [part, g] = top
          if (isTensor(g)) leaf(part as Tensor, g, rate)
          else for (const key of Object.keys(g ?? {})) stack.push([partOf(part, key), Reflect.get(Object(g), key)])
        }
      },
    }),
  },
]
