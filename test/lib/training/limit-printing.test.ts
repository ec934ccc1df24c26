import { afterEach, expect, test, vi } from 'vitest'
import { limitPrinting } from '../../../lib/training/limit-printing.ts'

afterEach(() => vi.restoreAllMocks())

test('the first calls print, the others are counted, and say prints always', () => {
  const printed: unknown[][] = []
  vi.spyOn(console, 'log').mockImplementation((...values) => void printed.push(values))
  vi.spyOn(console, 'error').mockImplementation((...values) => void printed.push(values))
  const { log } = console
  const { say, end } = limitPrinting(2)
  console.log('a', 1)
  console.error('b')
  console.log('c')
  say('mine')
  expect(end()).toBe(1)
  expect(console.log).toBe(log)
  console.log('d')
  expect(printed).toEqual([['a', 1], ['b'], ['mine'], ['d']])
})

test('what printed little has nothing left out', () => {
  const { end } = limitPrinting(2)
  expect(end()).toBe(0)
})
