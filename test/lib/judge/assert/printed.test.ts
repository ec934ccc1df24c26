import { afterAll, beforeEach, expect, test } from 'vitest'
import fc from 'fast-check'
import { collect, law } from '#lib/judge/assert/law'
import { Inconclusive, Mismatch } from '#lib/judge/assert/mismatch'
import { forgetPrinted, keepPrinted, lastPrinted, whatWasPrinted } from '#lib/judge/assert/printed'
import { matrix, show, tensor, vector } from '#lib/tensor'

const before = keepPrinted()
afterAll(() => void Object.assign(globalThis, { console: before }))
beforeEach(forgetPrinted)

const printed = (): readonly string[] => whatWasPrinted().lines

test('tensors are printed in rows, wherever they stand among the arguments', () => {
  console.log(matrix([1, 20], [3, 4]), 'and', vector(5))
  expect(printed()).toEqual(['tensor (2, 2)', '  [ 1  20 ]', '  [ 3   4 ] and tensor (1) [ 5 ]'])
})

test('show prints a tensor under its name, and is that tensor', () => {
  const x = vector(0.5, NaN)
  expect(show(x, 'x')).toBe(x)
  expect(show(3)).toBe(3)
  expect(show(undefined, 'nothing')).toBeUndefined()
  expect(printed()).toEqual(['x (2) [ 0.5  NaN ]', '3', 'nothing undefined'])
})

test('show prints more than two axes by planes, and not without end', () => {
  show(tensor([1, 2, 1, 2], [1, 2, 3, 4]), 'x')
  expect(printed()).toEqual([
    'x (1, 2, 1, 2)',
    '  [0, :, :, 0]   [0, :, :, 1]',
    '  [ 1 ]          [ 2 ]',
    '  [ 3 ]          [ 4 ]',
  ])
  forgetPrinted()
  show(tensor([100, 50, 50, 3], new Float64Array(750_000)), 'images')
  expect(printed().length).toBeLessThan(70)
  expect(printed().at(-1)).toBe('  … rows 0–7 of 50, columns 0–7 of 50, the first 6 of 300 planes')
})

test('show says when the numbers do not fill the shape', () => {
  show({ shape: [2, 2], data: Float64Array.of(1, 2, 3) }, 'y')
  show(tensor([0, 3], []), 'none')
  expect(printed()).toEqual(['y (2, 2), but 3 numbers [ 1  2  3 ]', 'none (0, 3)'])
})

test('every method of the console is kept, in order, without colours', () => {
  console.warn('a\nb')
  console.error('%s is %d', 'c', 4)
  console.table([{ k: 1 }])
  console.group('g')
  console.info('\u001b[31min it\u001b[39m')
  console.groupEnd()
  console.dir({ x: 1 })
  const lines = printed()
  expect(lines.slice(0, 3)).toEqual(['a', 'b', 'c is 4'])
  expect(lines.slice(-3)).toEqual(['g', '  in it', '{ x: 1 }'])
  expect(lines.some((line) => line.includes('│ k'))).toBe(true)
})

test('of much that is printed the last is kept, and all is counted', () => {
  for (let i = 0; i < 3000; i++) console.log(i)
  const { lines, count } = whatWasPrinted()
  expect(count).toBe(3000)
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([500, '2500', '2999'])
  expect(lastPrinted({ lines, count }, 2)).toBe(
    "it printed\n  … 2998 more before them, in Vitest's UI under Console\n  2998\n  2999",
  )
})

test('long lines are cut, and nothing printed is nothing said', () => {
  expect(lastPrinted(whatWasPrinted())).toBeUndefined()
  console.log('x'.repeat(1000))
  expect(printed()[0]).toHaveLength(200)
})

test('a second call of keepPrinted returns the console that was there first', () => {
  expect(keepPrinted()).toBe(before)
  console.log('once')
  expect(printed()).toEqual(['once'])
})

test('what was printed for the inputs that are shown stays, though smaller ones could tell nothing', async () => {
  const [{ run, found, printed: ofInputs }] = await collect(async () =>
    law('f is small', fc.record({ x: fc.nat(100) }), ({ x }) => {
      if (x < 50) throw new Inconclusive('too small to tell')
      console.log(`x is ${x}`)
      throw new Mismatch('f is large')
    }),
  )
  expect(() => run()).toThrow('f is large')
  const { x } = (found?.() ?? {}) as { x?: number }
  expect(ofInputs?.()?.lines).toEqual([`x is ${x}`])
})
