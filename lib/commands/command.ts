import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { stripVTControlCharacters, parseArgs } from 'node:util'
import { solutions, resolveSubmission } from '../course/trees.ts'
import { replaceLinks } from '../course/links.ts'
import { DataError } from '../data/data-error.ts'
import { ensureWritable } from '../files.ts'
import { NotGraded } from '../runner/house-error.ts'
import { retype } from './npm-options.ts'

/** What one npm script does: its options are its help, and its errors name what was wanted. */
export interface Command {
  /** npm run train */
  readonly usage: string
  readonly about: string
  readonly options: Record<string, Option>
  /** what words without -- may stand for, or undefined if there may be none */
  readonly words?: string
  /** resolves to the exit code */
  readonly main: (given: Args) => Promise<number>
}

export interface Option {
  /** what follows the option: N, DIR, a|b … nothing: a switch */
  readonly value?: string
  /** one letter that stands for it: t for -t */
  readonly short?: string
  readonly about: string
}

export interface Args {
  readonly words: readonly string[]
  /** the text given for an option, or undefined */
  text(name: string): string | undefined
  /** one of the choices of an option a|b|c, or `otherwise` */
  choice<Choice extends string>(name: string, choices: readonly Choice[], otherwise: Choice): Choice
  /** a number that passes `is`, or `otherwise`; `wanted` says which would */
  number(name: string, otherwise: number, wanted: string, is: (value: number) => boolean): number
  has(name: string): boolean
}

/** Of commands that serve: a container and another machine reach them by an address that is not this machine's own. */
export const hostOption: Option = {
  value: 'ADDRESS',
  about: 'where it listens: 0.0.0.0 for a container or your network, which can then use it (127.0.0.1)',
}

/** A wrong use of a command: its message is shown as one sentence, without a stack. */
export class UsageError extends Error {}

/** A server could not listen where it was asked to: as a UsageError. Any other error is returned as it is. */
export function explainListening(error: unknown, port: number, host: string | undefined): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (/ENOTFOUND|EADDRNOTAVAIL/.test(code))
    return new UsageError(`--host wants an address of this machine, but got “${host}”.`)
  if (!message.includes('already in use')) return error
  return new UsageError(`The port ${port} is in use. Choose another with --port N.`)
}

function leave({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit(0)
}

export async function run(command: Command, args: readonly string[]): Promise<number> {
  // the reader of a pipe may close it: npm run train | head
  process.stdout.off('error', leave).on('error', leave)
  try {
    refuseSwallowed(command, args)
    const given = parse(command, args[0] === '--' ? args.slice(1) : args) // pnpm hands the two dashes on
    if (!given.has('help')) return await command.main(given)
    console.log(help(command))
    return 0
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof NotGraded)) throw error
    console.error(error instanceof NotGraded ? `Not graded: ${error.message}` : error.message)
    return 2
  }
}

/** Some learners have no answer key: what cannot be done without it says so, before it begins. */
export function needsReference(what: string): void {
  if (existsSync(solutions)) return
  throw new UsageError(
    `${what} needs the reference, and there is no solutions/ here. See TEACHING.md for what works without it.`,
  )
}

/** The result of a function. If it throws an error about the words or files that it was given: UsageError. */
export function asUsage<Result>(make: () => Result): Result {
  try {
    return make()
  } catch (error) {
    throw toUsageError(error)
  }
}

/** A plain Error, or one of data, as a UsageError. Errors of other classes are faults of a program: they are returned as they are. */
export function toUsageError(error: unknown): unknown {
  const isOfUser = error instanceof DataError || (error instanceof Error && error.constructor === Error)
  return isOfUser ? new UsageError(replaceLinks(error.message)) : error
}

/** The tree that --code names: katas, solutions, or a folder like them. Not such a folder: UsageError. */
export function findTree(code: string): string {
  return asUsage(() => resolveSubmission(code))
}

/** The file that an option names, where one can be written: UsageError where not. */
export function placeFor(out: string, option = '--out'): string {
  const file = resolve(out)
  if (existsSync(file) && statSync(file).isDirectory())
    throw new UsageError(`${option} wants a file, but ${file} is a folder.`)
  try {
    ensureWritable(dirname(file))
  } catch (error) {
    throw new UsageError((error as Error).message.replace('--out DIR', `${option} FILE`))
  }
  return file
}

