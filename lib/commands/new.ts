import { planExercise, callOf, isFunctionName, type Plan, type Request } from '../authoring/new-exercise.ts'
import { listTexts } from '../authoring/renumber.ts'
import { applyChanges, readFile } from '../authoring/repository.ts'
import { type Exercise, exercises, select, stages } from '../course/exercises.ts'
import { type Args, type Command, UsageError, needsReference, whole } from './command.ts'

export { run } from './command.ts'

const longest = 24 // lines of the stubs have the name in them several times

export const command: Command = {
  usage: 'npm run new',
  about:
    'Gives a new exercise its place in the course: a row in the catalogue, every file as a stub, and what is derived from them.\nA stage that is not there yet is made. Each stub says what to write, and the proofs are red until it is written.',
  words: '10-scratch flip-channels',
  options: {
    minutes: { value: 'N', about: 'what it takes someone who is new to it (15)' },
    after: {
      value: '4.2|pullback|4',
      about: 'its place in the stage, 4: the first; later exercises get the next numbers (the last)',
    },
    needs: { value: '1.5,2.1', about: 'the exercises that its solution imports' },
    operation: { about: 'its function returns [y, back], so its test has a gradient check' },
  },
  async main(given) {
    needsReference('npm run new')
    const request = readRequest(given)
    const plan = planOf(request)
    applyChanges(plan.changes)
    console.log(describePlan(plan))
    return 0
  },
}

function planOf(request: Request): Plan {
  try {
    return planExercise(request, listTexts(), readFile)
  } catch (error) {
    throw new UsageError(`Nothing is written. ${(error as Error).message}`)
  }
}

/** The words and options, or a UsageError that says which of them is not as it must be. */
function readRequest(given: Args): Request {
  const minutes = given.number('minutes', 15, 'a whole number of at least 1', whole(1))
  const [place, name, ...others] = given.words
  if (place === undefined || name === undefined || others.length > 0)
    throw new UsageError('npm run new wants a stage and a name: npm run new -- 10-scratch flip-channels --minutes 20')
  const stage = readStage(place)
  checkName(name, 'An exercise', 'flip-channels')
  if (!isFunctionName(callOf(name)))
    throw new UsageError(`No function can be called “${callOf(name)}”. Choose another name than ${name}.`)
  const own = exercises.filter((exercise) => exercise.stage === stage)
  const known = own.find((exercise) => exercise.name === name)
  if (known)
    throw new UsageError(
      `${known.id} ${name} is there already. What is left to write of it: npx vitest run --project house test/course/unfinished`,
    )
  const at = readPlace(given.text('after'), stage, own)
  const needs = readNeeds(given.text('needs'), stage, own[at])
  return { stage, name, minutes, at, needs, isOperation: given.has('operation') }
}

/** 4, 4-backprop or backprop of a stage that is there; 10-scratch of one that is not. */
function readStage(word: string): string {
  const named = stages.find((stage) => [stage, ...splitStage(stage)].includes(word))
  if (named) return named
  const [number, name] = splitStage(word)
  if (!/^[1-9]\d*$/.test(number))
    throw new UsageError(
      `A stage is a number and a name, as 10-scratch, but got “${word}”. The stages are ${stages.join(', ')}.`,
    )
  checkName(name, 'The name of a stage', 'scratch')
  const same = stages.find((stage) => splitStage(stage).some((part) => part === number || part === name))
  if (same) throw new UsageError(`There is a stage ${same}, so there can be no ${word}.`)
  return word
}

function splitStage(stage: string): [number: string, name: string] {
  const dash = stage.indexOf('-')
  return dash < 0 ? [stage, ''] : [stage.slice(0, dash), stage.slice(dash + 1)]
}

function checkName(name: string, what: string, example: string): void {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= longest) return
  throw new UsageError(
    `${what} has small letters, digits and dashes, at most ${longest} of them, as ${example}, but got “${name}”.`,
  )
}

/** How many exercises of the stage stand before the new one. */
function readPlace(after: string | undefined, stage: string, own: readonly Exercise[]): number {
  if (after === undefined) return own.length
  if ([stage, ...splitStage(stage)].includes(after)) return 0
  const found = own.findIndex(({ id, name }) => id === after || name === after)
  if (found >= 0) return found + 1
  const known = own.map(({ id, name }) => `${id} ${name}`).join(', ') || 'none yet'
  throw new UsageError(`--after wants ${stage} or one of its exercises, but got “${after}”. Its exercises: ${known}.`)
}

/** The exercises that --needs names, in the order of the course; one that does not come before the new one is refused. */
function readNeeds(text: string | undefined, stage: string, next: Exercise | undefined): Exercise[] {
  const words = text === undefined ? [] : text.split(',').map((word) => word.trim())
  const named = words.flatMap((word) => {
    const found = exercisesOfWord(word)
    if (found.length > 1)
      throw new UsageError(`--needs wants single exercises, but “${word}” is ${found.map(({ id }) => id).join(', ')}.`)
    return found
  })
  const isLater = (one: Exercise): boolean =>
    next
      ? exercises.indexOf(one) >= exercises.indexOf(next)
      : Number.parseInt(one.stage, 10) > Number.parseInt(stage, 10)
  const late = named.find(isLater)
  if (late) throw new UsageError(`--needs wants earlier exercises, but ${late.id} ${late.name} comes later.`)
  return exercises.filter((one) => named.includes(one))
}

function exercisesOfWord(word: string): readonly Exercise[] {
  try {
    return select(word)
  } catch (error) {
    throw new UsageError(`--needs: ${(error as Error).message}`)
  }
}

function describePlan({ exercise, made, changes, moves, mentions }: Plan): string {
  const { id, name, path, stage } = exercise
  const changed = [...changes.keys()].filter((file) => !made.includes(file) && moves.length === 0)
  const moved = moves.map(({ from, to }) => `  ${from.id} ${from.name} is ${to.id} now`)
  const [number] = stage.split('-')
  return [
    `${id} ${name} has its place in the course. Made, each a stub:`,
    ...made.map((file) => `  ${file}`),
    ...(changed.length > 0 ? ['', 'Written anew:', ...changed.map((file) => `  ${file}`)] : []),
    ...(moved.length > 0 ? ['', 'Renumbered, with their files and all imports:', ...moved] : []),
    ...(mentions.length > 0
      ? ['', 'Lines with a number that may mean one of them. Look at each:', ...columns(mentions)]
      : []),
    '',
    'What to do now:',
    `  1. solutions/${path}.ts: the header is the task. Replace each todo, here and in every stub (CONTRIBUTING.md says how).`,
    `  2. npm run check -- --fix && npm run reset -- ${id}   writes what follows from it: tables, needs, the stub in katas/`,
    `  3. npx vitest run --project house test/course/unfinished   lists what is left to write`,
    `  4. npm test -- --stage ${id} and npm run matrix -- --stage ${id}   prove the solution and the misconceptions`,
    `  5. npx vitest run --project house test/course/lessons -u   draws the picture of the lesson of stage ${number}`,
    `  6. npm run gate   proves all of it`,
  ].join('\n')
}

function columns(mentions: readonly string[]): string[] {
  return mentions.map((line) => `  ${line}`)
}
