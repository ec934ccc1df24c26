import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { type Exercise, exercises } from './exercises.ts'
import type { Grade } from './grade.ts'
import { type Mark, courseMap } from './map.ts'
import { fileOf, isEmpty, katas, kernelOf, root } from './trees.ts'

export interface Around {
  /** of Vitest's UI */
  readonly url: string
  /** what is still being tested */
  readonly meanwhile?: string
}

/** What the learner's terminal shows: the map, the current exercise, whose code it runs on, and what is wrong with it. */
export function screen(
  known: ReadonlyMap<Exercise, Grade>,
  current: Exercise | undefined,
  { url, meanwhile }: Around,
): string {
  const marks = new Map<Exercise, Mark>(Array.from(known, ([exercise, { state }]) => [exercise, state]))
  const colours = process.stdout.isTTY && !process.env.NO_COLOR
  const columns = Math.min(process.stdout.columns ?? 100, 110)
  const lines = [courseMap(marks, current, { columns, colours }), '']
  if (!current) return [...lines, 'All of it is done. Train with it: npm run train -- --code katas', url].join('\n')
  const heading = `▸ ${current.id} ${current.name}   ${current.minutes} minutes   ${whereToLook(current)}`
  const foot = `UI: ${url}   hints: katas/${current.stage}/README.md   q quits`
  const rest = meanwhile === undefined ? [] : ['', meanwhile]
  return [...lines, heading, ...standsOn(current), ...said(known.get(current)), ...rest, '', foot].join('\n')
}

/** whose code the current exercise runs on: map-zip yours · broadcast reference (yours is empty) */
function standsOn({ needs }: Exercise): string[] {
  const owners = exercises
    .filter(({ id }) => needs.includes(id))
    .map((earlier) => `${earlier.name} ${isEmpty(katas, earlier) ? 'reference (yours is empty)' : 'yours'}`)
  return owners.length > 0 ? [`  on ${owners.join(' · ')}`] : []
}

/** katas/1-tensor-ops/3-reduce.ts:23, the line of the first todo, perhaps in its kernel: a terminal makes it a link */
function whereToLook(exercise: Exercise): string {
  const file = fileOf(katas, exercise)
  if (!existsSync(file)) return `${relative(root, file)} is missing: npm run reset -- ${exercise.id}`
  for (const open of [file, kernelOf(katas, exercise)].filter(existsSync)) {
    const at = readFileSync(open, 'utf8')
      .split('\n')
      .findIndex((line) => /\btodo\(|\bunreachable\(\) \/\/ todo /.test(line))
    if (at >= 0) return `${relative(root, open)}:${at + 1}`
  }
  return relative(root, file)
}

/** the first thing that is wrong, in full; how many more there are */
function said(result: Grade | undefined): string[] {
  if (!result) return []
  const { passed, expected, failures } = result
  const [first] = failures
  const count = `  ${passed} of ${expected} tests pass`
  if (!first) return [count]
  const at = first.at ? [`    at ${relative(root, first.at)}`] : []
  return [count, '', `  ✗ ${first.title}`, ...first.message.split('\n').map((line) => `    ${line}`.trimEnd()), ...at]
}
