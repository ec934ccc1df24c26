import { readdirSync } from 'node:fs'
import type { Exercise } from '../course/exercises.ts'
import { root, toForwardSlashes } from '../course/trees.ts'
import type { Read } from './needs.ts'

/** An exercise that gets another number, since one is inserted before it. */
export interface Move {
  readonly from: Exercise
  readonly to: Exercise
}

/** The texts of the repository that may name an exercise: those of its code, its lessons and its pages. */
export function listTexts(): string[] {
  const names = readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return [entry.name]
    if (!['katas', 'lib', 'solutions', 'test'].includes(entry.name)) return []
    const inside = readdirSync(`${root}/${entry.name}`, { recursive: true, encoding: 'utf8' })
    return inside.map((name) => `${entry.name}/${toForwardSlashes(name)}`)
  })
  return names.filter((name) => /\.(ts|mjs|md|html|css|py)$/.test(name)).toSorted()
}

/** A file where the exercises of `moves` have their new numbers: in its own path, in paths, imports and links, and beside their names. */
export function renumber(file: string, text: string, moves: readonly Move[]): { file: string; text: string } {
  return { file: renamePaths(file, file, moves), text: renameIds(renamePaths(text, file, moves), file, moves) }
}

/** 4-backprop/6-softmax, and within its stage ./6-softmax, assembly/5-simd and ](6-softmax */
function renamePaths(text: string, file: string, moves: readonly Move[]): string {
  const [{ from }] = moves
  const names = new Map(moves.map((move) => [fileNameOf(move.from), fileNameOf(move.to)]))
  const before = file.split('/').includes(from.stage)
    ? String.raw`(?<![\w-])${from.stage}/(?:assembly/)?|(?<!\.)\./(?:assembly/)?|(?<![\w./-])assembly/|\]\(`
    : String.raw`(?<![\w-])${from.stage}/(?:assembly/)?`
  const known = new RegExp(String.raw`(${before})(${[...names.keys()].join('|')})(?![\w-])`, 'g')
  return text.replaceAll(known, (_, folder: string, name: string) => folder + names.get(name))
}

function fileNameOf({ path }: Exercise): string {
  return path.slice(path.indexOf('/') + 1)
}

/** In these a text of a number alone is an exercise. Elsewhere, as in the tests of exercises, it may be a value: '1.5'. */
function isAboutTheCourse(file: string): boolean {
  return /^(lib|test\/(lib|course|browser))\//.test(file) && !file.startsWith('test/lib/authoring/')
}

/** Matches the number of an exercise: beside its name, after the word exercise, in its header, in its stub, or alone in a text. */
function idPatterns(moves: readonly Move[], file: string): RegExp {
  const pairs = moves.map(({ from }) => String.raw`${escape(from.id)}(?=\s+${from.name}(?![\w-]))`)
  const ids = moves.map(({ from }) => escape(from.id)).join('|')
  const places = [
    ...pairs.map((pair) => String.raw`(?<![\d.])${pair}`),
    String.raw`(?<=\b[Ee]xercise )(?:${ids})(?!\.?\d)`,
    String.raw`(?<=^/\*\*\n \* )(?:${ids})(?=  )`,
    String.raw`(?<=todo\('|// todo )(?:${ids})(?= )`,
    // a text of numbers alone: '4.5', '4.5,4.8'
    ...(isAboutTheCourse(file) ? [String.raw`(?<='(?:\d+\.\d+,)*)(?:${ids})(?=(?:,\d+\.\d+)*')`] : []),
  ]
  return new RegExp(places.join('|'), 'g')
}

function renameIds(text: string, file: string, moves: readonly Move[]): string {
  const ids = new Map(moves.map(({ from, to }) => [from.id, to.id]))
  return text.replaceAll(idPatterns(moves, file), (id) => ids.get(id) ?? id)
}

/** A line of a file, counted from 0. */
export interface Mention {
  readonly file: string
  readonly line: number
}

/** Where a number of an exercise that moves stands alone, so that it may be another number as well. `read`: the files before the change. */
export function findMentions(files: readonly string[], read: Read, moves: readonly Move[]): Mention[] {
  const bare = new RegExp(String.raw`(?<![\d.])(?:${moves.map(({ from }) => escape(from.id)).join('|')})(?![\w.]*\d)`)
  const written = files.filter((file) => !file.startsWith('katas/') || file.endsWith('.md'))
  return written.flatMap((file) => {
    const known = (read(file) ?? '').replaceAll(idPatterns(moves, file), '')
    const text = known
      .replaceAll(/<!-- begin: ([^>]+) -->[^]*?<!-- end: \1 -->/g, (block) => block.replaceAll(/[^\n]/g, ''))
      .replace(/^ \* \d+ minutes\..*$/m, '')
    return text.split('\n').flatMap((line, i) => (bare.test(line) ? [{ file, line: i }] : []))
  })
}

/** The file and the line of a mention after the change: lines may have been put in before it. */
export function locateMention({ file, line }: Mention, before: Read, after: Read, moves: readonly Move[]): string {
  const moved = renumber(file, before(file)?.split('\n')[line] ?? '', moves)
  const at = after(moved.file)?.split('\n').indexOf(moved.text, line) ?? -1
  return `${moved.file}:${(at < 0 ? line : at) + 1}`
}

function escape(id: string): string {
  return id.replace('.', String.raw`\.`)
}
