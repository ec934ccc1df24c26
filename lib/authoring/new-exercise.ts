import { posix } from 'node:path'
import { parseSync } from 'vite'
import { type Exercise, type Table, exercises, exercisesOf, table } from '../course/exercises.ts'
import { needsBySlug } from '../course/needs.ts'
import { stubOf } from '../course/stub.ts'
import { exportsOf } from '../course/trees.ts'
import { type NewRow, insertRow, insertRowInSource } from './catalogue.ts'
import { deriveFiles } from './derived.ts'
import type { Read } from './needs.ts'
import { type Move, findMentions, locateMention, renumber } from './renumber.ts'
import type { Changes } from './repository.ts'
import { type Subject, stubFiles, stubText } from './stub-files.ts'
import { oracleOf } from './todos.ts'

/** An exercise that is wanted. */
export interface Request extends NewRow {
  /** the exercises that it shall import */
  readonly needs: readonly Exercise[]
  /** it returns [y, back] */
  readonly isOperation: boolean
}

/** What a new exercise makes of the repository, before anything is written. */
export interface Plan {
  readonly exercise: Exercise
  readonly changes: Changes
  /** files that were not there */
  readonly made: readonly string[]
  readonly moves: readonly Move[]
  /** lines that may name an exercise by the number that it had */
  readonly mentions: readonly string[]
}

/** A repository while it is changed: later steps read what earlier ones wrote. */
class Draft {
  readonly changes = new Map<string, string | undefined>()
  private readonly readBefore: Read

  constructor(readBefore: Read) {
    this.readBefore = readBefore
  }

  readonly read: Read = (file) => (this.changes.has(file) ? this.changes.get(file) : this.readBefore(file))

  /** A file of the exercise’s own. Error if it is there already: it may be a person’s work. */
  make(file: string, text: string): void {
    if (this.read(file) !== undefined)
      throw new Error(`${file} is there already, though the catalogue has no such exercise. Move it away first.`)
    this.changes.set(file, text)
  }

  edit(file: string, change: (text: string) => string): void {
    const text = this.read(file)
    if (text === undefined) throw new Error(`${file} is missing: restore it first.`)
    this.changes.set(file, change(text))
  }
}

/** Plans every file of a new exercise. Error, in one sentence, if one of them cannot be written. `texts`: see listTexts. */
export function planExercise(request: Request, texts: readonly string[], readBefore: Read): Plan {
  const draft = new Draft(readBefore)
  const wanted = insertRow(table, request)
  const all = exercisesOf(wanted, needsBySlug)
  const moves = movesTo(all)
  if (moves.length > 0) moveAll(moves, texts, draft)
  const exercise = all.find((one) => one.stage === request.stage && one.name === request.name) as Exercise
  const subject = subjectOf(exercise, request, draft.read)
  for (const [file, text] of stubFiles(subject)) {
    checkNames(file, text)
    draft.make(file, text)
  }
  draft.make(`katas/${exercise.path}.ts`, stubOf(draft.read(`solutions/${exercise.path}.ts`) ?? '', exercise.id))
  addToStage(subject, all, draft)
  addOracle(subject, draft)
  draft.edit('lib/course/exercises.ts', (source) => insertRowInSource(source, request))
  derive(wanted, draft)
  const made = [...draft.changes].filter(([file, text]) => text !== undefined && readBefore(file) === undefined)
  const moved = moves.map(({ to }) => `/${to.path}.`)
  return {
    exercise,
    changes: draft.changes,
    made: made.map(([file]) => file).filter((file) => !moved.some((path) => file.includes(path))),
    moves,
    mentions: moves.length > 0 ? mentionsAfter(texts, readBefore, draft.read, moves) : [],
  }
}

function mentionsAfter(texts: readonly string[], before: Read, after: Read, moves: readonly Move[]): string[] {
  return findMentions(texts, before, moves).map((mention) => locateMention(mention, before, after, moves))
}

/** Error if a stub would declare one name twice: that of the exercise, or of something that --needs imports. */
function checkNames(file: string, text: string): void {
  if (!file.endsWith('.ts')) return
  const imports = parseSync(file, text).module.staticImports.flatMap(({ entries }) => entries)
  const names = [...imports.map(({ localName }) => localName.value), ...exportsOf(text).map(({ name }) => name)]
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined)
    throw new Error(`${file} would have two things called ${twice}. Choose another name, or leave out one of --needs.`)
}

