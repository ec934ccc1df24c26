import { formatNumber } from '../../format.ts'

/** An operation that made a non-finite number of finite ones, or NaN of numbers that were not NaN. */
interface NonFiniteOrigin {
  readonly line: number
  /** the expression, as it stands in the kata */
  readonly text: string
  readonly result: number
  readonly operands: readonly number[]
  readonly operator?: string
}

/**
 * Runs a function that calls an instrumented kata. Says in one or two sentences where NaN, or otherwise ∞, was born in
 * it. Returns undefined if it was not born in this file. Errors of the run are ignored.
 */
export function firstNonFinite(runs: readonly (() => void)[]): string | undefined {
  const births: NonFiniteOrigin[] = []
  Object.assign(globalThis, { __kataWatch: watcher((birth) => births.length < 1000 && births.push(birth)) })
  for (const run of runs) {
    if (births.some(({ result }) => Number.isNaN(result))) break
    try {
      run()
    } catch {
      // The run may fail, as the test did.
    }
  }
  const nan = births.find(({ result }) => Number.isNaN(result))
  const infinite = births.find(({ result }) => Math.abs(result) === Infinity)
  if (!nan) return infinite && `${sentence(infinite)}.`
  const cause =
    nan.operands.some((v) => Math.abs(v) === Infinity) && infinite ? `\nThe ∞ in it: ${sentence(infinite)}.` : ''
  return `${sentence(nan)}.${cause}`
}

/** NaN was born in line 24, at `e / total`: ∞ / ∞ */
function sentence({ line, text, result, operands, operator }: NonFiniteOrigin): string {
  const numbers = operands.map((v) => formatNumber(v))
  const list = numbers.length > 0 ? `, of ${numbers.join(', ')}` : ''
  const how = operator ? `: ${numbers.join(` ${operator} `)}` : list
  return `${formatNumber(result)} was born in line ${line}, at \`${text}\`${how}`
}

function watcher(report: (birth: NonFiniteOrigin) => void) {
  const look = (birth: NonFiniteOrigin): void => {
    const { result, operands } = birth
    if (typeof result !== 'number' || Number.isFinite(result) || !operands.every((v) => typeof v === 'number')) return
    const isBorn = Number.isNaN(result) ? !operands.some(Number.isNaN) : operands.every(Number.isFinite)
    if (isBorn) report(birth)
  }
  const traceCall = (line: number, text: string, f: (...args: number[]) => number, args: number[]): number => {
    const result = f(...args)
    look({ line, text, result, operands: args })
    return result
  }
  return {
    operation(line: number, text: string, operator: string, a: number, b: number): number {
      const result = operations[operator](a, b)
      look({ line, text, result, operands: [a, b], operator })
      return result
    },
    result(line: number, text: string, result: number): number {
      if (Number.isNaN(result)) report({ line, text, result, operands: [] })
      return result
    },
    call: (line: number, text: string, f: (...args: number[]) => number, ...args: number[]) =>
      traceCall(line, text, f, args),
    of:
      (line: number, text: string, f: (...args: number[]) => number) =>
      (...args: number[]) =>
        traceCall(line, text, f, args.slice(0, f.length)),
  }
}

const operations: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
}
