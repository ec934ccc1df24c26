import { existsSync, readFileSync } from 'node:fs'
import { quoteWord } from '../terminal/terminal.ts'
import type { Option } from './command-option.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** npm reads --class as -c -l -a -s -s, of which these stay in the environment. */
const shorthands: Readonly<Record<string, readonly string[]>> = { class: ['long', 'all'] }

/**
 * Options that were typed without two dashes before them: npm takes them for its own, and puts them into the environment. Returns the
 * command as it should be typed, or undefined if npm has taken none.
 *
 * npm puts what it reads in an .npmrc there as well, which is no option that was typed.
 */
export function retype(
  usage: string,
  options: Readonly<Record<string, Option>>,
  args: readonly string[],
  env: Environment = process.env,
): { names: readonly string[]; command: string } | undefined {
  if (env.npm_lifecycle_event !== usage.split(' ').at(-1)) return undefined
  const files = [env.npm_config_userconfig, env.npm_config_globalconfig, '.npmrc']
  const configured = files.map((file) => (file && existsSync(file) ? readFileSync(file, 'utf8') : '')).join('\n')
  const isInArgs = (name: string): boolean => args.some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
  const swallowed = Object.entries(options).flatMap(([name, { value }]) => {
    const given = isInArgs(name) ? undefined : readValue(name, env, configured)
    return given === undefined ? [] : [{ name, isSwitch: value === undefined, given }]
  })
  if (swallowed.length === 0) return undefined
  const lacking = swallowed.filter(({ isSwitch, given }) => !isSwitch && given === 'true')
  const words = args.filter((arg) => arg !== '--')
  // The word belongs to the option if there is one of each.
  const isKnown = lacking.length === 1 && words.length === 1
  const typed = swallowed.map(({ name, isSwitch, given }) => {
    if (isSwitch) return `--${name}`
    if (given !== 'true') return `--${name} ${quoteWord(given)}`
    return `--${name} ${isKnown ? quoteWord(words[0]) : '…'}`
  })
  const kept = lacking.length === 0 ? words.map(quoteWord) : []
  return { names: swallowed.map(({ name }) => `--${name}`), command: [...kept, ...typed].join(' ') }
}

/**
 * The value that npm put into the environment for an option: 'true' for one without a value. Returns undefined if it
 * was not typed.
 */
function readValue(name: string, env: Environment, configured: string): string | undefined {
  const letters = shorthands[name]
  const keys = letters ?? [name]
  const values = keys.map((key) => env[`npm_config_${key.replaceAll('-', '_')}`])
  const isTyped = keys.every((key, i) => values[i] && values[i] !== 'false' && !isConfigured(key, configured))
  return isTyped ? values[0] : undefined
}

function isConfigured(key: string, configured: string): boolean {
  return new RegExp(`^\\s*${key}\\s*(=|$)`, 'm').test(configured)
}
