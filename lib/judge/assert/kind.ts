import { isSize } from '../../argument.ts'
import { type EntryFault, type Fault, numberFault, numbersFault, otherKind, tensorFault } from './fault.ts'
import { type Part, copyParts, differenceOf, nameParts, partsOf } from './parts.ts'
import { Place, keepCall } from './place.ts'
import { Misshapen } from './mismatch.ts'
import { formatOneLine } from './print.ts'
import { attempt, isArray, isCallable, isRecord } from './whole.ts'

/** The kind of a result: a tensor of any shape, or a pair of a number and a function. */
export interface Kind {
  /** The value, if it is of this kind; functions in it are checked in turn when they are called. A Misshapen otherwise. */
  read(value: unknown, place: Place): unknown
}

/** A kind that one look can tell. */
export interface PlainKind extends Kind {
  faultOf(value: unknown, place?: Place): Fault | EntryFault | undefined
}

/** The kind of a value that one look can tell, by what is wrong with it. */
export function plain(faultOf: PlainKind['faultOf']): PlainKind {
  return {
    faultOf,
    read(value, place) {
      const fault = faultOf(value, place)
      return fault === undefined ? value : place.refuse(value, fault)
    },
  }
}

export const anything: PlainKind = plain(() => undefined)
export const number: PlainKind = plain(numberFault)
export const numbers: PlainKind = plain((value) => numbersFault(value))
export const tensor: PlainKind = plain((value, place) => tensorFault(value, undefined, place?.dtype))
export const anyList: PlainKind = plain((value) => (isArray(value) ? undefined : otherKind(value, 'a list')))
export const anyFunction: PlainKind = plain((value) => (isCallable(value) ? undefined : otherKind(value, 'a function')))
export const text: PlainKind = plain((value) => (typeof value === 'string' ? undefined : otherKind(value, 'text')))

/** A list of whole numbers from 0 on. */
export const sizes: PlainKind = plain((value) => {
  const fault = isArray(value) ? numbersFault(value) : otherKind(value, 'a list of sizes')
  return (
    fault ??
    ((value as number[]).every(isSize) ? undefined : `is ${formatOneLine(value)}, expected whole numbers from 0 on.`)
  )
})

/** A function whose results are of a kind: back(dy), layer(x). */
export function method(name: string, params: string, kind: Kind, wanted = 'a function'): Kind {
  return {
    read(value, place) {
      if (!isCallable(value)) return place.refuseKind(value, wanted)
      return (...args: unknown[]) => place.calls(name, params, args).resultOf(value, args, kind)
    },
  }
}

/** A function that the result is itself, as compose gives one: compose(mul, sin)(a, b). */
export function operation(params: string, kind: Kind): Kind {
  return {
    read(value, place) {
      if (!isCallable(value)) return place.refuseKind(value, 'a function')
      return (...args: unknown[]) => {
        const words = keepCall('', params, args)
        return new Place(() => `${place.name}${words()}`, place.dtype).resultOf(value, args, kind)
      }
    },
  }
}

/** [y, back], and the gradient that back(dy) returns. */
export function pullback(y: Kind, gradient: Kind, param = 'dy'): Kind {
  const back = method('back', param, gradient, 'the function back')
  return {
    read(value, place) {
      if (!isArray(value)) return place.refuseKind(value, 'the list [y, back]')
      const [first, second] = [0, 1].map((i) => place.read(value, i, `part ${i}`))
      return [y.read(first, place.part('the first part')), back.read(second, place.part('the second part'))]
    },
  }
}

/** A list of one kind, and of this length if one is given. `name` is what it is called where it has no name yet: film[3]. */
export function list(name: string, kind: Kind, length?: number): Kind {
  return {
    read(value, place) {
      if (!isArray(value)) return place.refuseKind(value, 'a list')
      const whole = place.path === '' ? name : place.path
      const own = Number(place.read(value, 'length', whole))
      if (length !== undefined && own > length)
        return place.part(whole).refuse(value, `has ${own} entries, expected ${length}.`)
      const count = length ?? own // of a shorter list the first missing entry is told
      const parts = Array.from({ length: count }, (_, i) => partOf(value, i, `${whole}[${i}]`, kind, place))
      return parts.every(({ isSame }) => isSame) ? value : parts.map(({ part }) => part)
    },
  }
}

