import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import MagicString from 'magic-string'
import { Visitor, parseSync } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '#lib/random'
import { bundle } from '../../lib/resolve/bundle.ts'
import { exercises } from '../../lib/course/exercises.ts'
import { resolver } from '../../lib/resolve/resolver.ts'
import { fileOf, toForwardSlashes, solutions } from '../../lib/course/trees.ts'
import { writeIdx } from '../../lib/data/idx.ts'
import { syntheticDigits } from '../../lib/data/synthetic.ts'
import {
  type CodeOrigin,
  entriesOf,
  exercisesOfTraining,
  findBundledExercises,
  codeOriginsOf,
} from '../../lib/training/code-origin.ts'
import { type EngineChoice, engineOf } from '../../lib/training/engine.ts'
import type { Rung } from '../../lib/training/ladder.ts'
import type * as program from '../../lib/training/program.ts'

delete process.env.KATA_KERNELS // the kernels are what is looked at, whatever the rest of a run is to do without

const tree = toForwardSlashes(mkdtempSync(join(tmpdir(), 'origins-')))
afterAll(() => rmSync(tree, { recursive: true, force: true }))

/** slugs of the exercises of which a function was called */
const ran = new Set<string>()

/** The source with a note at the beginning of every function: which exercise it is of. */
function noting(source: string, slug: string): string {
  const note = `globalThis.__ran?.add('${slug}')`
  const text = new MagicString(source)
  const visit = ({ body }: { body: { type: string; start: number; end: number } | null }): void => {
    if (!body) return
    if (body.type === 'BlockStatement') text.appendRight(body.start + 1, `${note};`)
    else text.appendRight(body.start, `(${note}, `).appendLeft(body.end, ')')
  }
  new Visitor({
    FunctionDeclaration: visit,
    FunctionExpression: visit,
    ArrowFunctionExpression: visit,
  }).visit(parseSync('kata.ts', source).program)
  return text.toString()
}

beforeAll(() => {
  cpSync(solutions, tree, { recursive: true })
  for (const exercise of exercises) {
    const file = fileOf(tree, exercise)
    writeFileSync(file, noting(readFileSync(file, 'utf8'), exercise.slug))
  }
  Object.assign(globalThis, { __ran: ran })
})

afterAll(() => void Reflect.deleteProperty(globalThis, '__ran'))

const ignore = (): void => undefined
const digits = syntheticDigits(200, createRandom(1))
const images = writeIdx([200, 28, 28], digits.pixels)
const labels = writeIdx([200], digits.labels)
const files = { trainImages: images, trainLabels: labels, testImages: images, testLabels: labels }
const silent = { began: ignore, progress: ignore, epoch: ignore, stopped: () => false }

/** What the record says of a training, and which exercises were really called. */
async function train(
  rung: 'plain' | 'kernels' | Rung,
  more: Partial<Parameters<typeof program.run>[1]> = {},
): Promise<{ origins: readonly CodeOrigin[]; engine: EngineChoice }> {
  const settings = { model: 'mlp', recipe: 'minibatch', epochs: 1, batch: 20, rate: 0.1, seed: 0, ...more } as const
  const engine = await engineOf(rung, tree, settings, 'katas')
  const { module, ids } = await bundle<typeof program>('lib/training/program.ts', [resolver({ tree, mode: 'own' })])
  ran.clear()
  await module.run(files, settings, silent, engine)
  const { all, own } = findBundledExercises([...ids, ...engine.ids], tree)
  return { origins: codeOriginsOf(all, engine.seams, (exercise) => own.has(exercise)), engine }
}

const slugsOf = (origins: readonly CodeOrigin[], owner: CodeOrigin['owner']): string[] =>
  origins.filter((origin) => origin.owner === owner).map(({ exercise }) => exercise.slug)

test.each(['plain', 'kernels', 'naive', 'in-place', 'tiles', 'simd'] as const)(
  'at %s, what is said to be yours was called, and nothing else',
  async (rung) => {
    const { origins } = await train(rung)
    const called = exercises.filter(({ slug }) => ran.has(slug)).map(({ slug }) => slug)
    expect(slugsOf(origins, 'yours')).toEqual(called)
    expect(slugsOf(origins, 'kernels').length > 0).toBe(rung === 'kernels')
    for (const slug of slugsOf(origins, 'kernels')) expect(called).not.toContain(slug)
  },
  60_000,
)

test.each([
  [{ optimizer: 'momentum' }, ['mnist/momentum']],
  [{ optimizer: 'adam' }, ['mnist/adam']],
  [{ optimizer: 'adam', linearDecay: true }, ['mnist/momentum', 'mnist/adam']],
  [{ optimizer: 'sgd', linearDecay: true }, ['mnist/momentum']],
] as const)(
  'with %o, the exercises that make the steps take part',
  async (more, expected) => {
    const { origins } = await train('plain', more)
    const called = exercises.filter(({ slug }) => ran.has(slug)).map(({ slug }) => slug)
    expect(slugsOf(origins, 'yours')).toEqual(called)
    const optimizers = called.filter((slug) => slug === 'mnist/momentum' || slug === 'mnist/adam')
    expect(optimizers).toEqual(expected)
  },
  60_000,
)

test('the exercise of the rung takes part, and the product of 1.5, which it replaces, does not', async () => {
  const { origins, engine } = await train('tiles')
  expect(slugsOf(origins, 'yours')).toContain('speed/tiles')
  expect(slugsOf(origins, 'yours')).not.toContain('tensor-ops/matmul')
  expect(engine.says).toBe('Operations: its own, with the products of 9.4 tiles (--rung tiles).')
}, 180_000)

test('the split of 6.10 takes part in a training that validates, and in no other', () => {
  const owners = (validates: boolean): string[] =>
    codeOriginsOf(exercises, {}, () => true, new Map(), entriesOf(validates)).map(({ exercise }) => exercise.slug)
  expect(owners(true)).toContain('mnist/split')
  expect(owners(false)).not.toContain('mnist/split')
  const used = (validates: boolean): string[] => exercisesOfTraining(validates).map(({ slug }) => slug)
  expect(used(true).filter((slug) => !used(false).includes(slug))).toEqual(['mnist/split'])
})

test('lib’s own loop is said to be lib’s', () => {
  const all = exercises.filter(({ stage }) => stage !== '9-speed' && stage !== '5-chain-link')
  const owner = (slug: string, seams = { operations: true, loop: true }): string | undefined =>
    codeOriginsOf(all, seams, () => true).find(({ exercise }) => exercise.slug === slug)?.owner
  expect([owner('mnist/train'), owner('backprop/gradient'), owner('mnist/evaluate')]).toEqual([
    'kernels',
    'kernels',
    'yours',
  ])
  expect(owner('mnist/train', { operations: true, loop: false })).toBe('yours')
})
