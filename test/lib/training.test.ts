import { expect, test, vi } from 'vitest'
import { zeros } from '#lib/tensor'
import { Log } from '../../lib/training/log.ts'
import { formatCount } from '../../lib/format.ts'
import { describe } from '../../lib/training/describe.ts'
import { progressBar } from '../../lib/training/progress.ts'

const layer = (fanIn: number, fanOut: number, name: string) => ({
  W: zeros([fanIn, fanOut]),
  b: zeros([fanOut]),
  activation: { name },
})

test('a network is printed as one would write it, with its parameters counted', () => {
  expect(describe([layer(784, 32, 'relu'), layer(32, 10, 'identity')])).toBe(
    [
      'chain(',
      '  dense(784 → 32, relu),      # 25 120 parameters',
      '  dense(32 → 10),             #    330',
      ')                             # 25 450 parameters, 99 KiB',
    ].join('\n'),
  )
})

test('a name that a bundler numbered is printed without its number', () => {
  expect(describe([layer(2, 3, 'relu$1')])).toContain('dense(2 → 3, relu),')
})

test('thousands are set apart', () => {
  expect([7, 999, 1000, 25450, 1234567].map(formatCount)).toEqual(['7', '999', '1 000', '25 450', '1 234 567'])
})

test('the log has the mean of an epoch over its examples, not over its batches', () => {
  const log = new Log(10, 2)
  expect([log.add(4, 1), log.add(4, 2)]).toEqual([false, false])
  expect(log.standing(undefined)).toMatchObject({ epochs: 0.8, of: 2, loss: 1.5 })
  expect(log.add(2, 6)).toBe(true)
  expect(log.losses).toEqual([2.4])
  expect(log.steps).toEqual({ epochs: [0.4, 0.8, 1], losses: [1, 2, 6] })
  expect(log.standing(0.5)).toMatchObject({ epochs: 1, loss: 2.4, accuracy: 0.5 })
  expect(log.seconds).toHaveLength(1)
})

test('what is not training is not counted to an epoch’s seconds', () => {
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  const log = new Log(10, 3)
  now = 1000
  log.stop()
  now = 5000
  log.go()
  now = 5500
  log.add(10, 1)
  now = 6500
  log.add(10, 1)
  expect(log.seconds).toEqual([1.5, 1])
  clock.mockRestore()
})

function screen(columns?: number) {
  const written: string[] = []
  const out = { isTTY: columns !== undefined, columns, write: (text: string) => written.push(text) > 0 }
  return { written, bar: progressBar(out as unknown as NodeJS.WriteStream) }
}

const now = { epochs: 2.5, of: 10, loss: 0.12345, accuracy: 0.9512, seconds: 5 }

test('in a terminal the bar is drawn over itself and fits its width', () => {
  const { written, bar } = screen(80)
  bar.show(now)
  expect(written).toEqual(['\r\x1b[K██████░░░░░░░░░░░░░░░░░░ epoch  3/10  loss 0.1235  accuracy 95.12 %  15 s left'])
})

test('a bar never reaches the end of a line, however narrow the terminal is', () => {
  const shown = Array.from({ length: 100 }, (_, columns) => {
    const { written, bar } = screen(columns + 1)
    bar.show(now)
    return written.join('').replace('\r\x1b[K', '')
  })
  shown.forEach((text, columns) => expect(text.length, `${columns + 1} columns: ${text}`).toBeLessThanOrEqual(columns))
  expect([44, 30, 20, 5].map((columns) => shown[columns - 1])).toEqual([
    'epoch  3/10  loss 0.1235  accuracy 95.12 %',
    '█░░░ epoch  3/10  loss 0.1235',
    '██░░░░░ epoch  3/10',
    'epoc',
  ])
})

test('without a terminal there are plain lines, and no bar', () => {
  const { written, bar } = screen()
  bar.show(now)
  bar.line({ ...now, epochs: 10, seconds: 20.04 })
  bar.end()
  expect(written).toEqual(['epoch 10/10  loss 0.1235  accuracy 95.12 %  20.0 s\n'])
})
