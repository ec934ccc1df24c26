import { type Dtype, type Tensor, dtypeOf } from '#lib/tensor'
import { otherKind } from './fault.ts'
import type { Kind, PlainKind } from './kind.ts'
import { MissingExport, Mismatch, Misshapen } from './mismatch.ts'
import { Place, isShort, keepCall } from './place.ts'
import { formatInputs, formatOneLine } from './print.ts'
import { type Callable, isArray, isCallable, isRecord, isWhole } from './whole.ts'

/**
 * Tests run without types: here the kind of each result is checked before a test takes it apart. So a test reads like the
 * mathematics, const [y, back] = mul(3, 5), and a wrong kind is one sentence about the call that returned it.
 */
export interface Contract {
  /** The export, with its results checked. `find` finds it anew for each call, since one test is asked of many answers. */
  bind(name: string, find: () => unknown): unknown
}

/** The exports of a kata, each with its results checked: const { map, zip } = checkResults(kata, { map: …, zip: … }). */
export function checkResults<Kata extends object, Contracts extends { readonly [Name in keyof Kata]?: Contract }>(
  kata: Kata,
  contracts: Contracts,
): Pick<Kata, keyof Contracts & keyof Kata> {
  const bound = Object.entries(contracts as Record<string, Contract>).map(([name, contract]) => [
    name,
    contract.bind(name, () => Reflect.get(kata, name)),
  ])
  return Object.fromEntries(bound) as Pick<Kata, keyof Contracts & keyof Kata>
}

/**
 * A function of these parameters: returns('x, f', tensor). `handed`: functions among the arguments, by their parameter, with
 * the kind of their own argument.
 */
export function returns(
  params: string,
  kind: Kind | ((...args: never[]) => Kind),
  handed: Readonly<Record<string, PlainKind>> = {},
): Contract {
  const names = params.split(', ')
  const kindFor = (args: unknown[]): Kind => (typeof kind === 'function' ? kind(...(args as never[])) : kind)
  const bind: Contract['bind'] =
    (name, find) =>
    (...args: unknown[]) => {
      const f = checkExport(name, find())
      const given = args.map((arg, i) => (names[i] in handed ? takes(names[i], arg, handed[names[i]]) : arg))
      const promised = kindFor(args) // before the call, which may change its arguments
      const place = new Place(keepCall(name, params, args), dtypeAmong(args))
      const read = (result: unknown): unknown => {
        try {
          return promised.read(result, place)
        } catch (error) {
          throw error instanceof Misshapen ? error.add(inputsOf(names, args)) : error
        }
      }
      const before = args.map((arg) => (isArray(arg) ? arg.slice(0, mostCompared) : undefined))
      const result = place.resultOf(f, given, { read })
      args.forEach((arg, i) => refuseChange(place.name, names[i] ?? `argument ${i}`, before[i], arg))
      return result
    }
  return { bind }
}

/** Entries of a list that are compared before and after a call. */
const mostCompared = 50

/** A list that a kata was handed, such as a point or the angles, has changed: what the test expects would be made of that. */
function refuseChange(call: string, input: string, before: readonly unknown[] | undefined, now: unknown): void {
  if (!before || !isArray(now)) return
  const isSame =
    before.every((one, i) => Object.is(one, now[i])) && (before.length === mostCompared || before.length === now.length)
  if (isSame) return
  throw new Mismatch(
    `${call} changed its input: ${input} was ${formatOneLine(before)} and is now ${formatOneLine(now)}.`,
  )
}

/** The function that a kata exports under this name. A MissingExport if there is none, a Misshapen if it is something else. */
export function checkExport(name: string, exported: unknown): Callable {
  if (isCallable(exported)) return exported
  if (exported === undefined) throw new MissingExport(name)
  throw new Misshapen(`${name} ${otherKind(exported, 'a function')}`, exported)
}

/** An object of functions: methods({ AB: returns('A, B', tensor) }). */
export function methods(contracts: Readonly<Record<string, Contract>>): Contract {
  const wanted = `{ ${Object.keys(contracts).join(', ')} }`
  return {
    bind(name, find) {
      const findMethod = (key: string) => (): unknown => {
        const object = find()
        if (!isRecord(object)) throw new Misshapen(`${name} ${otherKind(object, wanted)}`, object)
        const method = new Place(name).read(object, key, key)
        if (isCallable(method)) return (...args: unknown[]): unknown => Reflect.apply(method, object, args)
        throw new Misshapen(`${name}.${key} ${otherKind(method, 'a function')}`, method)
      }
      const bound = Object.entries(contracts).map(([key, one]) => [key, one.bind(`${name}.${key}`, findMethod(key))])
      return Object.fromEntries(bound)
    },
  }
}

/** Checks a value that did not come from a call of the test's own. */
export function checkKind<T>(value: T, kind: Kind, name: string): T {
  return kind.read(value, new Place(name, 'float64', '', 'is')) as T
}

/** A function of a test, which complains when a kata calls it with another kind: f was called with a Float64Array of 2. */
export function takes<F>(name: string, f: F, ...kinds: readonly PlainKind[]): F {
  if (typeof f !== 'function') return f
  const checkCall = (...args: unknown[]): unknown => {
    kinds.forEach((kind, i) => {
      const fault = kind.faultOf(args[i])
      if (fault === undefined) return
      const came = typeof fault === 'string' ? fault : `is a list, and its entry ${fault.at} ${fault.fault}`
      throw new Mismatch(`${name} was called with ${came.startsWith('is ') ? came.slice(3) : `a value that ${came}`}`)
    })
    return Reflect.apply(f, undefined, args)
  }
  return checkCall as F
}

function dtypeAmong(args: readonly unknown[]): Dtype {
  const first = args.find(isWhole)
  return first ? dtypeOf(first) : 'float64'
}

/** The arguments by name, if they can be shown in a few lines. */
function inputsOf(names: readonly string[], args: readonly unknown[]): { inputs?: string[] } {
  const shown = names.flatMap((name, i) => (!isShort(args[i]) && isSmall(args[i]) ? [[name, args[i]] as const] : []))
  return shown.length > 0 ? { inputs: formatInputs(Object.fromEntries(shown)) } : {}
}

function isSmall(value: unknown): boolean {
  const numbers = isWhole(value) ? value.data : value
  return (Array.isArray(value) || isWhole(value)) && (numbers as Tensor['data']).length <= 49
}
