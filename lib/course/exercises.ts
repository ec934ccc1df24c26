/**
 * The course: its stages and exercises, in order. One row here, one file of the same path in katas/, solutions/ and test/.
 *
 * `needs` are the exercises whose code an exercise builds on; `minutes` is what it takes someone who is new to it.
 */
export interface Exercise {
  /** 4.4 */
  readonly id: string
  /** backprop/dense: does not change when an exercise is inserted before it */
  readonly slug: string
  /** dense */
  readonly name: string
  /** 4-backprop/4-dense: the path, without .ts, in each of the trees */
  readonly path: string
  /** 4-backprop */
  readonly stage: string
  readonly minutes: number
  readonly needs: readonly string[]
}

const table: Record<string, [name: string, minutes: number, needs?: string][]> = {
  '1-tensor-ops': [
    ['map-zip', 10],
    ['broadcast', 15],
    ['reduce', 15],
    ['transpose', 10],
    ['matmul', 20, '1.4'],
    ['one-hot', 10],
  ],
  '2-softmax': [
    ['softmax', 20, '1.1 1.2 1.3'],
    ['log-softmax', 15, '1.1 1.2 1.3'],
  ],
  '3-cross-entropy': [
    ['cross-entropy', 15],
    ['from-logits', 10, '2.2 3.1'],
  ],
  '4-backprop': [
    ['numerical-gradient', 15],
    ['pullback', 15],
    ['relu', 10, '1.1 4.2'],
    ['dense', 20, '1.2 1.3 1.5'],
    ['softmax', 20, '1.1 1.2 1.3 2.1 4.2'],
    ['softmax-cross-entropy', 20, '1.1 1.2 1.6 2.1 3.1 3.2'],
    ['chain', 20, '4.2 4.4'],
    ['gradient', 20, '4.6 4.7'],
  ],
  '5-chain-link': [
    ['joints', 10],
    ['loss', 5, '5.1'],
    ['gradient', 15, '5.1'],
    ['descend', 10, '5.1 5.3'],
  ],
  '6-mnist': [
    ['idx', 20],
    ['batches', 20, '6.1'],
    ['glorot', 15, '4.3 4.4 4.7'],
    ['apply-gradient', 15],
    ['train', 20, '4.3 4.4 4.6 4.7 4.8 6.2 6.3 6.4'],
    ['evaluate', 15, '1.6 4.7'],
    ['predict', 15, '1.6 2.1 4.7'],
  ],
  '9-speed': [
    ['loop-order', 10],
    ['in-place', 15],
    ['skip-zeros', 25, '9.2'],
    ['tiles', 25, '9.2'],
    ['simd', 45, '9.2'],
    ['threads', 45, '9.2 9.5'],
  ],
}

export const exercises: readonly Exercise[] = Object.entries(table).flatMap(([stage, rows]) =>
  rows.map(([name, minutes, needs = ''], index) => ({
    id: `${number(stage)}.${index + 1}`,
    slug: `${stage.slice(stage.indexOf('-') + 1)}/${name}`,
    name,
    path: `${stage}/${index + 1}-${name}`,
    stage,
    minutes,
    needs: needs.split(' ').filter(Boolean),
  })),
)

export const stages: readonly string[] = Object.keys(table)

/** What a learner may type for one: 4.4, dense, backprop/dense, or a path that ends in it; for several: 4 or 4-backprop. Nothing found: Error. */
export function select(wanted: string): readonly Exercise[] {
  const found = exercises.filter(
    ({ id, name, slug, path, stage }) => [id, slug, path, stage, number(stage)].includes(wanted) || name === wanted,
  )
  const file = wanted.endsWith('.ts') ? exerciseOf(wanted) : undefined
  if (found.length > 0 || file) return file ? [file] : found
  const known = stages.map((stage) => `${stage} (${exercises.filter((e) => e.stage === stage).length})`).join(', ')
  const near = exercises.find(({ name }) => isNear(name, wanted.toLowerCase()))
  const meant = near ? `Did you mean ${near.id} ${near.name}?` : 'Try 4, 4.2 or dense.'
  throw new Error(`There is no exercise or stage “${wanted}”. ${meant} The stages are ${known}.`)
}

/** Does one edit separate the words: a letter more, a letter less, another letter, or two letters swapped? */
function isNear(name: string, typed: string): boolean {
  const letters = [...typed].map((_, i) => i)
  const without = (word: string, i: number): string => word.slice(0, i) + word.slice(i + 1)
  const swapLetters = (i: number): string => typed.slice(0, i) + (typed[i + 1] ?? '') + typed[i] + typed.slice(i + 2)
  return (
    [...name].some(
      (_, i) => without(name, i) === typed || letters.some((j) => without(typed, j) === without(name, i)),
    ) || letters.some((i) => without(typed, i) === name || swapLetters(i) === name)
  )
}

/** The exercise of a file whose path ends in 4-backprop/4-dense.ts or …/4-dense.test.ts. */
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
