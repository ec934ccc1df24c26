import type * as kata from '#kata/4-backprop/11-property.ts'
import { takes } from '#lib/judge/assert/contract'
import { expectThat } from '#lib/judge/assert/expect'
import * as kind from '#lib/judge/assert/kind'
import { baseSeed } from '#lib/judge/assert/law'
import { Inconclusive, Mismatch } from '#lib/judge/assert/mismatch'
import { forgetPrinted } from '#lib/judge/assert/printed'
import { createRandom } from '#lib/random'
import { type Tensor, sameShape } from '#lib/tensor'
import { Todo } from '#lib/todo'
import { type WayBack, type WrongWayBack, rightWays, wrongWays } from './ways-back.ts'

/**
 * A law of a learner’s is tried on right and on wrong ways back. The judge sees what the law gives to dense, and reads. So a
 * message about a fault that the law does not see can say which inputs the law never drew.
 */
type Holds = typeof kata.holds

/** calls of the law with each implementation, as the header says */
const calls = 100
/** the first seed of a run: each call has a seed of its own */
const firstSeed = (): number => 1000 * baseSeed()

const names = ['dx', 'dW', 'db'] as const

/** what the law gave to dense and to its way back in one call, and which gradients it read */
export interface Seen {
  readonly inputs: { readonly x: Tensor; readonly W: Tensor; readonly b: Tensor }[]
  readonly cotangents: Tensor[]
  readonly read: Set<(typeof names)[number]>
}

const copyOf = ({ shape, data }: Tensor): Tensor => ({ shape: [...shape], data: data.slice() })

/** The implementation, and what it is given is noted. Inputs that do not fit are the law’s fault, so the learner reads that. */
function watch(implementation: kata.Implementation, seen: Seen): kata.Implementation {
  return takes(
    'dense',
    (x: Tensor, W: Tensor, b: Tensor, ...more: unknown[]) => {
      expectThat(more.length === 0, `dense was called with ${3 + more.length} arguments, and it takes x, W, b.`)
      expectFits(x, W, b)
      seen.inputs.push({ x: copyOf(x), W: copyOf(W), b: copyOf(b) })
      const [y, back] = implementation(x, W, b)
      const checked = (dy: Tensor): ReturnType<typeof back> => {
        expectThat(sameShape(dy, y), `back was called with a dy of shape [${dy.shape}], and y has [${y.shape}].`)
        seen.cotangents.push(copyOf(dy))
        return watchGradient(back(dy), seen)
      }
      return [y, takes('back', checked, kind.tensor)]
    },
    kind.tensor,
    kind.tensor,
    kind.tensor,
  )
}

function expectFits(x: Tensor, W: Tensor, b: Tensor): void {
  const shapes = `x: [${x.shape}], W: [${W.shape}], b: [${b.shape}]`
  const isMatrix = x.shape.length === 2 && W.shape.length === 2 && b.shape.length === 1
  const fits = isMatrix && x.shape[1] === W.shape[0] && W.shape[1] === b.shape[0]
  expectThat(fits, `dense was called with ${shapes}, and it wants x: [B, I], W: [I, O], b: [O].`)
  const isEmpty = [...x.shape, ...W.shape].includes(0)
  expectThat(!isEmpty, `dense was called with ${shapes}: draw sizes of 1 or more.`)
}

/** Each gradient is computed when the law reads it, if the implementation waits for that. */
function watchGradient(gradient: ReturnType<ReturnType<kata.Implementation>[1]>, { read }: Seen): typeof gradient {
  const watched = (name: (typeof names)[number]): Tensor => {
    const { shape, data } = gradient[name]
    return {
      shape,
      get data() {
        read.add(name)
        return data
      },
    }
  }
  return {
    get dx() {
      return watched('dx')
    },
    get dW() {
      return watched('dW')
    },
    get db() {
      return watched('db')
    },
  }
}

const nothingSeen = (): Seen => ({ inputs: [], cotangents: [], read: new Set() })

/** What the law gave to dense in the call with this seed. An error of the law remains one. */
export function callOf(holds: Holds, dense: kata.Implementation, seed: number): Seen & { readonly isTrue: boolean } {
  const seen = nothingSeen()
  return { ...seen, isTrue: holds(watch(dense, seen), createRandom(seed)) }
}

/** The first call that is false, and what was seen until then. An error counts as false, but not one of the judge’s. */
function tryLaw(
  holds: Holds,
  { make }: WayBack,
  seed = firstSeed(),
): { readonly falseAt?: number; readonly all: readonly Seen[] } {
  const all: Seen[] = []
  const dense = make()
  for (let i = 0; i < calls; i++) {
    all.push(nothingSeen())
    try {
      if (!holds(watch(dense, all[i]), createRandom(seed + i))) return { falseAt: i, all }
    } catch (error) {
      if (error instanceof Todo || error instanceof Mismatch || error instanceof Inconclusive) throw error
      return { falseAt: i, all }
    }
  }
  return { all }
}

