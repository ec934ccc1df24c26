/**
 * A loop of a kata without an end would take the page with it. The dev server has every loop of a kata call __kataTick(line)
 * in each round (lib/resolve/instrument.ts), and this is what it calls. Import it before any kata, in a page or in a worker.
 */
let [deadline, given, rounds] = [Infinity, Infinity, 0]

function tick(line: number): void {
  if ((++rounds & 1023) !== 0 || performance.now() < deadline) return
  throw new Error(
    `The loop in line ${line} has not come to its end after ${given / 1000} s. Does its condition ever turn false?`,
  )
}

/** From now on loops of katas have this long, together. Infinity: as long as they like. */
export function resetDeadline(milliseconds = 1000): void {
  given = milliseconds
  deadline = performance.now() + milliseconds
}

Object.assign(globalThis, { __kataTick: tick })
