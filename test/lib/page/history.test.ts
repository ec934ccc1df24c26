import { expect, test } from 'vitest'
import { History } from '../../../lib/page/chain/history.ts'

test('a history keeps every so many-th loss from the first step on, and never more than it may', () => {
  const history = new History()
  for (let step = 0; step <= 5000; step++) {
    history.put(step, step / 10)
    history.put(step, step / 10) // a frame without a step
    expect(history.points.length).toBeLessThan(history.most)
  }
  expect(history.stride).toBe(16)
  expect(history.points).toEqual(Array.from({ length: 313 }, (_, i) => (16 * i) / 10))
})

test('a history begins anew', () => {
  const history = new History()
  for (let step = 0; step < 1000; step++) history.put(step, 1)
  history.clear()
  history.put(0, 7)
  history.put(1, 6)
  expect([history.stride, ...history.points]).toEqual([1, 7, 6])
})
