import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import type { Tensor } from '#lib/tensor'
import { type Exercise, exercises } from '../course/exercises.ts'
import { writeWhole } from '../data/write.ts'
import { examsOf, misconceptionsOf } from './course.ts'
import { type Fingerprint, type Outcome, fingerprint } from './fingerprint.ts'
import { baseSeed } from './law.ts'

/**
 * The fingerprint of each misconception of an exercise, by id. They are the same as long as nothing changes that they are
 * made from, so they are kept in .out/fingerprints: taking them costs a second or two, reading them nothing.
 */
export async function misconceptionPrints(exercise: Exercise): Promise<ReadonlyMap<string, Fingerprint>> {
  const file = `.out/fingerprints/${exercise.slug.replace('/', '-')}.json`
  const key = `${baseSeed()} ${state(exercise)}`
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8'), revived) as Kept) : undefined
  if (kept?.key === key) return new Map(kept.prints.map(([id, outcomes]) => [id, new Map(outcomes)]))
  const prints = new Map<string, Fingerprint>()
  for (const { id } of await misconceptionsOf(exercise))
    prints.set(id, fingerprint(await examsOf(exercise, `misconceptions:${id}`)))
  const fresh: Kept = { key, prints: [...prints].map(([id, outcomes]) => [id, [...outcomes]]) }
  writeWhole(file, JSON.stringify(fresh, stored))
  return prints
}

interface Kept {
  readonly key: string
  readonly prints: readonly [id: string, outcomes: [title: string, outcomes: readonly Outcome[]][]][]
}

/** A hash of everything a fingerprint depends on: test, misconceptions, oracles, reference, judge. */
function state({ path }: Exercise): string {
  const judge = ['lib', 'lib/judge', 'test/oracles'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  )
  const own = [
    `test/${path}.test.ts`,
    `test/misconceptions/${path}.ts`,
    ...exercises.map((one) => `solutions/${one.path}.ts`),
  ]
  const hash = createHash('sha256')
  for (const file of [...judge, ...own]) hash.update(existsSync(file) ? readFileSync(file) : file)
  return hash.digest('hex')
}

/** JSON has no NaN and no typed arrays: a tensor is kept as the bytes of its numbers. */
function stored(_: string, value: unknown): unknown {
  if (!ArrayBuffer.isView(value)) return value
  const numbers = value as Tensor['data']
  return {
    float32: numbers instanceof Float32Array,
    bytes: Buffer.from(Float64Array.from(numbers).buffer).toString('base64'),
  }
}

function revived(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return value
  const bytes = Uint8Array.from(Buffer.from(value.bytes as string, 'base64'))
  const numbers = new Float64Array(bytes.buffer)
  return (value as { float32?: boolean }).float32 ? Float32Array.from(numbers) : numbers
}
