import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { stripVTControlCharacters, parseArgs } from 'node:util'
import { solutions, resolveSubmission } from '../course/trees.ts'
import { replaceLinks } from '../course/links.ts'
import { DataError } from '../data/data-error.ts'
import { ensureWritable } from '../files.ts'
import { NotGraded } from '../runner/house-error.ts'
import { retype } from './npm-options.ts'
import type { Option } from './command-option.ts'

/** One npm script: its options are its help, and its errors name what was expected. */
export interface Command {
  /** npm run train */
  readonly usage: string
  readonly about: string
  readonly options: Record<string, Option>
  /** the meaning of words without --, or undefined if none are allowed */
  readonly words?: string
  /** resolves to the exit code */
  readonly main: (given: Args) => Promise<number>
}

export interface Args {
  readonly words: readonly string[]
  /** the text given for an option, or undefined */
  text(name: string): string | undefined
  /** one of the choices of an option a|b|c, or `otherwise` */
  choice<Choice extends string>(name: string, choices: readonly Choice[], otherwise: Choice): Choice
  /** a number that passes `is`, or `otherwise`; `wanted` describes such a number */
  number(name: string, otherwise: number, wanted: string, is: (value: number) => boolean): number
  has(name: string): boolean
}

/** An option of commands that serve: containers and other machines need another address than localhost. */
export const hostOption: Option = {
  value: 'ADDRESS',
  about: 'where it listens: 0.0.0.0 for a container or your network, which can then use it (127.0.0.1)',
}

/** A wrong use of a command: its message is shown as one sentence, without a stack. */
export class UsageError extends Error {}

/** Turns the error of a server that cannot listen into a UsageError. Returns any other error unchanged. */
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
  // The reader of a pipe may close it, as in npm run train | head.
  process.stdout.off('error', leave).on('error', leave)
  try {
    refuseSwallowed(command, args)
    const given = parse(command, args[0] === '--' ? args.slice(1) : args) // pnpm passes the two dashes on.
    if (!given.has('help')) return await command.main(given)
    console.log(help(command))
    return 0
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof NotGraded)) throw error
    console.error(error instanceof NotGraded ? `Not graded: ${error.message}` : error.message)
    return 2
  }
}

/** Some learners have no solutions/. A command that needs it says so before it begins. */
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

/** The tree that --code names: katas, solutions, or a folder like them. Throws a UsageError if it is no such folder. */
export function findTree(code: string): string {
  return asUsage(() => resolveSubmission(code))
}

/** The file that an option names. Throws a UsageError if it cannot be written. */
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
 * Waits for q, Ctrl-C, or a signal, such as that of a terminal that closes. Meanwhile it handles other keys. Ctrl-Z
 * stops the process until fg; then `redraw` is called.
 */
export async function untilQuit(
  keys: Readonly<Record<string, () => void>> = {},
  redraw: () => void = () => undefined,
): Promise<void> {
  const { stdin } = process
  const told = new Promise<void>((quit) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.removeAllListeners(signal) // A handler of another library, such as Vitest's, would exit before anything is closed.
      process.once(signal, () => quit())
    }
  })
  if (!stdin.isTTY) return told
  stdin.setRawMode(true)
  stdin.resume()
  const goOn = (): void => {
    stdin.setRawMode(true) // The shell has reset raw mode.
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

/**
 * Handles Ctrl-Z, which a terminal in raw mode passes to the program: it stops the whole job. Windows has no such
 * signal.
 */
function suspend(): void {
  if (process.platform === 'win32') return
  process.stdin.setRawMode(false)
  process.kill(0, 'SIGTSTP')
}

/** Throws a UsageError if npm has taken an option for itself. The error says what to type. */
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
