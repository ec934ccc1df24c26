import { numericalGradient } from '#kata/4-backprop/1-numerical-gradient.ts'
import { gradientScatter } from '#lib/pictures/gradient-scatter'
import { vector } from '#lib/tensor'

export function picture() {
  const x = vector(...Array.from({ length: 40 }, (_, i) => -4 + 0.21 * i))
  const numeric = numericalGradient(
    ({ data }) => Array.from(data).reduce((total, v) => total + Math.sin(v) * Math.exp(v), 0),
    x,
  )
  const analytic = x.data.map((v) => (Math.cos(v) + Math.sin(v)) * Math.exp(v))
  return gradientScatter('Σ sin x · exp x: its derivative, and your difference quotient', analytic, numeric.data)
}