export const whole = (least: number) => (value: number) => Number.isInteger(value) && value >= least

/**
 * Waits for q or Ctrl-C, or until the process is told to end, as by a terminal that is closed. Meanwhile other keys do what they are
 * for, and Ctrl-Z stops it until fg: then `redraw` is called.
 */
export async function untilQuit(
  keys: Readonly<Record<string, () => void>> = {},
  redraw: () => void = () => undefined,
): Promise<void> {
  const { stdin } = process
  const told = new Promise<void>((quit) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.removeAllListeners(signal) // another's, as Vitest's, would leave before anything is closed
      process.once(signal, () => quit())
    }
  })
  if (!stdin.isTTY) return told
  stdin.setRawMode(true)
  stdin.resume()
  const goOn = (): void => {
    stdin.setRawMode(true) // the shell has set it back
    redraw()
  }
  process.on('SIGCONT', goOn)
  const pressed = new Promise<void>((quit) => {
    stdin.on('data', (data) => {
      // an arrow is an escape sequence; other keys may arrive together with it
      for (const key of stripVTControlCharacters(String(data))) {
        if (key === 'q' || key === '\x03') quit()
        else if (key === '\x1a') suspend()
        else if (Object.hasOwn(keys, key)) keys[key]()
      }
    })
  })
  await Promise.race([told, pressed])
  process.off('SIGCONT', goOn)
  stdin.setRawMode(false)
  stdin.pause()
}

/** Ctrl-Z, which a terminal in raw mode leaves to the program: stops the whole job, as a terminal would. Windows has no such thing. */
function suspend(): void {
  if (process.platform === 'win32') return
  process.stdin.setRawMode(false)
  process.kill(0, 'SIGTSTP')
}

/** What npm has taken for itself would be silently left out: UsageError that says what to type. */
function refuseSwallowed({ usage, options }: Command, args: readonly string[]): void {
  const found = retype(usage, options, args)
  if (!found) return
  const [names, them] = [found.names.join(' and '), found.names.length > 1 ? 'them' : 'it']
  throw new UsageError(
    `npm took ${names} for itself, and ${usage} did not get ${them}. Type two dashes first: ${usage} -- ${found.command}\nIn PowerShell with npm 10 the dashes need quotes: ${usage} '--' ${found.command}`,
  )
}

function parse(command: Command, args: readonly string[]): Args {
  const declared = Object.entries({ ...command.options, help: {} as Option }).map(
    ([name, { value, short }]) =>
      [name, { type: value ? 'string' : 'boolean', ...(short === undefined ? {} : { short }) }] as const,
  )
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({
      args: [...args],
      options: Object.fromEntries(declared),
      allowPositionals: true,
    })
  } catch (error) {
    const said = (error as Error).message.split('. To specify')[0]
    throw new UsageError(
      `${said}. ${command.usage} takes ${Object.keys(command.options)
        .map((name) => `--${name}`)
        .join(', ')}.`,
    )
  }
  const { values, positionals } = parsed
  if (positionals.length > 0 && !command.words)
    throw new UsageError(
      `${command.usage} takes no “${positionals[0]}”. Its options are in --help, and go after two dashes: ${command.usage} -- --help`,
    )
  const text = (name: string) => values[name] as string | undefined
  const wrongValue = (name: string, wanted: string) =>
    new UsageError(`--${name} wants ${wanted}, but got “${text(name)}”.`)
  return {
    words: positionals,
    text,
    has: (name) => values[name] !== undefined,
    choice(name, choices, otherwise) {
      const given = text(name) ?? otherwise
      const found = choices.find((choice) => choice === given)
      if (found === undefined) throw wrongValue(name, choices.join(' or '))
      return found
    },
    number(name, otherwise, wanted, is) {
      const given = text(name)
      if (given === undefined) return otherwise
      const value = given.trim() === '' ? NaN : Number(given)
      if (!is(value)) throw wrongValue(name, wanted)
      return value
    },
  }
}

function help({ usage, about, words, options }: Command): string {
  const rows = [...Object.entries(options), ['help', { about: 'this text' }] as const].map(
    ([name, { value, short, about: purpose }]: readonly [string, Option]) => [
      `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`,
      purpose,
    ],
  )
  const width = Math.max(...rows.map(([left]) => left.length))
  const lines = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
  return [`${usage}${words ? ` [-- ${words}]` : ''}`, '', about, '', ...lines].join('\n')
}
