import { existsSync } from 'node:fs'
import type { Vitest } from 'vitest/node'
import type { Exercise } from '../course/exercises.ts'
import type { Mark } from '../course/mark.ts'
import { completionMessage } from '../terminal/completion-message.ts'
import { wasDone } from '../course/progress.ts'
import { reviewNotes } from '../terminal/review-notes.ts'
import { renderScreen } from '../terminal/screen.ts'
import type { SessionResults } from './session-results.ts'
import { terminal } from '../terminal/terminal.ts'
import { fileOf, isEmpty, katas } from '../course/trees.ts'
import type { TypeCheck } from './type-errors.ts'
import { urlOfUi } from '../runner/vitest-ui.ts'

/** What the screen of a watch session shows. */
export interface SessionView {
  readonly vitest: Vitest
  readonly results: SessionResults
  readonly wanted: readonly Exercise[]
  readonly isReview: boolean
  readonly current: Exercise | undefined
  /** the exercises whose tests run now, or next */
  readonly testing: readonly Exercise[]
  /** exercises that are due but wait, and the wrong ones that each waits for */
  readonly waiting: ReadonlyMap<Exercise, readonly Exercise[]>
  /** the course was updated, but this process still runs the old code */
  readonly isUpdated: boolean
  /** why the last run could not test any answer */
  readonly houseError: string | undefined
  readonly hasFileEvents: boolean
  readonly types: TypeCheck
  /** a text that the learner asked for, such as a hint */
  readonly below: string
}

/** Writes the screen of npm start over the previous one. */
export function showSession(view: SessionView): void {
  const clear = process.stdout.isTTY ? '\x1b[2J\x1b[H' : '\n'
  console.log([clear + sessionScreen(view), ...(view.below === '' ? [] : ['', view.below])].join('\n'))
}

function sessionScreen(view: SessionView): string {
  const { vitest, results, current } = view
  const places = results.places()
  const how = process.stdin.isTTY ? 'h gives a hint' : `npm run hint -- ${current?.id}`
  const hint = current ? `${how}   ` : ''
  const situation = {
    marks: new Map(places.map(({ exercise, mark }): [Exercise, Mark] => [exercise, mark])),
    done: new Set(places.filter(wasDone).map(({ exercise }) => exercise)),
    current,
    result: current && results.gradeOf(current),
    notes: notes(view),
    meanwhile: statusLine(view),
    foot: `UI: ${urlOfUi(vitest)}   ${hint}q quits`,
    whole: 'the UI',
  }
  return renderScreen(situation, terminal())
}

/** types: line 23: Type … · ↻ 2.1 and 15 more wait for 1.3 reduce · testing 2.1 and 15 more … */
function statusLine({ results, current, testing, waiting, hasFileEvents, types }: SessionView): string | undefined {
  const count = (list: readonly Exercise[]): string =>
    `${list[0].id}${list.length > 1 ? ` and ${list.length - 1} more` : ''}`
  // The others have a result, but Vitest's UI does not show it yet.
  const unknown = [...waiting.keys()].filter((exercise) => !results.gradeOf(exercise))
  const causes = [...new Set(unknown.flatMap((exercise) => waiting.get(exercise) ?? []))].map(nameOf)
  const verb = unknown.length > 1 ? 'wait' : 'waits'
  const [wrongType, ...others] = current ? types.errorsOf(current) : []
  const more = others.length > 0 ? ` (and ${others.length} more: npx tsc -p katas)` : ''
  const lines = [
    ...(wrongType ? [`  types, line ${wrongType.line}: ${wrongType.message}${more}`] : []),
    ...(hasFileEvents ? [] : ['  File events do not arrive here: a save is seen within three seconds.']),
    ...(unknown.length > 0 ? [`  ↻ ${count(unknown)} ${verb} for ${causes.join(', ')}`] : []),
    ...(testing.length > 0 ? [`  testing ${count(testing)} …`] : []),
  ]
  return lines.length > 0 ? lines.join('\n') : undefined
}

function nameOf({ id, name }: Exercise): string {
  return `${id} ${name}`
}

/** The text that needs attention. Otherwise the exercise that was just completed, with its picture. */
function notes(view: SessionView): string[] {
  return [...reviewNotes(view.isReview), ...news(view)]
}

function news({ results, wanted, isReview, current, isUpdated, houseError }: SessionView): string[] {
  if (houseError !== undefined) return [`Nothing was tested: ${houseError}`]
  if (isUpdated) return ['The course itself was updated. Quit with q, then: npm ci && npm start']
  const missing = wanted.filter((exercise) => !existsSync(fileOf(katas, exercise)))
  if (missing.length > 0)
    return missing.map(({ id, path }) => `katas/${path}.ts is missing: npm run reset -- ${id} puts its stub there`)
  const marks = new Map(results.places().map(({ exercise, mark }) => [exercise, mark]))
  const { finished } = results
  if (isReview && !current) return ['✓ The review is done.']
  const said = completionMessage(marks, current, finished, (exercise) => hasResults(results, exercise))
  const built = finished && results.gradeOf(finished)?.built
  return said.length > 0 && built !== undefined ? [...said, ...built.map((row) => `  ${row}`)] : said
}

/** True once the learner has begun this exercise: then the news of the previous one is hidden. */
function hasResults(results: SessionResults, exercise: Exercise): boolean {
  const { passed = 0, failures = [] } = results.gradeOf(exercise) ?? {}
  return !isEmpty(katas, exercise) || passed > 0 || failures.some(({ message }) => !message.startsWith('todo'))
}
