import { formatNumber } from '../../format.ts'
import { exercises } from '../../course/exercises.ts'
import { type Tensor, isTensor, size } from '../../tensor.ts'

/** The error for a function of an exercise that returned an invalid value. It has the function, the expected and the received value. */
export class InvalidResult extends Error {
  override name = 'InvalidResult'
  /** the slug of the exercise */
  readonly slug: string
  constructor(slug: string, wanted: string, got: unknown) {
    const { id, name } = exercises.find((exercise) => exercise.slug === slug) ?? { id: '', name: slug }
    super(`${id} ${name}: the page wanted ${wanted}, but got ${describe(got)}.`.trim())
    this.slug = slug
  }
}

/** Throws an InvalidResult unless `got` is an array of `count` finite numbers. from: the function that returned it */
export function numbers(slug: string, got: unknown, count: number, from = ''): readonly number[] {
  const isRight = Array.isArray(got) && got.length === count && got.every(Number.isFinite)
  if (!isRight) throw new InvalidResult(slug, `${count} finite ${count === 1 ? 'number' : 'numbers'}${by(from)}`, got)
  return got as number[]
}

/** Throws an InvalidResult unless `got` is a finite number. */
export function number(slug: string, got: unknown, from = ''): number {
  if (!Number.isFinite(got)) throw new InvalidResult(slug, `a finite number${by(from)}`, got)
  return got as number
}

/** Throws an InvalidResult unless `got` is a function. */
export function callable(slug: string, got: unknown, from = ''): (...args: unknown[]) => unknown {
  if (typeof got !== 'function') throw new InvalidResult(slug, `a function${by(from)}`, got)
  return got as (...args: unknown[]) => unknown
}

/** Throws an InvalidResult unless `got` is a value and its pullback. */
export function pair(slug: string, got: unknown, from = ''): readonly [unknown, (...args: unknown[]) => unknown] {
  const isRight = Array.isArray(got) && got.length === 2 && typeof got[1] === 'function'
  if (!isRight) throw new InvalidResult(slug, `a value and its pullback${by(from)}`, got)
  return got as unknown as [unknown, () => unknown]
}

/** True for a tensor of this shape over a typed array of the right length. */
export function hasShape(got: unknown, shape: readonly number[]): got is Tensor {
  if (!isTensor(got) || !Array.isArray(got.shape) || String(got.shape) !== String(shape)) return false
  return ArrayBuffer.isView(got.data) && got.data.length === size(shape)
}

function by(from: string): string {
  return from && ` from ${from}`
}

/** Describes a value: the first entry that is not finite, the shape if it is wrong, or a short form. */
function describe(got: unknown): string {
  if (got === undefined) return 'undefined (is there a return?)'
  if (typeof got === 'function') return 'a function'
  if (isTensor(got) && Array.isArray(got.shape) && ArrayBuffer.isView(got.data)) return describeTensor(got)
  if (Array.isArray(got) && got.every((one) => typeof one === 'number'))
    return shorten(`[${got.map(String).join(', ')}]`)
  return shorten(typeof got === 'object' ? JSON.stringify(got, readable) : String(got))
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

function describeTensor({ shape, data }: Tensor): string {
  const name = `a tensor of shape [${shape.join(', ')}]`
  if (data.length !== size(shape)) return `${name} over ${data.length} numbers`
  const at = data.findIndex((entry) => !Number.isFinite(entry))
  if (at < 0) return name
  const columns = shape.at(-1) ?? 1
  const place = shape.length === 2 ? `[${Math.floor(at / columns)}, ${at % columns}]` : `[${at}]`
  return `${name} whose entry ${place} is ${formatNumber(data[at])}`
}

/** A replacer for JSON, which lacks NaN and ∞, and writes typed arrays as objects. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>, (x) => readable('', x)) : value
}
