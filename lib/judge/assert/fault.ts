import type { Dtype } from '#lib/tensor'
import { isData, isSize } from '../../argument.ts'
import { describe, isClass } from '../../describe.ts'
import { formatShape } from '../../format.ts'
import { formatOneLine } from './print.ts'
import { attempt, isError, isRecord, isWhole } from './whole.ts'

/**
 * Says of what kind a value is, where a tensor, a number or a list was expected. Tests run without types, so the value may
 * be anything. Nothing here throws, and a list without an end takes no longer than a short one.
 *
 * A fault is the end of a sentence whose subject is the name of the value: “is undefined, expected a number.”
 */
export type Fault = string

/** undefined: it is a tensor, of whatever dtype. `like` is the dtype that its data should have. */
export function tensorFault(
  value: unknown,
  wanted = 'a tensor { shape, data }',
  like: Dtype = 'float64',
): Fault | undefined {
  if (isWhole(value)) return undefined
  return attempt(
    () => {
      if (!isRecord(value) || !('shape' in value) || !('data' in value)) return otherKind(value, wanted)
      const { shape, data } = value
      if (!Array.isArray(shape)) return `has ${describe(shape)} as its shape, expected a list of sizes.`
      if (!isData(data)) {
        const came = Array.isArray(data) ? 'a plain array' : describe(data)
        const array = like === 'float32' ? 'Float32Array' : 'Float64Array'
        return `has ${came} as its data, expected a ${array}: make results with zeros(shape, like).`
      }
      return shapeFault(shape, data.length)
    },
    otherKind(value, wanted),
  )
}

function shapeFault(shape: readonly unknown[], length: number): Fault {
  const at = shape.findIndex((n) => !isSize(n))
  if (at >= 0) {
    const wanted = typeof shape[at] === 'string' ? ': text, expected numbers' : ', expected whole numbers from 0 on'
    return `has the shape ${formatShape(shape)}${wanted}.`
  }
  const size = (shape as readonly number[]).reduce((product, n) => product * n, 1)
  return `says it has shape ${formatShape(shape)}, which is ${size} entries, but it holds ${length}.`
}

export function numberFault(value: unknown): Fault | undefined {
  return typeof value === 'number' ? undefined : otherKind(value, 'a number')
}

/** A wrong entry of a list. */
export interface EntryFault {
  readonly at: number
  readonly fault: Fault
}

/** undefined: it is an array or a typed array, and every entry is a number. */
export function numbersFault(value: unknown, wanted = 'a list of numbers'): Fault | EntryFault | undefined {
  if (isNumeric(value)) return undefined
  return attempt<Fault | EntryFault | undefined>(
    () => {
      if (!Array.isArray(value) || isWhole(value[0])) return otherKind(value, wanted)
      for (let at = 0; at < value.length; at++) {
        const fault = numberFault(value[at])
        if (fault !== undefined) return { at, fault }
      }
      return undefined
    },
    otherKind(value, wanted),
  )
}

/** A typed array of numbers: of bigints it is none, and neither is a DataView. */
function isNumeric(value: unknown): boolean {
  return attempt(
    () =>
      ArrayBuffer.isView(value) && 'length' in value && !/^Big/.test(String(Reflect.get(value, Symbol.toStringTag))),
    false,
  )
}

/** is a promise (katas are synchronous), expected a tensor { shape, data }. */
export function otherKind(value: unknown, wanted: string): Fault {
  return `is ${kindOf(value)}, expected ${wanted}${remedyFor(value, wanted)}.`
}

/** a number · a list of numbers · a tensor · the text “3” · { y, back } · a promise */
export function kindOf(value: unknown): string {
  if (typeof value === 'number') return 'a number'
  if (typeof value === 'string') return `the text ${formatOneLine(value)}`
  if (isWhole(value)) return 'a tensor'
  if (attempt(() => value instanceof Promise, false)) return formatOneLine(value)
  return attempt(() => (Array.isArray(value) ? kindOfList(value) : describe(value)), describe(value))
}

function kindOfList(list: readonly unknown[]): string {
  if (list.length === 1 && isWhole(list[0])) return 'a list with one tensor'
  const few = Array.from({ length: Math.min(list.length, 8) }, (_, i) => list[i])
  return few.length > 0 && few.every((one) => typeof one === 'number') ? 'a list of numbers' : describe(list)
}

function remedyFor(value: unknown, wanted: string): string {
  if (isError(value)) return ': throw it'
  if (isClass(value) && wanted.includes('function')) return ': it is called without “new”'
  const isOne = kindOf(value) === 'a list with one tensor'
  return isOne && wanted.includes('tensor') ? ': give the tensor itself' : ''
}