/** A law that does not read a gradient accepts any numbers in it. */
export function expectReads(holds: Holds, way: WayBack): void {
  const all = Array.from({ length: 20 }, (_, i) => callOf(holds, way.make(), firstSeed() + i))
  const expectOne = (is: (one: Seen) => boolean, otherwise: string): void => {
    if (!all.some(is)) throw new Mismatch(`${otherwise} ${scoreOf(holds)}`)
  }
  expectOne(({ inputs }) => inputs.length > 0, 'holds never called dense, so it is the same for each.')
  expectOne(({ cotangents }) => cotangents.length > 0, 'holds never called back, the second part of dense(x, W, b).')
  for (const name of names)
    expectOne(({ read }) => read.has(name), `holds read no number of ${name}, so any ${name} would pass.`)
}

export function expectAccepted(holds: Holds, way: WayBack, seed = firstSeed()): void {
  const { falseAt, all } = tryLaw(holds, way, seed)
  if (falseAt === undefined) return
  const score = scoreOf(holds)
  forgetPrinted() // The lines of the call that is false remain.
  callOf(holds, way.make(), seed + falseAt) // If the law throws, the learner sees that error.
  const { inputs, cotangents } = all[falseAt]
  const [last, dy] = [inputs.at(-1), cotangents.at(-1)]
  const shapes = Object.entries({ ...last, ...(dy && { dy }) }).map(([name, { shape }]) => `${name}: [${shape}]`)
  throw new Mismatch(
    `holds is false for a right way back, one ${way.that}, in call ${falseAt + 1}. ${score}`,
    `The sizes of that call: ${shapes.join(', ')}. Print both sides of your law, with console.log: its lines are shown here.`,
  )
}

export function expectRejected(holds: Holds, way: WrongWayBack): void {
  const { falseAt, all } = tryLaw(holds, way)
  if (falseAt !== undefined) return
  const score = scoreOf(holds)
  forgetPrinted() // The lines of the last call remain.
  callOf(holds, way.make(), firstSeed() + calls - 1)
  throw new Mismatch(
    `the law does not see ${way.fault}: holds is true in all ${calls} calls. ${score}`,
    describeInputs(all),
  )
}

function scoreOf(holds: Holds): string {
  const rejected = (ways: readonly WayBack[]): number =>
    ways.filter((one) => tryLaw(holds, one).falseAt !== undefined).length
  const [wrong, right] = [wrongWays.length, rightWays.length]
  return `So far it rejects ${rejected(wrongWays)} of ${wrong} wrong ways back, and accepts ${right - rejected(rightWays)} of ${right} right ones.`
}

/** Which inputs the law never drew, and what it never read: a fault may show only there. */
function describeInputs(all: readonly Seen[]): string {
  const inputs = all.flatMap((one) => one.inputs)
  const cotangents = all.flatMap((one) => one.cotangents)
  const remarks = [
    ...names.filter((name) => !all.some(({ read }) => read.has(name))).map((name) => `it read no number of ${name}`),
    isOne(all.map(textOf)) && 'its inputs were the same in every call',
    ...always(inputs, ({ W }) => W.shape[0] === W.shape[1], 'W was square in every call', 'W was never square'),
    ...always(inputs, ({ x }) => x.shape[0] === 1, 'x had one row in every call', 'x never had only one row'),
    isNever(inputs, ({ x }) => x.data.some((v) => v < 0)) && 'no entry of x was negative',
    isNever(cotangents, ({ data }) => data.some((v) => v < 0)) && 'no entry of dy was negative',
    isNever(cotangents, ({ data }) => data.some((v) => v !== data[0])) && 'all entries of each dy were equal',
  ].filter((remark) => remark !== false)
  if (remarks.length === 0)
    return 'The inputs of your law vary in size and sign. So look at what it compares, and how closely.'
  return [
    'In these calls of the law',
    ...remarks.map((remark) => `  ${remark}`),
    'If that hides the fault, draw other inputs as well. If not, look at what the law compares.',
  ].join('\n')
}

function textOf({ inputs, cotangents }: Seen): string {
  return JSON.stringify([inputs, cotangents].flat().map((one) => Object.values(one)))
}

function isOne(texts: readonly string[]): boolean {
  return new Set(texts).size === 1
}

function isNever<One>(all: readonly One[], is: (one: One) => boolean): boolean {
  return all.length > 0 && !all.some(is)
}

function always<One>(all: readonly One[], is: (one: One) => boolean, yes: string, no: string): string[] {
  if (all.length === 0) return []
  if (all.every(is)) return [yes]
  return all.some(is) ? [] : [no]
}
