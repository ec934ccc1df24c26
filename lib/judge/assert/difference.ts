import type { Tensor } from '#lib/tensor'
import { formatNumber } from '../../format.ts'
import { type PlaneAxes, Planes, formatIndex } from '../../planes.ts'
import { formatTable } from '../../table.ts'
import { digitsFor } from './print.ts'

/** What a difference is measured by. */
export interface Measure {
  readonly name: string
  readonly allowed: number
  /** of the largest entry: what is off by a thousandth of it, or less, needs a magnifying glass */
  readonly size: number
  /** the rows and columns of a plane */
  readonly plane?: PlaneAxes
}

/** y[1, 1] is 5.5, expected 5; 2 of 6 differ. With more than two axes it says in how many planes, too. */
export function describeDifference(
  answer: Tensor,
  truth: Tensor,
  off: number[],
  { allowed, name, size, plane }: Measure,
): string {
  const [at] = off
  const [a, r] = [answer.data[at], truth.data[at]]
  const gap = Number.isFinite(a) && Number.isFinite(r) ? Math.abs(a - r) : Infinity
  const digits = digitsFor(a, r)
  const few = [2, 4, 8].find((some) => formatNumber(gap, some) !== formatNumber(allowed, some)) ?? 17
  const by = gap < 1e-3 * size ? `: off by ${formatNumber(gap, few)}, allowed ${formatNumber(allowed, few)}` : ''
  const count =
    truth.data.length > 1 ? `; ${off.length} of ${truth.data.length} differ${placesOf(truth, off, plane)}` : ''
  const came = `${formatNumber(a, digits)}${limitOf(answer, a)}`
  return `${entryOf(name, formatIndex(truth.shape, at))} is ${came}, expected ${formatNumber(r, digits)}${by}${count}.`
}

/** , in 2 of 6 planes */
function placesOf({ shape }: Tensor, off: readonly number[], axes?: PlaneAxes): string {
  const planes = new Planes(shape, axes)
  if (planes.count < 2 || off.length < 2) return ''
  const wrong = new Set(off.map((at) => planes.find(at).plane))
  if (wrong.size === 1) return `, all in the plane ${planes.label(planes.find(off[0]).plane)}`
  return `, in ${wrong.size} of ${planes.count} planes`
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

/** expected and received, side by side, the first wrong entry marked: in its plane, when there are more than two axes */
export function beside(truth: Tensor, answer: Tensor, at: number, axes?: PlaneAxes): string {
  const digits = digitsFor(truth.data[at], answer.data[at])
  const planes = new Planes(truth.shape, axes)
  const head = (name: string): string => `${name} ${planes.label(planes.find(at).plane)}`.trim()
  const left = [head('expected'), ...formatTable(truth, at, digits, axes)]
  const right = [head('received'), ...formatTable(answer, at, digits, axes)]
  const width = Math.max(...left.map((line) => line.length))
  return left.map((line, i) => `  ${line.padEnd(width)}   ${right[i] ?? ''}`.trimEnd()).join('\n')
}
