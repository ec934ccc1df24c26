import { url as inspectorUrl } from 'node:inspector'
import { TimedOut } from '../assert/mismatch.ts'

/** Limits for loops of katas: time per test (KATA_PATIENCE), time for work that is left over after it, and memory growth. */
export const limits = {
  milliseconds: Number(process.env.KATA_PATIENCE ?? 10_000),
  afterwards: 1000,
  again: 250,
  looking: 50,
  megabytes: 1000,
} as const

/** Is a debugger attached? Then tests have no time limit. */
export function isDebugged(): boolean {
  return inspectorUrl() !== undefined
}

let [deadline, given, baseline, count] = [Infinity, 0, 0, 0]
/** time allowed for leftover promises and timers; reduced after the first one that exceeds it */
let afterwards: number = limits.afterwards

/** Every loop of a kata under test begins each round with this call (the resolver's transform puts it there). */
function tick(line: number): void {
  count++
  if (late) return findOuterLoop(line, late)
  if ((count & 1023) !== 0) return
  if (performance.now() > deadline) {
    late = { since: performance.now(), depths: new Map() }
    return findOuterLoop(line, late)
  }
  const grown = (count & 0xffff) === 0 ? megabytes() - baseline : 0
  if (grown > limits.megabytes) {
    throw new TimedOut(
      `The loop in line ${line} has filled ${Math.round(grown)} MB of memory. Does it ever stop growing something?`,
    )
  }
}

/** the loops that still run after the time is up, with their call depths */
interface Overrun {
  readonly since: number
  readonly depths: Map<number, number>
}

let late: Overrun | undefined

/** Finds the outermost loop that still runs: loops inside an endless loop end again and again. */
function findOuterLoop(line: number, { since, depths }: Overrun): void {
  if (performance.now() - since < limits.looking) {
    if (!depths.has(line)) depths.set(line, depthOfCalls())
    return
  }
  if (given === afterwards) afterwards = limits.again
  const [outermost] = [...depths].toSorted(([a, depth], [b, other]) => depth - other || a - b)
  depths.clear() // A second endless loop is reported by its own line at once.
  throw new TimedOut(
    `The loop in line ${outermost?.[0] ?? line} has not come to its end after ${given / 1000} s. Does its condition ever turn false?`,
  )
}

function depthOfCalls(): number {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = Infinity
  const depth = new Error().stack?.split('\n').length ?? 0
  Error.stackTraceLimit = stackTraceLimit
  return depth
}

/** Gives all loops together this much time. It is called when a test file is loaded, before each test, and after it. */
export function resetDeadline(milliseconds: number = limits.milliseconds): void {
  late = undefined
  given = milliseconds
  deadline = isDebugged() ? Infinity : performance.now() + milliseconds
  baseline = megabytes()
  Object.assign(globalThis, { __kataTick: tick })
}

/** Gives leftover promises and timers of a test their time. */
export function allowAfterwards(): void {
  resetDeadline(afterwards)
}

function megabytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}
