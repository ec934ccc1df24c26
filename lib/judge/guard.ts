import { Endless } from './mismatch.ts'

/** How long a test may take (KATA_PATIENCE), what may go on after it, and how far memory may grow, before a loop of a kata is told to stop. */
export const limits = {
  milliseconds: Number(process.env.KATA_PATIENCE ?? 10_000),
  afterwards: 1000,
  again: 250,
  megabytes: 1000,
} as const

let [deadline, given, baseline, count] = [Infinity, 0, 0, 0]
/** may something that was left behind in a promise or a timer still take its time? Not after the first that did */
let afterwards: number = limits.afterwards

/** Every loop of a kata under test begins each round with this call (the resolver's transform puts it there). */
function tick(line: number): void {
  count++
  if ((count & 1023) !== 0) return
  if (performance.now() > deadline) {
    if (given === afterwards) afterwards = limits.again
    throw new Endless(
      `The loop in line ${line} has not come to its end after ${given / 1000} s. Does its condition ever turn false?`,
    )
  }
  const grown = (count & 0xffff) === 0 ? megabytes() - baseline : 0
  if (grown > limits.megabytes) {
    throw new Endless(
      `The loop in line ${line} has filled ${Math.round(grown)} MB of memory. Does it ever stop growing something?`,
    )
  }
}

/** From now on loops have this long, together. Called when a test file is loaded, before each test, and after it. */
export function allow(milliseconds: number = limits.milliseconds): void {
  given = milliseconds
  deadline = performance.now() + milliseconds
  baseline = megabytes()
  Object.assign(globalThis, { __kataTick: tick })
}

/** For what a test left behind, in a promise or a timer. */
export function allowAfterwards(): void {
  allow(afterwards)
}

function megabytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}
