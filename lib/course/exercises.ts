import { editDistance } from '../edit-distance.ts'
import { needsBySlug } from './needs.ts'

/** One exercise of the course: it has a file of the same path in katas/, solutions/ and test/. */
export interface Exercise {
  /** 4.5 */
  readonly id: string
  /** backprop/dense: does not change when an exercise is inserted before it */
  readonly slug: string
  /** dense */
  readonly name: string
  /** 4-backprop/5-dense: the path, without .ts, in each of the trees */
  readonly path: string
  /** 4-backprop */
  readonly stage: string
  /** what it takes someone who is new to it */
  readonly minutes: number
  /** ids of the exercises whose code it builds on, in the order of the course */
  readonly needs: readonly string[]
}

/** The rows of each stage, in order: the place of a row is the number of its exercise. */
export type Table = Readonly<Record<string, readonly (readonly [name: string, minutes: number])[]>>

/** The course. `npm run new` adds a row; after an edit by hand, `npm run check -- --fix` writes what is derived from it. */
export const table: Table = {
  '1-tensor-ops': [
    ['map-zip', 10],
    ['broadcast', 15],
    ['reduce', 15],
    ['transpose', 10],
    ['matmul', 20],
    ['one-hot', 10],
  ],
  '2-softmax': [
    ['softmax', 20],
    ['log-softmax', 15],
  ],
  '3-cross-entropy': [
    ['cross-entropy', 15],
    ['from-logits', 10],
  ],
  '4-backprop': [
    ['numerical-gradient', 15],
    ['pullback', 15],
    ['fork', 10],
    ['relu', 10],
    ['dense', 20],
    ['softmax', 20],
    ['softmax-cross-entropy', 20],
    ['chain', 20],
    ['gradient', 20],
    ['yours', 25],
    ['property', 25],
  ],
  '5-chain-link': [
    ['joints', 10],
    ['loss', 5],
    ['gradient', 15],
    ['descend', 10],
  ],
  '6-mnist': [
    ['idx', 20],
    ['batches', 20],
    ['glorot', 15],
    ['apply-gradient', 15],
    ['train', 20],
    ['evaluate', 15],
    ['predict', 15],
    ['momentum', 20],
    ['adam', 25],
    ['split', 20],
  ],
  '9-speed': [
    ['loop-order', 10],
    ['in-place', 15],
    ['skip-zeros', 25],
    ['tiles', 25],
    ['simd', 45],
    ['threads', 45],
  ],
}

export const exercises: readonly Exercise[] = exercisesOf(table, needsBySlug)

export const stages: readonly string[] = Object.keys(table)

/** The lesson that comes before all stages. Its folder has no exercise. */
export const firstLesson = '0-start'

/** The folders with a lesson, in the order in which they are read. */
export const lessons: readonly string[] = [firstLesson, ...stages]

/** The exercises of a table. `needs`: the slugs that each exercise needs, by slug; a slug of no row is left out. */
export function exercisesOf(
  rowsOfStages: Table,
  needs: Readonly<Record<string, readonly string[]>>,
): readonly Exercise[] {
  const all = Object.entries(rowsOfStages).flatMap(([stage, rows]) =>
    rows.map(([name, minutes], index) => ({
      id: `${number(stage)}.${index + 1}`,
      slug: `${stage.slice(stage.indexOf('-') + 1)}/${name}`,
      name,
      path: `${stage}/${index + 1}-${name}`,
      stage,
      minutes,
    })),
  )
  return all.map((exercise) => {
    const needed = needs[exercise.slug] ?? []
    return { ...exercise, needs: all.filter(({ slug }) => needed.includes(slug)).map(({ id }) => id) }
  })
}

/** What a learner may type for one: 4.5, dense, backprop/dense, or a path that ends in it; for several: 4 or 4-backprop. Nothing found: Error. */
export function select(wanted: string): readonly Exercise[] {
  const found = exercises.filter(
    ({ id, name, slug, path, stage }) => [id, slug, path, stage, number(stage)].includes(wanted) || name === wanted,
  )
  const file = wanted.endsWith('.ts') ? exerciseOf(wanted) : undefined
  if (found.length > 0 || file) return file ? [file] : found
  if ([firstLesson, number(firstLesson)].includes(wanted))
    throw new Error(`${firstLesson} is a lesson without exercises: read katas/${firstLesson}/README.md. Then try 1.`)
  const known = stages.map((stage) => `${stage} (${exercises.filter((e) => e.stage === stage).length})`).join(', ')
  const isNear = (word: string): boolean => editDistance(word, wanted.toLowerCase()) <= 1
  const near = [
    ...stages.filter(isNear),
    ...exercises.filter(({ name, slug }) => isNear(name) || isNear(slug)).map(({ id, name }) => `${id} ${name}`),
  ]
  const meant = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Try 4, 4.2 or dense.'
  throw new Error(`There is no exercise or stage “${wanted}”. ${meant} The stages are ${known}.`)
}

/** The exercise of a file whose path ends in 4-backprop/5-dense.ts or …/5-dense.test.ts. */
export function exerciseOf(file: string): Exercise | undefined {
  const bare = file
    .replace(/\?.*$/, '')
    .replaceAll('\\', '/')
    .replace(/(\.test)?\.ts$/, '')
  return exercises.find(({ path }) => bare === path || bare.endsWith(`/${path}`))
}

function number(stage: string): string {
  return stage.slice(0, stage.indexOf('-'))
}
