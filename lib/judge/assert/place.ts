import type { Dtype } from '#lib/tensor'
import { Todo } from '#lib/todo'
import { describe } from '../../describe.ts'
import type { Kind } from './kind.ts'
import { type EntryFault, type Fault, otherKind } from './fault.ts'
import { Mismatch, Misshapen } from './mismatch.ts'
import { noteResult } from './origin.ts'
import { formatOneLine } from './print.ts'
import { type Callable, isArray, isError } from './whole.ts'

/** The path of a value within a kata's result: cotangents[0].dx of lossGradient(chain, x, labels). */
export class Place {
  readonly #call: string | (() => string)
  readonly path: string
  /** true if the whole is the result of a call, false if it is a named value */
  readonly verb: 'returned' | 'is'
  /** the dtype of the first tensor argument, which the result should have */
  readonly dtype: Dtype

  /** `call`: its words, or how to find them. Most calls are right, and their words are never asked for. */
  constructor(call: string | (() => string), dtype: Dtype = 'float64', path = '', verb: Place['verb'] = 'returned') {
    this.#call = call
    this.dtype = dtype
    this.path = path
    this.verb = verb
  }

  get call(): string {
    return typeof this.#call === 'string' ? this.#call : this.#call()
  }

  get name(): string {
    return this.path === '' ? this.call : `${this.path} of ${this.call}`
  }

  /** A part of the value, by the name of the whole: cotangents[0]. */
  part(path: string): Place {
    return new Place(this.#call, this.dtype, path, this.verb)
  }

  /** A call of a function that stands here: back(3) of mul(2, 5). */
  calls(name: string, params: string, args: readonly unknown[]): Place {
    const words = keepCall(name, params, args)
    return new Place(() => `${words()} of ${this.call}`, this.dtype)
  }

  /** Makes the call of a kata's function that this place is named after, and checks its result. */
  resultOf(f: Callable, args: readonly unknown[], kind: Kind): unknown {
    const result = f(...args)
    noteResult(this, result)
    return kind.read(result, this)
  }

  /** mul(3, 5) returned { y, back }, expected the list [y, back]. */
  refuse(value: unknown, fault: Fault | EntryFault): never {
    if (typeof fault !== 'string') throw new Misshapen(`entry ${fault.at} of ${this.name} ${fault.fault}`, value)
    const isMissing = value === undefined && this.path !== ''
    const verb = this.path === '' ? fault.replace(/^is /, `${this.verb} `) : fault
    throw new Misshapen(`${this.name} ${isMissing ? verb.replace(/^is undefined/, 'is missing') : verb}`, value)
  }

  refuseKind(value: unknown, wanted: string): never {
    return this.refuse(value, otherKind(value, wanted))
  }

  /** Reads a property, which may be a getter that throws. */
  read(value: object, key: PropertyKey, path: string): unknown {
    try {
      return Reflect.get(value, key)
    } catch (error) {
      if (error instanceof Todo || error instanceof Mismatch) throw error
      throw addReason(
        new Misshapen(`${this.part(path).name} cannot be read: it throws ${describe(error)}.`, value),
        error,
      )
    }
  }
}

/** Copies the stack frames of the error that caused this one. */
function addReason(mismatch: Misshapen, reason: unknown): Misshapen {
  const frames = isError(reason) && typeof reason.stack === 'string' ? reason.stack.split('\n').slice(1) : []
  mismatch.stack = [`${mismatch.name}: ${mismatch.message}`, ...frames].join('\n')
  return mismatch
}

/** mul(3, 5) · softmax(x): short arguments as they are, others by the names of their parameters */
export function callOf(name: string, params: string, args: readonly unknown[]): string {
  const names = params.split(', ')
  const shown = args.map((value, i) => (isShort(value) ? formatOneLine(value) : (names[i] ?? '…')))
  return `${name}(${shown.join(', ')})`
}

/** The words of a call, for later: a list may change until then. */
export function keepCall(name: string, params: string, args: readonly unknown[]): () => string {
  const kept = args.map((value) => (isArray(value) && isShort(value) ? [...value] : value))
  return () => callOf(name, params, kept)
}

export function isShort(value: unknown): boolean {
  if (isArray(value)) return value.length <= 3 && value.every((one) => typeof one === 'number')
  return typeof value === 'number' || (typeof value === 'string' && value.length <= 12)
}
