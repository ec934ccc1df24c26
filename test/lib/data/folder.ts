import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { writeIdx } from '../../../lib/data/idx.ts'

export const [trainImages, trainLabels, testImages, testLabels] = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
]

/** images of 2 × 3 pixels, all with some ink */
export function images(count: number, rows = 2, columns = 3): Uint8Array {
  return writeIdx([count, rows, columns], new Uint8Array(count * rows * columns).fill(7))
}

export function labels(...values: number[]): Uint8Array {
  return writeIdx([values.length], Uint8Array.from(values))
}

/** A folder that is removed after the test, with four files that can be trained on, but for those that are replaced, or left out (null). */
export function dataFolder(replaced: Readonly<Record<string, Uint8Array | null>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'digits-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true })) // a hook of this module would be that of its first importer alone
  const files: Record<string, Uint8Array | null> = {
    [trainImages]: images(4),
    [trainLabels]: labels(0, 1, 2, 9),
    [testImages]: images(2),
    [testLabels]: labels(2, 1),
    ...replaced,
  }
  for (const [name, content] of Object.entries(files)) if (content) writeFileSync(join(folder, name), content)
  return folder
}
