import type * as kata from '#kata/6-mnist/4-apply-gradient.ts'
import { type Gradient, applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import type { Answer, UnlistedMistake } from '#lib/judge/diagnose/answers'
import { ShapeError, isTensor, sameShape } from '#lib/tensor'

function writing(entry: (p: number, g: number, rate: number) => number): Answer<typeof kata> {
  const step: typeof kata.step = (parameter, gradient, rate) => {
    if (!sameShape(parameter, gradient)) throw new ShapeError('step', 'equal shapes', [parameter, gradient])
    parameter.data.forEach((p, i) => (parameter.data[i] = entry(p, gradient.data[i], rate)))
  }
  return { step, applyGradient: (model, gradient, rate, leaf = step) => applyGradient(model, gradient, rate, leaf) }
}

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'uphill-without-rate',
    what: 'the gradient is added (B27), all of it (step-without-rate)',
    answer: () => writing((p, g) => p + g),
  },
  {
    id: 'with-decay',
    what: 'the parameter shrinks by a hundredth of the rate as well, on no list',
    answer: () => writing((p, g, rate) => p - rate * (g + 0.01 * p)),
  },
  {
    id: 'short-names-only',
    what: 'parts with more than four letters get no step, on no list: it looks like M28',
    answer: () => {
      const short = (gradient: Gradient): Gradient => {
        if (gradient === null || isTensor(gradient)) return gradient
        if (Array.isArray(gradient)) return gradient.map(short)
        const parts = Object.entries(gradient as Record<string, Gradient>).filter(([name]) => name.length <= 4)
        return Object.fromEntries(parts.map(([name, part]) => [name, short(part)]))
      }
      return { applyGradient: (model, gradient, ...rest) => applyGradient(model, short(gradient), ...rest) }
    },
  },
]
