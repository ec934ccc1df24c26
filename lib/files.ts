import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Writes the whole file or nothing: beside its place first, then moved there. Makes the folders on the way. */
export function writeFileAtomic(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true })
  const beside = `${file}.${process.pid}.part`
  try {
    writeFileSync(beside, content)
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** Can files be written into this folder? Makes it if need be; an Error that says why not. */
export function ensureWritable(folder: string): void {
  try {
    const trial = join(folder, `.trial-${process.pid}`)
    writeFileAtomic(trial, '')
    rmSync(trial)
  } catch (error) {
    throw new Error(
      `The folder ${folder} cannot be written: ${(error as Error).message}. Choose another with --out DIR.`,
    )
  }
}
