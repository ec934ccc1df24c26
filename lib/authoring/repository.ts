import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { table } from '../course/exercises.ts'
import { root } from '../course/trees.ts'
import { writeFileAtomic } from '../files.ts'
import { deriveFiles } from './derived.ts'
import type { Read } from './needs.ts'

/** What becomes of each file, by its path in the repository: its new text, or undefined if it goes. */
export type Changes = ReadonlyMap<string, string | undefined>

export const readFile: Read = (file) => {
  const place = join(root, file)
  return existsSync(place) ? readFileSync(place, 'utf8').replaceAll('\r\n', '\n') : undefined
}

/** What is to be written so that every derived file is as the catalogue has it: nothing, if all are. */
export function staleFiles(): Changes {
  return new Map([...deriveFiles(table, readFile)].filter(([file, text]) => readFile(file) !== text))
}

/** The first line in which a file differs from what it shall be: 12, counted from 1. */
export function firstDifference(file: string, text: string): number {
  const [now, then] = [readFile(file) ?? '', text].map((one) => one.split('\n'))
  return then.findIndex((line, i) => line !== now[i]) + 1 || then.length
}

/** Makes all changes, or none: if one fails, the others are taken back, and its error is thrown. */
export function applyChanges(changes: Changes, folder: string = root): void {
  const undo: (() => void)[] = []
  try {
    for (const [name, text] of changes) {
      const file = join(folder, name)
      const before = existsSync(file) ? readFileSync(file) : undefined
      const made = mkdirSync(dirname(file), { recursive: true })
      if (made !== undefined) undo.push(() => rmSync(made, { recursive: true }))
      undo.push(() => (before === undefined ? rmSync(file, { force: true }) : writeFileAtomic(file, before)))
      if (text === undefined) rmSync(file)
      else writeFileAtomic(file, text)
    }
  } catch (error) {
    for (const step of undo.toReversed()) step()
    throw error
  }
}
