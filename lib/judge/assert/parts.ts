import { type Tensor, sameShape } from '#lib/tensor'
import { formatShape } from '../../format.ts'
import { changeIn, overlap } from './memory.ts'
import { formatOneLine } from './print.ts'
import { attempt, copyOf, isArray, isRecord, isWhole } from './whole.ts'

/** Whatever a function returns, taken apart: its tensors, lists and numbers, each with its name. */
export interface Part {
  readonly name: string
  readonly value: unknown
  /** the arrays, lists and records in which a later write could be seen; typed arrays by their bytes */
  readonly memory?: object
}

export type Typed = Tensor['data'] | Uint8Array | Uint32Array

export function isTyped(value: unknown): value is Typed {
  return attempt(() => ArrayBuffer.isView(value) && 'length' in value, false)
}

/** At most so many parts of a list are taken apart, so that a list without an end takes no longer than a short one. */
const most = 200
/** Lists in lists are taken apart so far. */
const deepest = 4

/** The parts of a result. A function in it has none, and what cannot be read is one part. */
export function partsOf(value: unknown, name: string, depth = 0): readonly Part[] {
  return attempt(() => readParts(value, name, depth), [{ name, value }])
}

function readParts(value: unknown, name: string, depth: number): readonly Part[] {
  if (isWhole(value)) return [{ name, value, memory: value.data }]
  if (isTyped(value)) return [{ name, value, memory: value }]
  if (typeof value === 'function' || !isRecord(value) || depth > deepest) return [{ name, value }]
  const own: Part = { name, value: isArray(value) ? `a list of ${value.length}` : 'a record', memory: value }
  const entries: readonly (readonly [PropertyKey, unknown])[] = isArray(value)
    ? value.slice(0, most).map((one, i) => [i, one])
    : keysOf(value)
        .slice(0, most)
        .map((key) => [key, value[key]])
  return [own, ...entries.flatMap(([key, one]) => partsOf(one, partName(key, name, depth), depth + 1))]
}

const named = new WeakMap<object, readonly string[]>()

/** Says which parts of a record its contract names. What else the record holds is the kata's own, and no part of a result. */
export function nameParts<T extends object>(record: T, keys: readonly string[]): T {
  named.set(record, keys)
  return record
}

/** The names of the parts of a record: those of its contract, or all its properties, those that are getters of its class too. */
function keysOf(record: object): readonly string[] {
  const promised = named.get(record)
  if (promised) return promised
  const own = Object.keys(record)
  const parent = Object.getPrototypeOf(record) as object | null
  if (!parent || parent === Object.prototype) return own
  const getters = Object.entries(Object.getOwnPropertyDescriptors(parent)).filter(([, { get }]) => get)
  return [...new Set([...own, ...getters.map(([key]) => key)])]
}

/** dx of back(dy) · entry 2 of joints(θ) · dx.data */
function partName(key: PropertyKey, name: string, depth: number): string {
  const isIndex = typeof key === 'number'
  if (depth === 0) return `${isIndex ? `entry ${key}` : String(key)} of ${name}`
  return isIndex ? `${name}[${key}]` : `${name}.${String(key)}`
}

/** A number, a list of numbers, or a tensor. */
export function isNumeric({ value }: Part): boolean {
  return typeof value === 'number' || isWhole(value) || isTyped(value)
}

/** The parts as they are now: what is written into the originals later does not change them. */
export function copyParts(parts: readonly Part[]): readonly Part[] {
  return parts.map(({ name, value }) => {
    if (isWhole(value)) return { name, value: copyOf(value) }
    return { name, value: isTyped(value) ? value.slice() : value }
  })
}

/** “entry 1 was 2, then 7”: the first difference between two results; undefined if there is none. 0 and −0 are equal. */
export function differenceOf(once: readonly Part[], then: readonly Part[]): string | undefined {
  if (once.length !== then.length) return `there were ${once.length} parts, then ${then.length}`
  for (let i = 0; i < once.length; i++) {
    const difference = differenceOfPart(once[i].value, then[i].value)
    if (difference !== undefined)
      return once.length > 1 && once[i].name !== once[0].name ? `${once[i].name}: ${difference}` : difference
  }
  return undefined
}

function differenceOfPart(a: unknown, b: unknown): string | undefined {
  const [x, y] = [asTensor(a), asTensor(b)]
  if (x && y) {
    if (!sameShape(x, y)) return `its shape was ${formatShape(x.shape)}, then ${formatShape(y.shape)}`
    const change = changeIn(x, y, isSame)
    return change && `${change.entry} was ${change.once}, then ${change.then}`
  }
  if (isSame(a, b) || (typeof a === 'function' && typeof b === 'function')) return undefined
  return `it was ${formatOneLine(a)}, then ${formatOneLine(b)}`
}

function asTensor(value: unknown): Tensor | undefined {
  if (isWhole(value)) return value
  return isTyped(value) ? { shape: [value.length], data: value as Tensor['data'] } : undefined
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b)
}

/** Do two pieces of memory share a byte, or are they one list or record? */
function isShared(a: object, b: object): boolean {
  if (a === b) return !isTyped(a) || a.length > 0
  return isTyped(a) && isTyped(b) && overlap(a as Tensor['data'], b as Tensor['data'])
}

/** A part of the one result that shares memory with a part of the other. */
export function sharedPart(some: readonly Part[], others: readonly Part[]): { one: Part; other: Part } | undefined {
  for (const one of some) {
    const other = others.find(({ memory }) => memory && one.memory && isShared(one.memory, memory))
    if (other) return { one, other }
  }
  return undefined
}