function derive(wanted: Table, draft: Draft): void {
  for (const [file, text] of deriveFiles(wanted, draft.read))
    if (draft.read(file) !== text) draft.changes.set(file, text)
}

/** The exercises whose number differs from what it was. */
function movesTo(all: readonly Exercise[]): Move[] {
  return exercises.flatMap((from) => {
    const to = all.find(({ slug }) => slug === from.slug)
    return to && to.id !== from.id ? [{ from, to }] : []
  })
}

function moveAll(moves: readonly Move[], texts: readonly string[], draft: Draft): void {
  const moved = texts.map((file) => {
    const text = draft.read(file) ?? ''
    return { before: { file, text }, after: renumber(file, text, moves) }
  })
  for (const { before, after } of moved) if (after.file !== before.file) draft.changes.set(before.file, undefined)
  for (const { before, after } of moved)
    if (after.file !== before.file || after.text !== before.text) draft.changes.set(after.file, after.text)
}

function subjectOf(exercise: Exercise, { needs, isOperation }: Request, read: Read): Subject {
  const imports = needs.map((needed) => {
    const names = exportsOf(read(`solutions/${needed.path}.ts`) ?? '').map(({ name }) => name)
    const path = posix.relative(posix.dirname(exercise.path), needed.path)
    return `import { ${names.join(', ')} } from '${path.startsWith('.') ? path : `./${path}`}.ts'`
  })
  const oracle = posix.basename(oracleOf(exercise.stage), '.ts')
  return { exercise, call: callOf(exercise.name), isOperation, imports, oracle }
}

/** flipChannels, of flip-channels */
export function callOf(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** May a function have this name? */
export function isFunctionName(name: string): boolean {
  return parseSync('name.ts', `export function ${name}() {}`, { showSemanticErrors: true }).errors.length === 0
}

/** The section in the lesson, and the paragraph in solutions/: between those of its neighbours, or in new files. */
function addToStage(subject: Subject, all: readonly Exercise[], draft: Draft): void {
  const { exercise } = subject
  const own = all.filter(({ stage }) => stage === exercise.stage)
  const [lesson, reasons] = ['katas', 'solutions'].map((tree) => `${tree}/${exercise.stage}/README.md`)
  if (own.length === 1) {
    draft.make(lesson, stubText('lesson', subject))
    draft.make(reasons, stubText('reasons', subject))
    return
  }
  const before = own[own.indexOf(exercise) - 1]
  const next = own[own.indexOf(exercise) + 1]
  const neighbour = next ?? before
  draft.edit(lesson, (text) =>
    insertAt(
      text,
      lesson,
      `### ${neighbour.id} ${neighbour.name}\n`,
      next ? undefined : /^## /m,
      stubText('section', subject),
    ),
  )
  draft.edit(reasons, (text) =>
    insertAt(
      text,
      reasons,
      `**${neighbour.id} ${neighbour.name}.**`,
      next ? undefined : /^## /m,
      stubText('reason', subject),
    ),
  )
}

/** Inserts a part before the words that begin another, or, if `end` is given, before the next line that matches it, or at the end. */
function insertAt(text: string, file: string, words: string, end: RegExp | undefined, part: string): string {
  const at = text.indexOf(words)
  if (at < 0) throw new Error(`${file} has no “${words.trim()}”, beside which the new part belongs. Mend it first.`)
  if (!end) return `${text.slice(0, at)}${part}\n${text.slice(at)}`
  const after = text.slice(at + words.length).search(end)
  const place = after < 0 ? text.length : at + words.length + after
  const [head, tail] = [text.slice(0, place).trimEnd(), text.slice(place)]
  return `${head}\n\n${part}${tail === '' ? '' : `\n${tail}`}`
}

/** A function in test/oracles/, in a new module or in that of its stage. */
function addOracle(subject: Subject, draft: Draft): void {
  const file = oracleOf(subject.exercise.stage)
  const imports = { Tensor: "import type { Tensor } from '#lib/tensor'", todo: "import { todo } from '#lib/todo'" }
  const before = draft.read(file)
  const text = stubText(subject.isOperation ? 'oracle-operation' : 'oracle', subject)
  if (before === undefined) return draft.make(file, `${Object.values(imports).join('\n')}\n${text}`)
  if (exportsOf(before).some(({ name }) => name === subject.call)) return
  const lacking = Object.entries(imports).filter(([name]) => !new RegExp(`^import .*\\b${name}\\b`, 'm').test(before))
  draft.edit(file, (source) => `${lacking.map(([, line]) => `${line}\n`).join('')}${source}${text}`)
}
