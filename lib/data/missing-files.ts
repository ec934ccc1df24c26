import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from './data-error.ts'
import { isGzip, unpackStart } from './gzip.ts'
import { explainMagic } from './idx.ts'
import { readStart } from './read-file.ts'

/** The advice for files that a folder lacks: which files to rename, or what the folder has instead. */
export function explainMissing(folder: string, missing: readonly string[], all: readonly string[]): string {
  const lacks = `${folder} has no ${missing.join(', no ')}, neither raw nor as .gz.`
  const names = namesIn(folder)
  if (names === undefined) return `${lacks} The other files of the folder cannot be listed.`
  const found = missing.flatMap((name) => explainSimilar(folder, names, name) ?? [])
  if (found.length === missing.length) return [lacks, ...found].join(' ')
  const set = missing.length < all.length ? [`A data set has ${all.join(', ')}.`] : []
  return [lacks, ...found, ...set, describeContents(folder, names, all)].join(' ')
}

/** The role that a file's name says, such as train images; undefined if it says none. */
export function roleOf(name: string): string | undefined {
  const [isTrain, isTest] = [/train/i.test(name), /t10k|test/i.test(name)]
  const [isImages, isLabels] = [/image|img/i.test(name), /label/i.test(name)]
  if (isTrain === isTest || isImages === isLabels) return undefined
  return `${isTrain ? 'train' : 'test'} ${isImages ? 'images' : 'labels'}`
}

export function isArchive(name: string): boolean {
  return /\.(zip|tar|tgz|tar\.\w+|7z|rar)$/i.test(name)
}

/** Looks for the missing file under another name: which file to rename, or why none fits. undefined if no file resembles it. */
function explainSimilar(folder: string, names: readonly string[], missing: string): string | undefined {
  const similar = names.filter((name) => roleOf(name) === roleOf(missing)).map((name) => lookAt(folder, name, missing))
  const fitting = similar.filter(({ fault }) => fault === undefined)
  if (fitting.length === 0) return similar[0]?.fault
  const raw = fitting.filter(({ isPacked }) => !isPacked)
  const chosen = raw.length > 0 ? raw : fitting
  const target = raw.length > 0 ? missing : `${missing}.gz`
  const which = joinNames(
    chosen.map(({ name }) => name),
    3,
  )
  return `Rename ${chosen.length > 1 ? 'one of ' : ''}${which} to ${target}.`
}

interface Similar {
  readonly name: string
  readonly isPacked: boolean
  /** the reason why renaming it would not help: a sentence */
  readonly fault?: string
}

function lookAt(folder: string, name: string, missing: string): Similar {
  const path = join(folder, name)
  try {
    const start = readStart(path)
    const fault = explainMagic(unpackStart(start, path), roleOf(missing)?.endsWith('images') ? 3 : 1)
    return { name, isPacked: isGzip(start), fault: fault && `${path} ${fault}` }
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    return { name, isPacked: false, fault: error.message }
  }
}

function describeContents(folder: string, names: readonly string[], all: readonly string[]): string {
  if (names.length === 0) return 'The folder is empty.'
  const deeper = foldersBelow(folder, names, 2).find((inside) => {
    const others = namesIn(inside) ?? []
    return all.every((name) => others.includes(name) || others.includes(`${name}.gz`))
  })
  if (deeper !== undefined) return `All of them are in ${deeper}: give that folder.`
  const archive = names.find(isArchive)
  const unpackIt = archive === undefined ? '' : ` Unpack ${archive}, and give the folder with the four files.`
  return `The folder holds ${joinNames(names, 8)}.${unpackIt}`
}

/** The folders inside, to this depth. At most a hundred, since a home folder has many. */
function foldersBelow(folder: string, names: readonly string[], depth: number): string[] {
  const inside = names.map((name) => join(folder, name)).filter(isFolder)
  const further =
    depth > 1 ? inside.slice(0, 20).flatMap((one) => foldersBelow(one, namesIn(one) ?? [], depth - 1)) : []
  return [...inside, ...further].slice(0, 100)
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The names in a folder; undefined if it cannot be listed. */
function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })) // stage 10 after stage 9
  } catch {
    return undefined
  }
}

/** a, b, c and 5 more */
function joinNames(names: readonly string[], most: number): string {
  const rest = names.length - most
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ')
}
