import { type Exercise, exerciseOf, exercises } from '../course/exercises.ts'
import { type Mark, signs } from '../course/mark.ts'
import { wrapLine } from '../terminal/terminal.ts'

/** Whose code an exercise ran as: the learner's (or a submission's), the reference, or lib's kernels in its place. */
export type Owner = 'yours' | 'reference' | 'kernels'

export interface CodeOrigin {
  readonly exercise: Exercise
  readonly owner: Owner
  /** of the learner's own code: the result of its tests, for the current files */
  readonly mark?: Mark
}

/** Whose code ran in a training: the one record that terminal, report and page show. */
export interface CodeOrigins {
  /** the value of --code: solutions, katas, a folder */
  readonly code: string
  readonly origins: readonly CodeOrigin[]
}

/** The functions that replaced the tree's own at the seams of a training. */
export interface Seams {
  /** lib's kernels in place of take, dense, relu, loss and step (6.5) */
  readonly operations?: boolean
  /** lib's loop in place of train (6.5) */
  readonly loop?: boolean
  /** the slug of the exercise whose product is taken in place of that of 1.5 */
  readonly rung?: string
  /** the slugs of the exercises that make the steps, beside 6.4 */
  readonly steps?: readonly string[]
  /** of these, the ones that lib's kernels replace as a whole */
  readonly kernelSteps?: readonly string[]
}

/**
 * The exercises that each seam replaces as a whole. 6.2 and 6.4 are not among them, because other functions of theirs
 * still run.
 */
const replaced = {
  operations: ['backprop/dense', 'backprop/relu', 'backprop/softmax-cross-entropy'],
  loop: ['mnist/train'],
  rung: ['tensor-ops/matmul'],
} as const

const entries = ['idx', 'batches', 'glorot', 'train', 'evaluate', 'predict'].map((name) => `mnist/${name}`)

/**
 * The exercises that take part in a training, each with the owner of its code. If only a replaced function calls an exercise, the
 * exercise does not run. The kernels then replace it, or, for the product, a rung does.
 *
 * `among`: those that were bundled.   `isOwn`: is its file the tree's own, and not the reference that stands in?   `called`: where the training begins
 */
export function codeOriginsOf(
  among: readonly Exercise[],
  seams: Seams,
  isOwn: (exercise: Exercise) => boolean,
  marks: ReadonlyMap<Exercise, Mark> = new Map(),
  called: readonly string[] = entries,
): CodeOrigin[] {
  // AᵀB and ABᵀ of a rung are its product behind a transpose (rungs.ts)
  const rung = seams.rung ? [seams.rung, 'tensor-ops/transpose'] : []
  const begins = [...called, ...rung, ...(seams.steps ?? [])]
  const reached = reachableFrom(begins, without(seams))
  const withoutKernels = reachableFrom(begins, without({ rung: seams.rung }))
  return among.flatMap((exercise): CodeOrigin[] => {
    if (!reached.has(exercise)) return withoutKernels.has(exercise) ? [{ exercise, owner: 'kernels' }] : []
    return isOwn(exercise)
      ? [{ exercise, owner: 'yours', mark: marks.get(exercise) }]
      : [{ exercise, owner: 'reference' }]
  })
}

/** The exercises that a training calls itself. */
export function entriesOf(validates: boolean): readonly string[] {
  return validates ? [...entries, 'mnist/split'] : entries
}

/** All exercises that a training calls, directly or not, if nothing replaces them. */
export function exercisesOfTraining(validates = false): readonly Exercise[] {
  return [...reachableFrom(entriesOf(validates), new Set())]
}

function without({ operations, loop, rung, kernelSteps = [] }: Seams): ReadonlySet<string> {
  return new Set([
    ...(operations ? replaced.operations : []),
    ...(loop ? replaced.loop : []),
    ...(rung ? replaced.rung : []),
    ...kernelSteps,
  ])
}

/** All exercises that these build on, without those that are cut off. */
function reachableFrom(slugs: readonly string[], cut: ReadonlySet<string>): ReadonlySet<Exercise> {
  const found = new Set<Exercise>()
  const visit = (exercise: Exercise): void => {
    if (found.has(exercise) || cut.has(exercise.slug)) return
    found.add(exercise)
    exercises.filter(({ id }) => exercise.needs.includes(id)).forEach(visit)
  }
  exercises.filter(({ slug }) => slugs.includes(slug)).forEach(visit)
  return found
}

/** The exercises in a bundle, and which of them are the tree's own, by the ids of its modules. */
export function findBundledExercises(
  ids: readonly string[],
  tree: string,
): { all: Exercise[]; own: ReadonlySet<Exercise> } {
  const own = ids.filter((id) => id.startsWith(`${tree}/`) && !id.includes('?'))
  const among = (some: readonly string[]): Exercise[] =>
    exercises.filter((exercise) => some.some((id) => exerciseOf(id) === exercise))
  return { all: among(ids), own: new Set(among(own)) }
}

/** ✗ 1.3 reduce: the name of an exercise behind the sign of its mark */
export function nameWithMark({ exercise: { id, name }, mark }: CodeOrigin): string {
  return `${mark && mark !== 'empty' ? `${signs[mark]} ` : ''}${id} ${name}`
}

/** The meaning of each mark, in every place that shows marks; ✓ needs no words */
export const meanings: Partial<Record<Mark, string>> = { wrong: 'its tests fail', stale: 'not tested as it is now' }

/** Explains the signs before these names. ✓ needs no explanation. */
export function legendOfMarks({ origins }: CodeOrigins): string[] {
  const found = (['wrong', 'stale'] as const).filter((wanted) => origins.some(({ mark }) => mark === wanted))
  return found.map((mark) => `${signs[mark]} ${meanings[mark]}`)
}

export function originsOf({ origins }: CodeOrigins, owner: Owner): readonly CodeOrigin[] {
  return origins.filter((origin) => origin.owner === owner)
}

/** yours · from ../ada · the reference · lib’s kernels */
export function ownerName(owner: Owner, code: string): string {
  if (owner === 'kernels') return 'lib’s kernels'
  if (owner === 'reference') return 'the reference'
  return code === 'katas' ? 'yours' : `from ${code}`
}

/** The record as lines for a terminal: how many exercises are the learner's, then the names, owner by owner. */
export function describeOrigins(found: CodeOrigins, columns = 100): string {
  const { code, origins } = found
  const own = originsOf(found, 'yours')
  const first =
    code === 'solutions'
      ? 'Code: the reference (solutions/).'
      : `Code: ${own.length} of the ${origins.length} exercises of this training are ${ownerName('yours', code)}.`
  const shown: readonly Owner[] = code === 'solutions' ? ['kernels'] : ['yours', 'reference', 'kernels']
  const lines = shown.flatMap((owner) => {
    const named = originsOf(found, owner).map((origin) => nameWithMark(origin).replaceAll(' ', '\u00a0'))
    if (named.length === 0) return []
    const head = `  ${ownerName(owner, code)}: `
    const [start, ...rest] = wrapLine(named.join(', '), columns - head.length)
    return [head + start, ...rest.map((line) => ' '.repeat(head.length) + line)]
  })
  const legend = legendOfMarks(found)
  return [first, ...lines, ...(legend.length > 0 ? [`  ${legend.join('   ')}`] : [])].join('\n')
}
