import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { writeFileAtomic } from '../files.ts'
import { katas, root } from './trees.ts'

/** Where the files of a learner are, and where commands write. */
export interface Place {
  readonly tree: string
  readonly out: string
}

export const ownPlace: Place = { tree: katas, out: `${root}/.out` }

/** Writes a file of katas/, and keeps its old text. Returns false if it had this text already. */
export function replaceWithBackup(file: string, text: string, place = ownPlace): boolean {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (before === text) return false
  if (before !== undefined) keepBackup(file, before, place)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return true
}

/** Keeps a text of a file in .out/kept, as the latest of this file. */
export function keepBackup(file: string, text: string, place = ownPlace): void {
  const fileAt = (time: number): string => {
    const stamp = new Date(time).toISOString().slice(0, 23).replaceAll(/[:.]/g, '-')
    return backupPath(file, place).replace(/ts$/, `${stamp}.ts`)
  }
  let time = Date.now()
  while (existsSync(fileAt(time))) time++ // Two texts of one millisecond are both kept, in their order.
  writeFileAtomic(fileAt(time), text)
}

/** Restores the last kept text that differs from the current one, and keeps the current one. Returns false if there is none. */
export function restoreBackup(file: string, place = ownPlace): boolean {
  const [folder, name] = [dirname(backupPath(file, place)), basename(file, '.ts')]
  const now = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const kept = existsSync(folder) ? readdirSync(folder).filter((one) => one.startsWith(`${name}.`)) : []
  const texts = kept
    .filter((one) => one.endsWith('.ts'))
    .toSorted()
    .map((one) => readFileSync(`${folder}/${one}`, 'utf8'))
  const last = texts.findLast((text) => text !== now)
  if (last === undefined) return false
  if (now !== undefined) keepBackup(file, now, place)
  writeFileSync(file, last)
  return true
}

/** .out/kept/4-backprop/5-dense.ts, with a time stamp before the extension */
function backupPath(file: string, { tree, out }: Place): string {
  return file.replace(`${tree}/`, `${out}/kept/`)
}
