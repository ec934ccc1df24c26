import { type Tensor, sameShape } from '#lib/tensor'
import { expectClose } from './expect.ts'
import { dot, lossAt, refuseUnsteady, rounding, type Operation, type Tensors } from './forward.ts'
import { maxAbs } from './measure.ts'
import { Inconclusive, Mismatch } from './mismatch.ts'
import { formatNumber } from '../../format.ts'
import { formatEntry } from '../../planes.ts'
import type { InputAxes } from './print.ts'
import { expectShape } from './shape.ts'
import { reliable, step, tolerance } from './tolerance.ts'
import { copyInputs, copyOf, isWhole } from './whole.ts'

export type { Operation, Tensors } from './forward.ts'

export interface Checked<Name extends string> extends Operation<Name> {
  /** the gradient, worked out independently */
  readonly exact: (inputs: Tensors<Name>, c: Tensor) => Tensors<Name>
  /** the call, where a test file checks several functions: “the gradient of x in sigmoid(x)” */
  readonly of?: string
  /** the two axes of an input whose gradient is shown in rows and columns, if they are not the usual ones: { F: [0, 1] } */
  readonly axes?: InputAxes
}

/**
 * The gradient of L = ⟨c, f(x)⟩ is right: equal to the exact one, and to the difference quotient of the answer's own forward.
 *
 * A Mismatch says which input's gradient is wrong, and which of forward and backward is to blame. An Inconclusive means that
 * this point cannot tell: the true gradient is zero or constant, or the quotient is not reliable (a kink); laws draw again.
 */
export function expectGradient<Name extends string>(check: Checked<Name>): void {
  const { inputs, c, backward, exact, terms = 1, axes = {}, of } = check
  const truth = exact(inputs, c)
  for (const name in truth) refuseVacuous(name, truth[name])

  const before = copyInputs({ ...inputs, c })
  const answer = backward(inputs, c)
  for (const name in inputs) expectClose(inputs[name], before[name], { name: `after the way back, the input ${name}` })
  expectClose(c, before.c, { name: 'after the way back, the cotangent that it was given,' })

  for (const name in truth) {
    const label = `the gradient of ${name}${of === undefined ? '' : ` in ${of}`}`
    if (!(name in answer)) throw new Mismatch(`${label} is missing.`)
    const quotient = differenceQuotient(check, name)
    try {
      expectClose(answer[name], truth[name], { name: label, terms, plane: axes[name] })
    } catch (error) {
      if (!(error instanceof Mismatch) || !quotient || !isWhole(answer[name])) throw error
      throw error.add({ diagnosis: blame(answer[name], truth[name], quotient, check) })
    }
    if (!quotient) refuseUnsteady(check)
    if (!quotient)
      throw new Inconclusive(`the difference quotients of ${name} for h and h/2 disagree: a kink, perhaps.`)
    if (agree(answer[name], quotient, check)) continue
    if (agree(answer[name], quotient, check, tolerance.approximate)) {
      throw new Inconclusive(`the difference quotient of ${name} is too coarse at this point to confirm a gradient.`)
    }
    throw new Mismatch(
      `${label} is what it should be, but your way forward does not have it: ${widest(answer[name], quotient)}`,
    )
  }
}

/** One random direction instead of every entry, for many weights: (L(x + h·u) − L(x − h·u)) / 2h = ⟨∇L, u⟩. */
export function expectDirectional<Name extends string>(check: Operation<Name>, direction: Tensors<Name>): void {
  const { inputs, c, backward } = check
  const answer = backward(inputs, copyOf(c))
  const names = Object.keys(inputs) as Name[]
  for (const name of names) expectShape(answer[name], inputs[name].shape, `the gradient of ${name}`)
  const h = step.absolute()
  const along = (t: number) =>
    lossAt(
      check,
      Object.fromEntries(names.map((name) => [name, shift(inputs[name], direction[name], t)])) as Tensors<Name>,
    )
  const quotient = (along(h) - along(-h)) / (2 * h)
  const inner = names.reduce((sum, name) => sum + dot(answer[name], direction[name]), 0)
  const allowed = tolerance.kinked * Math.max(Math.abs(inner), Math.abs(quotient)) + rounding(along(0), h)
  if (Math.abs(inner - quotient) <= allowed) return
  throw new Mismatch(
    `in a random direction u the loss changes by ${formatNumber(quotient, 8)}, but ⟨gradient, u⟩ is ${formatNumber(inner, 8)}: ` +
      `off by ${formatNumber(Math.abs(inner - quotient), 2)}, allowed ${formatNumber(allowed, 2)}.`,
  )
}

