import { Endless } from './mismatch.ts'

/** How long a test may take, and how much memory the process may have, before a loop of a kata is told to stop. */
export const limits = { milliseconds: 10_000, megabytes: 1500 } as const

let deadline = Infinity
let count = 0

/** Every loop of a kata under test begins each round with this call (the resolver's transform puts it there). */
function tick(line: number): void {
  count++
  if ((count & 1023) !== 0) return
  if (performance.now() > deadline) {
    throw new Endless(
      `The loop in line ${line} has not come to its end after ${limits.milliseconds / 1000} s. Does its condition ever turn false?`,
    )
  }
  if ((count & 0xffff) === 0 && megabytes() > limits.megabytes) {
    throw new Endless(
      `The loop in line ${line} has filled ${Math.round(megabytes())} MB of memory. Does it ever stop growing something?`,
    )
  }
}

/** From now on a loop has this long. Called when a test file is loaded, and before each test. */
export function allow(milliseconds: number = limits.milliseconds): void {
  deadline = performance.now() + milliseconds
  Object.assign(globalThis, { __kataTick: tick })
}

function megabytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}
