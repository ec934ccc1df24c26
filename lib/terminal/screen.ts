import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { type Exercise, exercises } from '../course/exercises.ts'
import type { Failure } from '../course/grade.ts'
import { courseMap, smallMap } from './map.ts'
import type { Mark } from '../course/mark.ts'
import { type Terminal, paint, wrapLine } from './terminal.ts'
import { fileOf, isEmpty, katas, kernelOf, root, toForwardSlashes } from '../course/trees.ts'

/** What the screen shows: the learner's progress, and the texts around it. */
export interface ScreenState {
  readonly marks: ReadonlyMap<Exercise, Mark>
  /** the exercises that are done or stale */
  readonly done: ReadonlySet<Exercise>
  readonly current: Exercise | undefined
  /** the grade of the current exercise, if it is known */
  readonly result?: { readonly passed: number; readonly expected: number; readonly failures: readonly Failure[] }
  /** a text between the map and the exercise */
  readonly notes?: readonly string[]
  /** a text after the exercise: what runs now */
  readonly meanwhile?: string
  readonly foot: string
  /** the place of the complete message, if it was cut */
  readonly whole: string
  /** which part is cut last if the screen is low: the failure by default */
  readonly first?: 'map' | 'failure'
}

/** Renders the map, the current exercise, whose code it runs on, and its failure, cut so that it fits the terminal. */
export function renderScreen(situation: ScreenState, terminal: Terminal): string {
  const { current, notes = [], result, meanwhile, foot, whole, first } = situation
  const fit = (line: string): string[] => wrapLine(line, terminal.columns)
  const [failure] = result?.failures ?? []
  const about = current
    ? [
        ...heading(current, placeToLook(current, failure), terminal),
        ...formatDependencies(current, fit),
        formatCounts(situation),
      ]
    : []
  const rest = [...(meanwhile === undefined ? [] : ['', ...meanwhile.split('\n').flatMap(fit)]), '', ...fit(foot)]
  const maps = mapsOf(situation, terminal)
  const most = terminal.rows - maps[maps.length - 1].split('\n').length - about.length - rest.length - 3
  const notice = notes.flatMap(fit).slice(0, Math.max(2, most)) // A picture that is too high is cut at its end.
  const around = 1 + notice.length + (notice.length > 0 ? 1 : 0) + about.length + rest.length + 1
  const told = failure ? formatFailure(failure, terminal) : []
  const room = (map: string): number => terminal.rows - around - map.split('\n').length
  const map = maps.find((one) => room(one) >= told.length) ?? maps[maps.length - 1]
  const least = first === 'map' ? 3 : 5
  const said = cutLines(first === 'map' ? told.slice(1) : told, Math.max(room(map), least), whole, terminal)
  return [map, '', ...notice, ...(notice.length > 0 ? [''] : []), ...about, ...said, ...rest].join('\n')
}

/** the maps, from the largest to the smallest */
function mapsOf({ marks, current, first = 'failure' }: ScreenState, terminal: Terminal): [string, ...string[]] {
  const large = courseMap(marks, current, terminal)
  if (first === 'map') return [large]
  const small = smallMap(marks, current, terminal)
  const own = current ? `\n\n${courseMap(marks, current, terminal, [current.stage])}` : ''
  return [large, small + own, small]
}

/** The place to open: that of the failure, or of the first todo if the exercise is still a stub. */
function placeToLook(exercise: Exercise, failure: Failure | undefined): string {
  const isTodo = failure?.message.startsWith('todo') ?? true
  if (isTodo || !existsSync(fileOf(katas, exercise))) return whereToLook(exercise)
  return failure?.at === undefined ? relativePlace(fileOf(katas, exercise)) : relativePlace(failure.at)
}

function relativePlace(at: string): string {
  return toForwardSlashes(relative(root, at))
}

/** ▸ 1.3 reduce   15 minutes   katas/1-tensor-ops/3-reduce.ts:20 */
function heading(exercise: Exercise, place: string, terminal: Terminal): string[] {
  const name = `▸ ${exercise.id} ${exercise.name}   ${exercise.minutes} minutes`
  const line = paint(name, 'bold', terminal)
  return name.length + place.length + 3 <= terminal.columns ? [`${line}   ${place}`] : [line, `  ${place}`]
}

/** Says whose code the current exercise runs on. */
function formatDependencies({ needs }: Exercise, fit: (line: string) => string[]): string[] {
  const earlier = exercises.filter(({ id }) => needs.includes(id))
  const namesOf = (empty: boolean): string =>
    earlier
      .filter((one) => isEmpty(katas, one) === empty)
      .map(({ name }) => name)
      .join(', ')
  const [own, reference] = [namesOf(false), namesOf(true)]
  const parts = [own && `on yours: ${own}`, reference && `on the reference (yours is empty): ${reference}`]
  return earlier.length > 0 ? fit(`  ${parts.filter(Boolean).join(' · ')}`) : []
}

