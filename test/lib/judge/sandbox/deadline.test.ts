import { close, open } from 'node:inspector'
import { afterEach, expect, test } from 'vitest'
import { passes } from '#lib/judge/diagnose/upstream'
import { resetDeadline, limits } from '#lib/judge/sandbox/deadline'

afterEach(() => resetDeadline())

/** what the transform puts at the beginning of each round of a kata's loops */
const tick = (line: number): void => (globalThis as unknown as { __kataTick(line: number): void }).__kataTick(line)

function rounds(line: number, count: number): void {
  for (let i = 0; i < count; i++) tick(line)
}

test('an endless loop is told to stop, by its line', () => {
  resetDeadline(20)
  expect(() => rounds(7, Infinity)).toThrow('The loop in line 7 has not come to its end after 0.02 s.')
})

test('of loops within each other the one is named that does not end', () => {
  resetDeadline(20)
  const outerIsEndless = (): void => {
    for (;;) {
      tick(19)
      for (let j = 0; j < 3; j++) tick(20)
    }
  }
  expect(outerIsEndless).toThrow('The loop in line 19')
  resetDeadline(20)
  const innerIsEndless = (): void => {
    for (;;) {
      tick(19)
      for (;;) tick(20)
    }
  }
  expect(innerIsEndless).toThrow('The loop in line 20')
})

test('of loops in functions that call each other, too, wherever they stand in the file', () => {
  resetDeadline(20)
  const callsWithoutEnd = (): void => {
    for (;;) {
      tick(40)
      rounds(10, 3)
    }
  }
  expect(callsWithoutEnd).toThrow('The loop in line 40')
})

test('each test has its own time', () => {
  resetDeadline(20)
  expect(() => rounds(7, Infinity)).toThrow('line 7')
  resetDeadline(10_000)
  expect(() => rounds(7, 5000)).not.toThrow()
})

test('while a debugger is attached, a loop may take as long as it likes', () => {
  const longEnough = (): void => {
    for (const end = performance.now() + 200; performance.now() < end;) rounds(7, 1024)
  }
  open(0)
  try {
    resetDeadline(1)
    expect(longEnough).not.toThrow()
  } finally {
    close()
  }
  resetDeadline(1)
  expect(longEnough).toThrow('The loop in line 7')
})

test('an exam that looks for the exercise at fault has time of its own, after a test that has used up its time', () => {
  const run = (): void => {
    const until = performance.now() + 2 * limits.looking
    while (performance.now() < until) tick(7)
  }
  resetDeadline(0)
  expect(run).toThrow('line 7')
  expect(passes({ title: 'f', drawn: false, run, probes: [] })).toBe(true)
})
