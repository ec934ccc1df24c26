import { formatNumber, typeset } from '../../format.ts'
import type { Tensor } from '../../tensor.ts'
import { InvalidResult, callable, hasShape, numbers, pair } from '../frame/invalid-result.ts'

/** The rows of a matrix, or a vector. */
export type Rows = readonly (readonly number[])[] | readonly number[]

/** Compares the results of one exercise with known results. Throws an InvalidResult that names the exercise if they differ. */
export class Checks {
  private readonly slug: string

  constructor(slug: string) {
    this.slug = slug
  }

  /** from: the call as a learner reads it, such as softmax(x) */
  tensor(from: string, got: unknown, rows: Rows): Tensor {
    const shape = isMatrix(rows) ? [rows.length, rows[0].length] : [rows.length]
    if (!hasShape(got, shape))
      throw new InvalidResult(this.slug, `a tensor of shape [${shape.join(', ')}] from ${from}`, got)
    const at = firstDifference(got.data, rows.flat())
    const place = isMatrix(rows) ? `${Math.floor(at / shape[1])}, ${at % shape[1]}` : String(at)
    if (at >= 0) throw this.differ(`in entry [${place}] of ${from}`, got.data[at], rows.flat()[at])
    return got
  }

  /** numbers in an array or in a typed array */
  list(from: string, got: unknown, values: readonly number[]): void {
    const list: unknown = ArrayBuffer.isView(got) ? Array.from(got as Float64Array) : got
    const found = numbers(this.slug, list, values.length, from)
    const at = firstDifference(found, values)
    if (at >= 0) throw this.differ(`in place ${at} of ${from}`, found[at], values[at])
  }

  number(from: string, got: unknown, value: number): void {
    if (typeof got !== 'number') throw new InvalidResult(this.slug, `a number from ${from}`, got)
    if (!isClose(got, value)) throw this.differ(`from ${from}`, got, value)
  }

  /** an array of `count` values */
  array(from: string, got: unknown, count: number): readonly unknown[] {
    if (Array.isArray(got) && got.length === count) return got
    throw new InvalidResult(this.slug, `an array of ${count} from ${from}`, got)
  }

  pair(from: string, got: unknown): ReturnType<typeof pair> {
    return pair(this.slug, got, from)
  }

  callable(from: string, got: unknown): ReturnType<typeof callable> {
    return callable(this.slug, got, from)
  }

  /** an object or a function, which can have properties */
  parts(from: string, got: unknown): Readonly<Record<string, unknown>> {
    if ((typeof got === 'object' && got !== null) || typeof got === 'function') return got as Record<string, unknown>
    throw new InvalidResult(this.slug, `an object from ${from}`, got)
  }

  private differ(where: string, got: number, wanted: number): InvalidResult {
    return new InvalidResult(this.slug, `${typeset(formatNumber(wanted))} ${where}`, typeset(formatNumber(got)))
  }
}

function isMatrix(rows: Rows): rows is readonly (readonly number[])[] {
  return Array.isArray(rows[0])
}

function firstDifference(got: ArrayLike<number>, wanted: readonly number[]): number {
  return wanted.findIndex((value, i) => !isClose(got[i], value))
}

/** True if they are equal within the precision of float32. */
function isClose(got: number, wanted: number): boolean {
  return Math.abs(got - wanted) <= 1e-4 * Math.max(1, Math.abs(wanted))
}
