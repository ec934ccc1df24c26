import type { Call } from '#lib/judge/diagnose/saboteur'
import { isRecord, isWhole } from '#lib/judge/assert/whole'
import { type Tensor, dtypeOf } from '#lib/tensor'

export type List = unknown[] | Float64Array | Float32Array | Uint8Array | Uint32Array

export function isList(value: unknown): value is List {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

/** The tensors in a value: itself, in its lists, records and on its functions. */
export function tensorsWithin(value: unknown, seen = new Set<unknown>()): readonly Tensor[] {
  if (isWhole(value)) return [value]
  if (!isRecord(value) || ArrayBuffer.isView(value) || seen.has(value)) return []
  seen.add(value)
  return Object.values(value).flatMap((one) => tensorsWithin(one, seen))
}

/** How the parts of a result are changed; what is not named stays. */
export interface Changes {
  readonly tensor?: (x: Tensor) => unknown
  readonly number?: (v: number) => unknown
  readonly list?: (list: List) => unknown
  readonly record?: (record: Record<string, unknown>) => unknown
}

/** Changes the parts of a value. Functions, and what no test reads as numbers, stay as they are. */
export function mapParts(value: unknown, changes: Changes): unknown {
  const same = (one: unknown): unknown => one
  if (typeof value === 'number') return (changes.number ?? same)(value)
  if (isWhole(value)) return (changes.tensor ?? same)(value)
  if (isList(value)) {
    const change = (one: unknown): unknown => mapParts(one, changes)
    return (changes.list ?? same)(Array.isArray(value) ? value.map(change) : value.map(change as (v: number) => number))
  }
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  const parts = Object.entries(value).map(([key, one]) => [key, mapParts(one, changes)])
  return ((changes.record as Changes['list']) ?? same)(Object.fromEntries(parts))
}

/** A function whose results are changed. What it writes into its arguments counts as a result too. */
export function changeResults(right: Call, changes: Changes): Call {
  return (...args) => {
    const before = tensorsWithin(args).map((x) => ({ x, data: x.data.slice() }))
    const result = right(...args)
    for (const { x, data } of before) {
      if (data.every((v, i) => Object.is(v, x.data[i]))) continue
      const changed = (changes.tensor ?? ((one: Tensor): unknown => one))({ shape: x.shape, data: x.data.slice() })
      if (isWhole(changed) && changed.data.length === x.data.length) x.data.set(changed.data)
    }
    return mapParts(result, changes)
  }
}

/** Changes every number of the results: of tensors, lists and records. */
export function changeNumbers(right: Call, change: (v: number) => number): Call {
  return changeResults(right, {
    number: change,
    tensor: ({ shape, data }) => ({ shape, data: data.map(change) }),
  })
}

/** A function that is asked with changed tensors. What it writes into one is written back. */
export function changeTensors(right: Call, change: (x: Tensor) => Tensor): Call {
  return (...args) => {
    const given = args.map((arg) => (isWhole(arg) ? change(arg) : arg))
    const before = given.map((arg) => (isWhole(arg) ? arg.data.slice() : undefined))
    const result = right(...given)
    given.forEach((arg, i) => {
      const [x, was] = [args[i], before[i]]
      if (isWhole(arg) && isWhole(x) && was && !was.every((v, j) => Object.is(v, arg.data[j]))) x.data.set(arg.data)
    })
    return result
  }
}

export function copyTensor({ shape, data }: Tensor): Tensor {
  return { shape: [...shape], data: data.slice() }
}

export function copyParts(value: unknown): unknown {
  return mapParts(value, { tensor: copyTensor, list: (list) => list.slice(), record: (record) => ({ ...record }) })
}

/** The numbers of an argument, as a key: tensors, lists and what they hold. */
export function keyOf(value: unknown): unknown {
  if (isWhole(value)) return [value.shape, Array.from(value.data), dtypeOf(value)]
  return isList(value) ? Array.from(value as unknown[], keyOf) : value
}
