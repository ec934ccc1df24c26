import { select } from '../course/exercises.ts'
import type { Place } from './place.ts'
import { isYours, treeName } from './whose.ts'

/** A kata returned what cannot be shown: says which, what was wanted, and what came. */
export class Unexpected extends Error {
  override name = 'Unexpected'
  readonly place: Place | undefined
  constructor(slug: string, wanted: string, got: unknown) {
    const [{ id, name, path }] = select(slug)
    super(`${id} ${name}: the page wanted ${wanted}, but got ${shown(got)}.`)
    this.place = isYours(slug) ? { file: `${treeName()}/${path}.ts` } : undefined
  }
}

/** so many finite numbers; anything else: Unexpected */
export function numbers(slug: string, got: unknown, count: number): readonly number[] {
  const isRight = Array.isArray(got) && got.length === count && got.every(Number.isFinite)
  if (!isRight) throw new Unexpected(slug, `${count} finite ${count === 1 ? 'number' : 'numbers'}`, got)
  return got as number[]
}

/** a number; NaN and ∞ are numbers too */
export function number(slug: string, got: unknown): number {
  if (typeof got !== 'number') throw new Unexpected(slug, 'a number', got)
  return got
}

function shown(got: unknown): string {
  if (got === undefined) return 'undefined (is there a return?)'
  if (typeof got === 'function') return 'a function'
  const text = typeof got === 'object' ? JSON.stringify(got, readable) : String(got)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}

/** JSON has no NaN and no ∞, and writes typed arrays as objects */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>, (x) => readable('', x)) : value
}