/** ∂L/∂(one input) by central differences of the answer's forward, or undefined where h and h/2 disagree. */
function differenceQuotient<Name extends string>(check: Operation<Name>, name: Name): Tensor | undefined {
  const inputs = copyInputs(check.inputs)
  const x = inputs[name].data
  const quotient = x.slice()
  const coarse = x.slice()
  for (let i = 0; i < x.length; i++) {
    const at = x[i]
    const h = check.absolute?.includes(name) ? step.absolute() : step.relative(at)
    const slope = (by: number) => {
      x[i] = at + by
      const [above, L_above] = [x[i], lossAt(check, inputs)]
      x[i] = at - by
      const [below, L_below] = [x[i], lossAt(check, inputs)]
      x[i] = at
      return (L_above - L_below) / (above - below)
    }
    coarse[i] = slope(h)
    quotient[i] = slope(h / 2)
  }
  const L = lossAt(check, inputs)
  const allowed = reliable.halving * maxAbs(quotient) + 4 * rounding(L, step.absolute())
  if (quotient.some((slope, i) => !(Math.abs(slope - coarse[i]) <= allowed))) return undefined
  return { shape: inputs[name].shape, data: coarse }
}

function agree(
  a: Tensor,
  n: Tensor,
  check: Operation<string>,
  ratio: number = check.kinked ? tolerance.kinked : tolerance.smooth,
): boolean {
  const floor = rounding(lossAt(check, check.inputs), step.absolute())
  const difference = a.data.map((v, i) => v - n.data[i])
  const allowed = ratio * (length(a.data) + length(n.data))
  if (length(difference) > allowed + floor * Math.sqrt(difference.length)) return false
  return difference.every((off, i) => {
    const size = Math.max(Math.abs(a.data[i]), Math.abs(n.data[i]))
    return Math.abs(off) <= Math.max(tolerance.entry, ratio) * size + tolerance.floor * maxAbs(n.data) + floor
  })
}

function widest(a: Tensor, n: Tensor): string {
  const gaps = Array.from(a.data, (v, i) => Math.abs(v - n.data[i]))
  const at = gaps.indexOf(Math.max(...gaps))
  return `at ${formatEntry(n.shape, at)} its difference quotient is ${formatNumber(n.data[at], 10)}, the gradient ${formatNumber(a.data[at], 10)}.`
}

/** Three witnesses: the answer a, the exact gradient r, and the difference quotient n of the answer's own forward. */
function blame(a: Tensor, r: Tensor, n: Tensor, check: Operation<string>): string {
  const sameSize = a.data.length === r.data.length
  if (sameSize && agree(a, r, check) && !sameShape(a, r)) return 'The numbers are right, and their shape is not.'
  if (sameSize && agree(a, r, check))
    return 'It is close, but not equal: float32 somewhere on the way does that, a small number that is added, or a slope that is measured.'
  if (agree(r, n, check))
    return 'Your way forward is right: its difference quotient is the expected gradient. The way back is at fault.'
  if (sameSize && agree(a, n, check))
    return 'Your way back fits your way forward, but the way forward is not the formula: look there first.'
  return 'The difference quotient of your way forward matches neither the expected gradient nor yours. Check the way forward first.'
}

/** A zero gradient, or a constant one, is also what many wrong answers return. */
function refuseVacuous(name: string, { data }: Tensor): void {
  if (maxAbs(data) < reliable.kink)
    throw new Inconclusive(
      `the true gradient of ${name} is (near) zero at this point: it cannot tell right from wrong.`,
    )
  if (data.length > 1 && data.every((v) => Math.abs(v - data[0]) <= tolerance.exact * maxAbs(data))) {
    throw new Inconclusive(`the true gradient of ${name} is constant at this point: it cannot tell right from wrong.`)
  }
}

function shift(x: Tensor, u: Tensor, t: number): Tensor {
  return { shape: x.shape, data: x.data.map((v, i) => v + t * u.data[i]) }
}

function length(data: ArrayLike<number>): number {
  return Math.hypot(...Array.from(data))
}
