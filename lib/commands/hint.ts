import { existsSync, readFileSync } from 'node:fs'
import type { Exercise } from '../course/exercises.ts'
import { type Hint, hintsOf, keepSeen, nextHint, readSeen, sectionOf } from '../course/hints.ts'
import { type ExerciseStatus, currentExercise, exerciseStatuses } from '../course/progress.ts'
import { paint, terminal, wrapLine } from '../terminal/terminal.ts'
import { exportsOf, fileOf, katas } from '../course/trees.ts'
import { type Command, type Args, UsageError } from './command.ts'
import { selectExercises } from './exercise-words.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run hint',
  about:
    'The next hint of an exercise, from its lesson: one more each time, from a nudge to nearly the answer.\nWithout a word: of the current exercise. If a test has failed and the judge knows why, that comes first.',
  words: '4.2 | dense',
  options: {
    again: { about: 'the last one once more, and no new one' },
    all: { about: 'every hint of the exercise' },
  },
  async main(given) {
    const which = (['all', 'again'] as const).find((name) => given.has(name)) ?? 'next'
    console.log(hintText(findStanding(given), which))
    return 0
  },
}

/**
 * The result of the last run, and the next hint of an exercise, which then counts as seen. Throws a UsageError if the
 * lesson has no hints for it.
 */
export function hintText(
  standing: ExerciseStatus,
  which: 'next' | 'again' | 'all',
  further = 'with the same command',
): string {
  const { exercise } = standing
  const section = sectionOf(exercise)
  const hints = hintsOf(section)
  if (hints.length === 0)
    throw new UsageError(`katas/${exercise.stage}/README.md has no hints for ${exercise.id} ${exercise.name}.`)
  const lines = [...describeLastRun(standing)]
  const seen = readSeen(exercise, section).filter((i) => i in hints)
  const next = nextHint(hints, seen, namesOf(standing), failingFunction(standing))
  if (which === 'all') lines.push(...hints.flatMap((hint, i) => formatHint(hint, i, hints.length)))
  else if (which === 'again') lines.push(...again(seen, hints, exercise))
  else if (next === undefined) lines.push(...thatWasAll(exercise, hints))
  else {
    keepSeen(exercise, section, [...seen, next])
    lines.push(
      ...withoutHint(namesOf(standing), hints),
      ...formatHint(hints[next], seen.length, hints.length),
      ...whatNext(hints.length - seen.length - 1, exercise, further),
    )
  }
  const columns = Math.min(terminal().columns, 90) // Longer lines are hard to read.
  return [
    paint(`${exercise.id} ${exercise.name}`, 'bold'),
    '',
    ...lines.flatMap((line) => wrapLine(line, columns)),
  ].join('\n')
}

/** The exercise that the word names. If it names several, or without a word, the current one among them. */
function findStanding(given: Args): ExerciseStatus {
  const { words } = given
  if (words.length > 1) throw new UsageError(`npm run hint wants one exercise, but got “${words.join(' ')}”.`)
  const wanted = selectExercises(given)
  const among = exerciseStatuses().filter(({ exercise }) => wanted.includes(exercise))
  const found = among.length === 1 ? among[0] : currentExercise(among)
  if (found) return found
  throw new UsageError(
    `Nothing is left to do in ${words[0] ?? 'the course'}. npm run hint -- ${wanted[0].id} gives the hints of one exercise.`,
  )
}

function namesOf({ mark, kept }: ExerciseStatus): readonly string[] {
  return mark === 'done' ? [] : (kept?.failure?.diagnosis?.names ?? [])
}

/** The function whose test failed, if the exercise has several. Titles begin with its name. */
function failingFunction({ exercise, mark, kept }: ExerciseStatus): string | undefined {
  const [name] = kept?.failure?.title.split(' ') ?? []
  const file = fileOf(katas, exercise)
  if (mark === 'done' || !existsSync(file)) return undefined
  const functions = exportsOf(readFileSync(file, 'utf8'))
  return functions.length > 1 && functions.some((one) => one.name === name) ? name : undefined
}

/** The result of the last run: the diagnosis if there is one, otherwise the first line of the failure. */
function describeLastRun({ mark, kept }: ExerciseStatus): string[] {
  const { failure } = kept ?? {}
  if (!failure || kept?.state !== 'wrong' || (mark !== 'wrong' && mark !== 'stale')) return []
  const when = mark === 'stale' ? 'Before your last change' : 'The last run'
  const [symptom] = failure.message.split('\n\n') // The sentence may be wrapped.
  const why = failure.diagnosis?.text.split('\n') ?? [symptom.replaceAll('\n', ' ')]
  return [when, `  ✗ ${failure.title}`, ...why.map((line) => `    ${line}`), '']
}

/** Says that no hint is about the named mistake, so the next hint is about the exercise in general. */
function withoutHint(names: readonly string[], hints: readonly Hint[]): string[] {
  const isAbout = hints.some(({ about }) => about.some((id) => names.includes(id)))
  return names.length === 0 || isAbout
    ? []
    : ['No hint speaks of this mistake itself. The next one about the exercise:', '']
}

function formatHint({ summary, text }: Hint, at: number, of: number): string[] {
  return [paint(`${at + 1}/${of}  ${summary}`, 'bold'), '', ...text.map((line) => (line === '' ? '' : `  ${line}`)), '']
}

function again(seen: readonly number[], hints: readonly Hint[], { id }: Exercise): string[] {
  const last = seen.at(-1)
  if (last === undefined) return [`No hint has been shown yet: npm run hint -- ${id} gives the first.`]
  return formatHint(hints[last], seen.length - 1, hints.length)
}

function whatNext(left: number, { stage, id }: Exercise, further: string): string[] {
  const repeat = `npm run hint -- ${id} --again`
  return [
    left === 0 ? `That was the last one. Once more: ${repeat}` : `${left} more, ${further}   once more: ${repeat}`,
    `The lesson: katas/${stage}/README.md`,
  ]
}

function thatWasAll({ stage, id, name }: Exercise, hints: readonly Hint[]): string[] {
  return [
    `You have seen all ${hints.length} hints of ${id} ${name}. All of them once more: npm run hint -- ${id} --all`,
    `The lesson: katas/${stage}/README.md   the solution: npm run diff -- ${id} --anyway`,
  ]
}
