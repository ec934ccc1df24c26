import { type Tensor, sameShape } from '#lib/tensor'
import { tensorFault } from './fault.ts'
import { Misshapen } from './mismatch.ts'
import { formatNumber } from '../../format.ts'
import { formatEntry } from '../../planes.ts'
import { digitsFor } from './print.ts'
import { attempt, copyOf, isArray } from './whole.ts'

/** The tensors that a run returned, alone or in a list. Throws a Mismatch if one of them is no tensor. */
export function tensorsIn(result: unknown, name: string): readonly Tensor[] {
  const results = attempt((): readonly unknown[] => (isArray(result) ? result.slice(0, 100) : [result]), [result])
  for (let i = 0; i < results.length; i++) {
    const fault = tensorFault(results[i])
    const who = results.length > 1 ? `result ${i} of ${name}` : `the result of ${name}`
    if (fault) throw new Misshapen(`${who} ${fault}`, results[i])
  }
  return results as readonly Tensor[]
}

/** Says where two tensors differ, with enough digits to see it: “entry 1 was 2 and is now 7”. */
export interface Change {
  /** entry 1, or entry [0, 2, 1, 3] */
  readonly entry: string
  readonly once: string
  readonly then: string
}

/** The first entry that differs between two tensors of one shape; undefined if none does. */
export function changeIn(once: Tensor, then: Tensor, isSame: (a: number, b: number) => boolean): Change | undefined {
  const at = once.data.findIndex((v, i) => !isSame(v, then.data[i]))
  if (at < 0) return undefined
  const [a, b] = [once.data[at], then.data[at]]
  const digits = digitsFor(a, b)
  return { entry: formatEntry(once.shape, at), once: formatNumber(a, digits), then: formatNumber(b, digits) }
}

/** A copy of an input before a call, for the comparison after it. */
export interface Before {
  readonly input: string
  readonly x: Tensor
  readonly data: Tensor['data']
  readonly copy: Tensor
}

export function remember(inputs: Record<string, Tensor>): readonly Before[] {
  return Object.entries(inputs).map(([input, x]) => ({ input, x, data: x.data, copy: copyOf(x) }))
}

/** Has a call changed the shape of its input? */
export function isTurned({ x, copy }: Before): boolean {
  return !Array.isArray(x.shape) || !sameShape(x, copy)
}

/** Do two typed arrays share a byte of one buffer? */
export function overlap(p: Tensor['data'], q: Tensor['data']): boolean {
  const isBehind = (a: Tensor['data'], b: Tensor['data']): boolean => a.byteOffset >= b.byteOffset + b.byteLength
  return p.buffer === q.buffer && p.length > 0 && q.length > 0 && !isBehind(p, q) && !isBehind(q, p)
}
