const methods = ['log', 'info', 'debug', 'warn', 'error'] as const

/**
 * Lets only the first `most` calls of the console print, because a kata that prints would hide a training under
 * thousands of lines. `say` always prints. `end` restores the console, and returns how many calls were suppressed.
 */
export function limitPrinting(most: number): { say: (text: string) => void; end: () => number } {
  const before = Object.fromEntries(methods.map((name) => [name, console[name]]))
  let count = 0
  const limited = methods.map((name) => [
    name,
    (...values: unknown[]): void => {
      if (count++ < most) before[name].call(console, ...values)
    },
  ])
  Object.assign(console, Object.fromEntries(limited))
  return {
    say: (text) => before.log.call(console, text),
    end() {
      Object.assign(console, before)
      return Math.max(0, count - most)
    },
  }
}
