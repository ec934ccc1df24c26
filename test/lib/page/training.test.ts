import { expect, test, vi } from 'vitest'
import { TrainingMeter } from '../../../lib/page/mnist/training-meter.ts'

test('an account tells each step once, and the mean of each epoch by size', () => {
  const account = new TrainingMeter(100)
  expect([account.add(60, 1), account.add(40, 2)]).toEqual([false, true])
  const first = account.takeProgress([])
  expect([...first.at]).toEqual([Math.fround(0.6), 1])
  expect([...first.losses]).toEqual([1, 2])
  expect(first.ended.map(({ loss }) => loss)).toEqual([1.4])
  expect(first.mean).toBe(1.4)
  expect(account.add(50, 3)).toBe(false)
  const second = account.takeProgress([])
  expect([...second.at]).toEqual([1.5])
  expect(second.ended).toEqual([])
  expect([second.mean, account.epochs]).toEqual([3, 1.5])
})

test('what is not training is not counted to an epoch’s seconds', () => {
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  const account = new TrainingMeter(10)
  now = 1000
  account.stop()
  now = 5000
  account.go()
  now = 5500
  account.add(10, 1)
  now = 6500
  account.add(10, 1)
  expect(account.takeProgress([]).ended.map(({ seconds }) => seconds)).toEqual([1.5, 1])
  clock.mockRestore()
})