/** 3 of 24 tests pass · 12 of 35 exercises done, 4 of them to be run again (↻) */
function formatCounts({ marks, done, result }: ScreenState): string {
  const again = [...done].filter((exercise) => marks.get(exercise) === 'stale').length
  const tests = result ? `${result.passed} of ${result.expected} tests pass · ` : ''
  const stale = again > 0 ? `, ${again} of them to be run again (↻)` : ''
  return `  ${tests}${done.size} of ${exercises.length} exercises done${stale}`
}

/** The line of the first todo, also in the kernel: katas/1-tensor-ops/3-reduce.ts:23. A terminal makes it a link. */
export function whereToLook(exercise: Exercise): string {
  const file = fileOf(katas, exercise)
  if (!existsSync(file)) return `${toForwardSlashes(relative(root, file))} is missing: npm run reset -- ${exercise.id}`
  for (const open of [file, kernelOf(katas, exercise)].filter(existsSync)) {
    const at = readFileSync(open, 'utf8')
      .split('\n')
      .findIndex((line) => /\btodo\(|\bunreachable\(\) \/\/ todo /.test(line))
    if (at >= 0) return `${toForwardSlashes(relative(root, open))}:${at + 1}`
  }
  return toForwardSlashes(relative(root, file))
}

/** The first failure in full, with its place. */
function formatFailure({ title, message, at }: Failure, terminal: Terminal): string[] {
  const said = message.replace(/\n\nagain: .*$/, '') // npm start and npm run progress test it again without being asked.
  const lines = unfold(said)
    .split('\n')
    .flatMap((line) => fitLine(`    ${line}`.trimEnd(), terminal.columns))
  const place = at === undefined ? [] : [`    at ${relativePlace(at)}`]
  const head = wrapLine(`  ✗ ${title}`, terminal.columns).map((line) => paint(line, 'red', terminal))
  return ['', ...head, ...lines, ...place]
}

/** Joins the sentences that the judge wrapped for Vitest's UI. They are wrapped for this terminal later. */
function unfold(message: string): string {
  return message.replace(/^(?! )(.{46,69})\n(?=[^\s])(?!again: )/gm, '$1 ')
}

/** Wraps sentences. Cuts a line of source and the marker below it, so that the marker stays in place. */
function fitLine(line: string, columns: number): string[] {
  const isSource = /^ +(\d+ \||[:│]( |$)|\d+ │)/.test(line)
  return isSource && line.length > columns ? [`${line.slice(0, columns - 1)}…`] : wrapLine(line, columns)
}

/** Shortens a failure: inputs and tables go first. Its first lines, its explanation and its place stay longest. */
function cutLines(all: readonly string[], rows: number, whole: string, terminal: Terminal): string[] {
  if (all.length <= rows) return [...all]
  const place = all.at(-1)?.startsWith('    at ') ? all.slice(-1) : []
  const room = rows - 1 - place.length
  const { lines, left } = withoutLong(all.slice(0, all.length - place.length), room)
  const first = lines.slice(0, room)
  while (first.at(-1) === '') first.pop()
  const what = left.length > 0 ? `without ${left.join(' and ')}` : '…'
  return [...first, paint(`    ${what} (all of it: ${whole})`, 'dim', terminal), ...place]
}

/**
 * Removes printed output except its last lines, then paragraphs in the middle, until the failure fits or nothing is
 * left to remove.
 */
function withoutLong(told: readonly string[], rows: number): { lines: string[]; left: string[] } {
  let parts = told.join('\n').split('\n\n')
  const over = parts.join('\n\n').split('\n').length - rows
  parts = parts.map((part) => (/^ {4}it printed\n/.test(part) ? withoutFirst(part.split('\n'), over).join('\n') : part))
  const left: string[] = []
  for (const [name, spare] of [
    ['the inputs', /^ {4}for the inputs/],
    ['the table', /^ {6}expected/],
  ] as const) {
    if (parts.join('\n\n').split('\n').length <= rows) break
    const others = parts.filter((part, i) => i < 1 || !spare.test(part))
    if (others.length < parts.length) left.push(name)
    parts = others
  }
  return { lines: parts.join('\n\n').split('\n'), left }
}

/** Keeps the heading and the last lines, at least three. */
function withoutFirst([first, ...lines]: readonly string[], over: number): string[] {
  if (over <= 0 || lines.length <= 4) return [first, ...lines]
  return [first, '      …', ...lines.slice(Math.min(over + 1, lines.length - 3))]
}
