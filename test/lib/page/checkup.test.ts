import { afterEach, describe, expect, test } from 'vitest'
import { exercises } from '../../../lib/course/exercises.ts'
import type { Misconception, Variant } from '../../../lib/judge/diagnose/answers.ts'
import { type Slug, modules } from '../../../lib/page/checkup/katas.ts'
import { type Fault, findFault } from '../../../lib/page/checkup/spot-check.ts'
import { spotChecks } from '../../../lib/page/checkup/spot-checks.ts'
import { resetDeadline } from '../../../lib/page/frame/loop-guard.ts'
import { InvalidResult } from '../../../lib/page/frame/invalid-result.ts'
import { uses } from '../../../lib/page/frame/uses.ts'
import { isTensor } from '../../../lib/tensor.ts'

const misconceptions = import.meta.glob<{ misconceptions: Misconception[] }>('../../misconceptions/*/*.ts')
const variants = import.meta.glob<{ variants: Variant[] }>('../../variants/*/*.ts')
const all = spotChecks.map(({ slug }) => slug)
const pathOf = (slug: string): string => exercises.find((exercise) => exercise.slug === slug)?.path ?? ''

afterEach(() => resetDeadline(Infinity))

/** Asks all exercises, of which some are not those of the reference. */
function ask(answers: Partial<Record<Slug, object>>, own: readonly string[] = all): Promise<Fault | undefined> {
  const given = Object.entries(answers).map(([slug, kata]) => [slug, async () => kata])
  return findFault(spotChecks, own, { ...modules, ...Object.fromEntries(given) } as typeof modules)
}

/** The exercise with every number that its functions return changed, also those of the functions that these return. */
async function spoil(slug: Slug, change: (numbers: number[]) => number[]): Promise<object> {
  const spoiled = (value: unknown): unknown => {
    if (typeof value === 'number') return change([value])[0]
    if (typeof value === 'function') {
      const parts = Object.entries(value).map(([name, part]) => [name, spoiled(part)])
      return Object.assign((...args: unknown[]) => spoiled(value(...args)), Object.fromEntries(parts))
    }
    if (isTensor(value)) {
      const data = Float64Array.from(change([...value.data]))
      return { shape: data.length === value.data.length ? value.shape : [data.length], data }
    }
    if (ArrayBuffer.isView(value)) return change([...(value as Float64Array)])
    if (Array.isArray(value)) return value.every(Number.isFinite) ? change(value) : value.map(spoiled)
    if (typeof value !== 'object' || value === null) return value
    if (Symbol.iterator in value) return [...(value as Iterable<unknown>)].map(spoiled)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, spoiled(part)]))
  }
  return Object.fromEntries(Object.entries(await modules[slug]()).map(([name, value]) => [name, spoiled(value)]))
}

test('each exercise that a room calls, directly or not, has a spot check', () => {
  const needed = (slug: string): string[] => {
    const needs = exercises.find((exercise) => exercise.slug === slug)?.needs ?? []
    return [slug, ...exercises.filter(({ id }) => needs.includes(id)).flatMap((exercise) => needed(exercise.slug))]
  }
  for (const slug of Object.values(uses).flat().flatMap(needed)) expect(all).toContain(slug)
})

test('no fault is found in the reference', async () => {
  expect(await ask({})).toBeUndefined()
})

test.each(all)('%s: right variants pass, and wrong beliefs are found and named', async (slug) => {
  const reference = await modules[slug]()
  for (const { id, answer } of (await variants[`../../variants/${pathOf(slug)}.ts`]()).variants)
    expect(await ask({ [slug]: { ...reference, ...answer() } }), id).toBeUndefined()
  const wrong = (await misconceptions[`../../misconceptions/${pathOf(slug)}.ts`]()).misconceptions
  const faults = await Promise.all(wrong.map(({ answer }) => ask({ [slug]: { ...reference, ...answer() } }, [slug])))
  const found = faults.filter((fault) => fault !== undefined)
  expect(found.length).toBeGreaterThanOrEqual(4)
  expect(new Set(found.map((fault) => fault.slug))).toEqual(new Set([slug]))
})

const inPlace = 'mnist/apply-gradient' // it returns nothing

describe.each(all.filter((slug) => slug !== inPlace))('%s is named when its numbers are', (slug) => {
  const name = slug.split('/')[1]

  test.each<[string, (numbers: number[]) => number[], RegExp]>([
    ['NaN', (numbers) => numbers.map(() => NaN), /but got .*NaN/],
    ['too few', (numbers) => numbers.slice(1), /wanted/],
    ['wrong, but finite', (numbers) => numbers.map((number) => 1.5 * number + 1), /wanted/],
  ])('%s', async (_, change, words) => {
    const fault = await ask({ [slug]: await spoil(slug, change) })
    expect(fault?.slug).toBe(slug)
    expect(fault?.error).toBeInstanceOf(InvalidResult)
    expect(fault?.error.message).toContain(` ${name}: the page wanted`)
    expect(fault?.error.message).toMatch(words)
  })
})

test.each([NaN, 1])('a step that adds %d is found where its parameter is looked at', async (wrong) => {
  const step = ({ data }: { data: Float64Array }): void => void data.forEach((v, i) => (data[i] = v + wrong))
  const fault = await ask({ [inPlace]: { ...(await modules[inPlace]()), step } })
  expect(fault?.error.message).toMatch(
    /^6\.4 apply-gradient: the page wanted 0 in entry \[0\] of the parameter after step/,
  )
})

test('what an exercise throws is its fault, also while it is loaded, also if it is no Error', async () => {
  const die = (): never => {
    throw 'not today'
  }
  expect(await ask({ 'backprop/relu': { relu: die } })).toMatchObject({
    slug: 'backprop/relu',
    error: { message: '“not today” was thrown, which is no Error.' },
  })
  const loading = { ...modules, 'backprop/dense': () => Promise.reject(new SyntaxError('} is missing')) }
  const fault = await findFault(spotChecks, all, loading)
  expect([fault?.slug, fault?.error.name]).toEqual(['backprop/dense', 'SyntaxError'])
})

test('a loop without an end is the fault of the exercise it is in', async () => {
  const tick = (globalThis as unknown as { __kataTick(line: number): void }).__kataTick
  const loss = (): void => {
    for (;;) tick(7)
  }
  const fault = await ask({ 'chain-link/loss': { loss } })
  expect(fault?.slug).toBe('chain-link/loss')
  expect(fault?.error.message).toContain('The loop in line 7 has not come to its end')
})

test('the first in the order of the course is named, and what is not the learner’s is trusted', async () => {
  const twice = (numbers: number[]): number[] => numbers.map((number) => 2 * number + 1)
  const answers = {
    'mnist/predict': await spoil('mnist/predict', twice),
    'tensor-ops/matmul': await spoil('tensor-ops/matmul', twice),
    'backprop/dense': await spoil('backprop/dense', twice),
  }
  expect((await ask(answers))?.slug).toBe('tensor-ops/matmul')
  expect((await ask(answers, ['backprop/dense', 'mnist/predict']))?.slug).toBe('backprop/dense')
  expect(await ask(answers, ['softmax/softmax'])).toBeUndefined()
})
