import { expect, test } from 'vitest'
import { progressMessages } from '../../../lib/page/mnist/progress-messages.ts'
import { Log } from '../../../lib/training/log.ts'

test('the messages of a training tell each step once, and the mean of each epoch by size', () => {
  const log = new Log(100, 3)
  const takeProgress = progressMessages(log)
  expect([log.add(60, 1), log.add(40, 2)]).toEqual([false, true])
  const first = takeProgress([])
  expect([...first.at]).toEqual([Math.fround(0.6), 1])
  expect([...first.losses]).toEqual([1, 2])
  expect(first.ended.map(({ loss }) => loss)).toEqual([1.4])
  expect(first.mean).toBe(1.4)
  expect(log.add(50, 3)).toBe(false)
  const second = takeProgress([])
  expect([...second.at]).toEqual([1.5])
  expect(second.ended).toEqual([])
  expect([second.mean, log.epochs]).toEqual([3, 1.5])
  log.add(50, 5)
  expect(takeProgress([]).ended.map(({ loss, seconds }) => [loss, seconds])).toEqual([[4, log.seconds[1]]])
})
