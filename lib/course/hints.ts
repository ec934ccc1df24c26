import { existsSync, readFileSync } from 'node:fs'
import { writeFileAtomic } from '../files.ts'
import { hash } from './cache-key.ts'
import type { Exercise } from './exercises.ts'
import { markdownLineToText, markdownToText } from './markdown.ts'
import { katas, root } from './trees.ts'

/** One step on the way from a nudge to nearly the answer. */
export interface Hint {
  /** the confusion it is named after */
  readonly summary: string
  /** paragraphs, each one line; lines of a picture */
  readonly text: readonly string[]
  /** ids of the misconceptions it plainly speaks of: <!-- for: B06, T09 --> in its details */
  readonly about: readonly string[]
}

/** The part of a lesson that belongs to one exercise: from its ### to the next heading. Not there: ''. */
export function sectionOf({ id, name, stage }: Exercise, tree = katas): string {
  const file = `${tree}/${stage}/README.md`
  if (!existsSync(file)) return ''
  const lesson = readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  return lesson.split(/^##+ /m).find((part) => part.startsWith(`${id} ${name}\n`)) ?? ''
}

export function hintsOf(section: string): readonly Hint[] {
  return Array.from(
    section.matchAll(/<details>\s*<summary>(.*?)<\/summary>([\s\S]*?)<\/details>/g),
    ([, head, body]) => ({
      summary: markdownLineToText(head),
      text: markdownToText(body),
      about: Array.from(body.matchAll(/<!-- for: ([^>]*?) -->/g), ([, ids]) => ids.split(/,\s*/)).flat(),
    }),
  )
}

/** Which hints a learner has seen, in order, by slug. They count as long as the section of the lesson is the same. */
export interface Seen {
  readonly section: string
  readonly shown: readonly number[]
}

export const hintsFile = `${root}/.out/hints.json`

/** A file that is missing or broken: nothing has been seen. */
export function readSeen({ slug }: Exercise, section: string, file = hintsFile): readonly number[] {
  const seen = readAll(file)[slug]
  return seen?.section === hash(section) && Array.isArray(seen.shown) ? seen.shown.filter(Number.isInteger) : []
}

export function keepSeen({ slug }: Exercise, section: string, shown: readonly number[], file = hintsFile): void {
  const all: Record<string, Seen | undefined> = { ...readAll(file), [slug]: { section: hash(section), shown } }
  writeFileAtomic(file, `${JSON.stringify({ version: 1, hints: all }, null, 1)}\n`)
}

function readAll(file: string): Record<string, Seen | undefined> {
  try {
    const { version, hints } = JSON.parse(readFileSync(file, 'utf8'))
    return version === 1 && typeof hints === 'object' && hints !== null ? hints : {}
  } catch {
    return {}
  }
}

/**
 * The next unseen hint; undefined if all were seen. It is the first hint for the diagnosis of the last failure. If there is none, and
 * the exercise has several functions, it is the first hint for the function that failed. Otherwise it is the first hint.
 */
export function nextHint(
  hints: readonly Hint[],
  shown: readonly number[],
  names: readonly string[],
  failed?: string,
): number | undefined {
  const left = hints.map((_, i) => i).filter((i) => !shown.includes(i))
  const named = left.find((i) => hints[i].about.some((id) => names.includes(id)))
  const wordsOf = ({ summary, text }: Hint): string[] => `${summary} ${text.join(' ')}`.split(/\W+/)
  const fitting = left.find((i) => failed !== undefined && wordsOf(hints[i]).includes(failed))
  return named ?? fitting ?? left[0]
}