/** A list whose entries have names, all of one kind: tuple('da, db', number). */
export function tuple(names: string, kind: Kind): Kind {
  return {
    read(value, place) {
      if (!isArray(value)) return place.refuseKind(value, `the list [${names}]`)
      names.split(', ').forEach((name, i) => partOf(value, i, name, kind, place))
      return value
    },
  }
}

/** An object with these properties, and maybe others. `remark` says more to a learner who has none. */
export function record(kinds: Readonly<Record<string, Kind>>, remark = ''): Kind {
  const keys = Object.keys(kinds)
  const wanted = `{ ${keys.join(', ')} }${remark && `: ${remark}`}`
  return {
    read(value, place) {
      if (!isRecord(value) || isArray(value)) return place.refuseKind(value, wanted)
      const parts = Object.entries(kinds).map(([key, kind]) => ({
        key,
        ...propertyOf(value, key, place.path === '' ? key : `${place.path}.${key}`, kind, place),
      }))
      const isSame = parts.every((one) => one.isSame)
      return nameParts(
        isSame ? value : { ...value, ...Object.fromEntries(parts.map(({ key, part }) => [key, part])) },
        keys,
      )
    },
  }
}

/** A part, and whether it is the same as before: one in which nothing is to be checked later. */
function partOf(
  value: object,
  key: PropertyKey,
  path: string,
  kind: Kind,
  place: Place,
): { part: unknown; isSame: boolean } {
  const own = place.read(value, key, path)
  const part = kind.read(own, place.part(path))
  return { part, isSame: part === own }
}

/** A part of a record. If it is missing, the message lists the others: it may have another name. */
function propertyOf(value: object, key: string, path: string, kind: Kind, place: Place): ReturnType<typeof partOf> {
  try {
    return partOf(value, key, path, kind, place)
  } catch (error) {
    if (!(error instanceof Misshapen) || attempt(() => Reflect.get(value, key) !== undefined, true)) throw error
    const others = attempt(() => Object.keys(value), []).slice(0, 6)
    if (others.length === 0) throw error
    throw error.add({
      symptom: `${error.parts.symptom} There ${others.length > 1 ? 'are' : 'is'} ${others.join(', ')}.`,
    })
  }
}

/** A generator, or another iterable: each `name` is of one kind, and the value that it returns at its end of another. */
export function steps(name: string, kind: Kind, last: Kind = anything): Kind {
  return {
    read(value, place) {
      const begin = isRecord(value) ? place.read(value, Symbol.iterator, 'the iterator') : undefined
      if (typeof begin !== 'function') return place.refuseKind(value, 'a generator')
      const next = stepper(() => Reflect.apply(begin, value, []), place)
      const refuseOverwritten = overwriteCheck(name, place)
      const checked: Iterator<unknown> & Iterable<unknown> = {
        next() {
          const { done, value: found } = next('next')
          if (done) return { done, value: last.read(found, place.part('the result at the end')) }
          refuseOverwritten(found)
          return { done, value: kind.read(found, place.part(name)) }
        },
        return: () => next('return'),
        [Symbol.iterator]: () => checked,
      }
      return checked
    },
  }
}

/** A generator may not yield one object again with other contents: what it yielded first has changed then. */
function overwriteCheck(name: string, place: Place): (found: unknown) => void {
  let last: { readonly found: unknown; readonly parts: readonly Part[] } | undefined
  return (found) => {
    if (!isRecord(found) || typeof found === 'function') return
    const parts = copyParts(partsOf(found, name))
    const difference = last?.found === found ? differenceOf(last.parts, parts) : undefined
    last = { found, parts }
    if (difference === undefined) return
    place
      .part(`each ${name}`)
      .refuse(found, `is one and the same object, so what was yielded first has changed since: ${difference}.`)
  }
}

type Step = { readonly done: boolean; readonly value: unknown }

/** Calls next or return of an iterator, which begins with the first call. One without return has come to its end. */
function stepper(begin: () => unknown, place: Place): (name: 'next' | 'return') => Step {
  let iterator: unknown
  return (name) => {
    iterator ??= begin()
    const f = isRecord(iterator) ? place.read(iterator, name, name) : undefined
    if (f === undefined && name === 'return') return { done: true, value: undefined }
    if (typeof f !== 'function') return place.part(name).refuseKind(f, 'a function')
    const at = new Place(`${name}() of ${place.name}`, place.dtype)
    const step: unknown = Reflect.apply(f, iterator, [])
    if (!isRecord(step)) return at.refuseKind(step, 'an object { value, done }')
    return { done: Boolean(at.read(step, 'done', 'done')), value: at.read(step, 'value', 'value') }
  }
}
