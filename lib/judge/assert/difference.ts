import type { Tensor } from '#lib/tensor'
import { formatNumber, formatTable } from '../../format.ts'
import { digitsFor } from './print.ts'

/** What a difference is measured by. */
export interface Measure {
  readonly name: string
  readonly allowed: number
  /** of the largest entry: what is off by a thousandth of it, or less, needs a magnifying glass */
  readonly size: number
}

/** y[1, 1] is 5.5, expected 5; 2 of 6 differ. */
export function describeDifference(
  answer: Tensor,
  truth: Tensor,
  off: number[],
  { allowed, name, size }: Measure,
): string {
  const [at] = off
  const [a, r] = [answer.data[at], truth.data[at]]
  const gap = Number.isFinite(a) && Number.isFinite(r) ? Math.abs(a - r) : Infinity
  const digits = digitsFor(a, r)
  const few = [2, 4, 8].find((some) => formatNumber(gap, some) !== formatNumber(allowed, some)) ?? 17
  const by = gap < 1e-3 * size ? `: off by ${formatNumber(gap, few)}, allowed ${formatNumber(allowed, few)}` : ''
  const count = truth.data.length > 1 ? `; ${off.length} of ${truth.data.length} differ` : ''
  const came = `${formatNumber(a, digits)}${limitOf(answer, a)}`
  return `${entryOf(name, index(truth.shape, at))} is ${came}, expected ${formatNumber(r, digits)}${by}${count}.`
}

/** 1.798e308 stands for ∞ where one began with the largest number there is, or clamps. */
function limitOf({ data }: Tensor, v: number): string {
  const [dtype, most] = data instanceof Float32Array ? ['float32', 2 ** 128 - 2 ** 104] : ['float64', Number.MAX_VALUE]
  return Math.abs(v) === most ? `, the ${v > 0 ? 'largest' : 'lowest'} ${dtype}` : ''
}

/** y[0, 1] · matmul(a, b)[0, 1] · the gradient of x, entry [0, 1], */
function entryOf(name: string, at: string): string {
  if (at === '' || /^[\w.]+(\([^()]*\))?$/.test(name)) return `${name}${at}`
  return `${name.replace(/,$/, '')}, entry ${at},`
}

/** expected and received, side by side, the first wrong entry marked */
export function beside(truth: Tensor, answer: Tensor, at: number): string {
  const digits = digitsFor(truth.data[at], answer.data[at])
  const left = ['expected', ...formatTable(truth, at, digits)]
  const right = ['received', ...formatTable(answer, at, digits)]
  const width = Math.max(...left.map((line) => line.length))
  return left.map((line, i) => `  ${line.padEnd(width)}   ${right[i] ?? ''}`.trimEnd()).join('\n')
}

/** [n, j] of entry n·K + j, for any number of axes */
function index(shape: readonly number[], at: number): string {
  if (shape.length === 0) return ''
  let rest = at
  const places = shape.toReversed().map((size) => {
    const place = rest % size
    rest = Math.floor(rest / size)
    return place
  })
  return `[${places.toReversed().join(', ')}]`
}
