import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { formatTensor } from '../../table.ts'
import { isWhole } from './whole.ts'

/** The lines that a kata printed since the last `forgetPrinted`. */
export interface Printed {
  /** the last lines, at most `mostKept` */
  readonly lines: readonly string[]
  /** the number of all lines */
  readonly count: number
}

const mostKept = 500
/** Longer lines are cut, because they would hide the message above them. */
const mostLetters = 200
let [lines, rest, count]: [string[], string, number] = [[], '', 0]

/** Forgets all printed lines. */
export function forgetPrinted(): void {
  ;[lines, rest, count] = [[], '', 0]
}

export function whatWasPrinted(): Printed {
  return { lines: lines.slice(-mostKept), count }
}

/**
 * Puts a console in place that keeps what is printed, and returns the one that was there. Tensors are printed in rows.
 *
 * A law calls a kata hundreds of times, and most printed lines belong to inputs that are never shown. The code that runs the law
 * passes on only the lines of the inputs in the message.
 */
export function keepPrinted(): Console {
  const before = (globalThis as { [original]?: Console })[original] ?? globalThis.console
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      keep(String(chunk))
      done()
    },
  })
  const keeping = new Console({ stdout: sink, stderr: sink, colorMode: false, inspectOptions: { breakLength: 69 } })
  for (const name of ['log', 'info', 'debug', 'warn', 'error'] as const) {
    const print = keeping[name].bind(keeping)
    keeping[name] = (...values: unknown[]) => print(...values.map(readable))
  }
  Object.assign(globalThis, { console: keeping, [original]: before })
  return before
}

/** under this name, since a process that runs several test files puts it in place for each */
const original = Symbol.for('console before the tests')

function readable(value: unknown): unknown {
  return isWhole(value) ? formatTensor(value) : value
}

function keep(text: string): void {
  const whole = (rest + stripVTControlCharacters(text)).split('\n')
  rest = whole.pop() ?? ''
  count += whole.length
  for (const line of whole) lines.push(line.length > mostLetters ? `${line.slice(0, mostLetters - 1)}…` : line)
  if (lines.length > 2 * mostKept) lines = lines.slice(-mostKept)
}

/** The last lines, each indented, and the number of lines before them. Returns nothing if nothing was printed. */
export function lastPrinted({ lines: kept, count: all }: Printed, most = 10): string | undefined {
  if (all === 0) return undefined
  const last = kept.slice(-most).map((line) => `  ${line}`.trimEnd())
  const before = all - last.length
  const more =
    before > 0 ? [`  … ${before} more before ${last.length === 1 ? 'it' : 'them'}, in Vitest's UI under Console`] : []
  return ['it printed', ...more, ...last].join('\n')
}
