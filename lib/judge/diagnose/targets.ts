import type { Exercise } from '../../course/exercises.ts'
import { isArray, isRecord, isWhole } from '../assert/whole.ts'
import type { Exports } from './answer-proxy.ts'
import { examsOn, exportsOf } from './answer-tests.ts'
import type { Call, Fact, Target } from './saboteur.ts'

/** 4.5 dense → returned */
export function nameOf({ exercise, path, depth }: Target): string {
  return `${exercise.id} ${path.join('.')}${' → returned'.repeat(depth)}`
}

/** The functions of an exercise that its tests call, each with what was seen of it. */
export async function targetsOf(exercise: Exercise): Promise<Map<Target, Set<Fact>>> {
  const reference = await exportsOf(exercise, 'reference')
  const targets = new Map<Target, Set<Fact>>()
  let exports = reference
  for (const path of pathsOf(reference)) {
    for (let depth = 0; depth < 3; depth++) {
      const [target, facts] = [{ exercise, path, depth }, new Set<Fact>()]
      targets.set(target, facts)
      exports = spoilAt(exports, target, (right) => watch(right, facts))
    }
  }
  for (const { run } of await examsOn(exercise, exports)) run(true)
  for (const [target, facts] of targets) if (facts.size === 0) targets.delete(target)
  return targets
}

/** The functions among the exports, and the methods of the objects among them. */
function pathsOf(reference: Exports): readonly string[][] {
  return Object.entries(reference).flatMap(([name, value]) => {
    if (typeof value === 'function') return [[name]]
    if (!isRecord(value) || ArrayBuffer.isView(value) || isArray(value)) return []
    return Object.entries(value).flatMap(([key, method]) => (typeof method === 'function' ? [[name, key]] : []))
  })
}

/** The exports with one function spoiled. */
export function spoilAt(exports: Exports, { path: [name, key], depth }: Target, spoil: (right: Call) => Call): Exports {
  const spoilOne = (value: unknown): unknown => spoilBelow(value as Call, depth, spoil)
  const value = exports[name]
  if (key === undefined) return { ...exports, [name]: spoilOne(value) }
  const methods = value as Record<string, unknown>
  return { ...exports, [name]: { ...methods, [key]: spoilOne(methods[key]) } }
}

function spoilBelow(right: Call, depth: number, spoil: (right: Call) => Call): Call {
  if (depth === 0) return withProperties(spoil(right), right)
  const below = (...args: unknown[]): unknown =>
    // A function that it was given, and gives back, is none of its own.
    mapFunctions(right(...args), (one) => (args.includes(one) ? one : spoilBelow(one, depth - 1, spoil)))
  return withProperties(below, right)
}

/** A layer is a function with properties, and some of those are functions too. */
function withProperties(call: Call, right: Call): Call {
  return Object.assign((...args: unknown[]) => call(...args), right)
}

/** Replaces the functions in a result: in lists and records, on functions, and what a generator gives. */
function mapFunctions(value: unknown, change: (one: Call) => Call): unknown {
  if (typeof value === 'function') {
    const changed = change(value as Call)
    if (changed === value) return value
    const own = Object.entries(value).map(([key, one]) => [key, mapFunctions(one, change)])
    return Object.assign(changed, Object.fromEntries(own))
  }
  if (!isRecord(value) || isWhole(value) || ArrayBuffer.isView(value)) return value
  if (typeof value.next === 'function') return spoilYields(value as unknown as Iterator<unknown>, change)
  if (isArray(value)) return value.map((one) => mapFunctions(one, change))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapFunctions(one, change)]))
}

function* spoilYields(all: Iterator<unknown>, change: (one: Call) => Call): Generator<unknown, unknown> {
  let next = all.next()
  const give = change(() => next.value)
  for (; next.done !== true; next = all.next()) yield give()
  return next.value
}

/** The same function, which notes what it takes, gives and throws. */
function watch(right: Call, facts: Set<Fact>): Call {
  return (...args) => {
    const tensors = args.filter(isWhole).length
    if (tensors > 0) facts.add('takes a tensor')
    if (tensors > 1) facts.add('takes two tensors')
    const count = args.filter((arg) => ArrayBuffer.isView(arg) || isArray(arg)).length
    if (count > 0) facts.add('takes a list')
    if (count > 1) facts.add('takes two lists')
    if (args.some((arg) => typeof arg === 'function')) facts.add('takes a function')
    try {
      const result = right(...args)
      for (const fact of factsOf(result)) facts.add(fact)
      return result
    } catch (error) {
      facts.add('throws')
      throw error
    }
  }
}

function factsOf(result: unknown): readonly Fact[] {
  if (result === undefined) return ['gives nothing']
  const parts: readonly unknown[] = isRecord(result) && !isWhole(result) ? Object.values(result) : []
  const inside = parts.some(isWhole) ? (['gives a tensor'] as const) : []
  const numbers = [result, ...parts].flatMap((one) => (isWhole(one) ? Array.from(one.data) : [one]))
  const nan = numbers.some(Number.isNaN) ? (['gives NaN'] as const) : []
  const infinite = numbers.some((v) => v === Infinity || v === -Infinity) ? (['gives ∞'] as const) : []
  return ['gives something', ...inside, ...nan, ...infinite, ...ownFact(result)]
}

function ownFact(result: unknown): readonly Fact[] {
  if (typeof result === 'number') return ['gives a number']
  if (isWhole(result)) return ['gives a tensor']
  if (ArrayBuffer.isView(result)) return ['gives a list']
  // The list [y, back] is taken apart at once.
  if (isArray(result)) return result.some((one) => typeof one === 'function') ? [] : ['gives a list']
  return isRecord(result) && typeof result !== 'function' ? ['gives a record'] : []
}
