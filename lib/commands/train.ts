import { resolve } from 'node:path'
import { bundle } from '../resolve/bundle.ts'
import { resolver } from '../resolve/resolver.ts'
import { type Exercise, exercises } from '../course/exercises.ts'
import { replaceLinks } from '../course/links.ts'
import { exerciseStatuses } from '../course/progress.ts'
import { terminal, wrapLine } from '../terminal/terminal.ts'
import { isEmpty, katas, solutions } from '../course/trees.ts'
import { readDataSet } from '../data/mnist.ts'
import { ensureWritable } from '../files.ts'
import { explainNoKernels } from '../kernels/load.ts'
import { filesFor } from '../training/files.ts'
import { type Model, type RecipeName, type Settings, models, recipeNames, recipes } from '../training/recipes.ts'
import { progressBar } from '../training/progress.ts'
import { limitPrinting } from '../training/limit-printing.ts'
import { compareProducts } from '../training/product-time.ts'
import type * as holdOut from '../training/hold-out.ts'
import type * as program from '../training/program.ts'
import { type EngineChoice, engineOf } from '../training/engine.ts'
import { rungNames } from '../training/ladder.ts'
import { commandLineOf, recipeOf } from '../training/command-line.ts'
import { type Report, summary } from '../training/results.ts'
import { writeResults } from '../report/training-files.ts'
import {
  type CodeOrigins,
  findBundledExercises,
  codeOriginsOf,
  describeOrigins,
  originsOf,
  type Owner,
  entriesOf,
  exercisesOfTraining,
} from '../training/code-origin.ts'
import { type Command, type Args, UsageError, findTree, needsReference, toUsageError, whole } from './command.ts'
import { readSteps, stepOptions } from './step-options.ts'

export { run } from './command.ts'

const treeNames = new Map([
  [solutions, 'solutions'],
  [katas, 'katas'],
])

export const command: Command = {
  usage: 'npm run train',
  about:
    'Trains on all 60,000 images of MNIST and reads the 10,000 it has not seen.\nBy default 784 → 32 → 10, the reference, batches of 32, rate 0.1, 10 epochs.',
  options: {
    model: { value: 'softmax|mlp', about: 'one layer, or 784 → 32 relu → 10 (mlp)' },
    recipe: {
      value: 'minibatch|article',
      about: 'article: softmax image after image at 0.01, mlp 100 full batches at 0.1',
    },
    code: {
      value: 'solutions|katas|DIR',
      about: 'whose code trains; the reference stands in for exercises still empty',
    },
    epochs: { value: 'N', about: 'how often every image is seen' },
    batch: { value: 'N', about: 'images per step' },
    ...stepOptions,
    rung: {
      value: `plain|${rungNames.join('|')}|kernels`,
      about:
        'how it multiplies: plain as in 1.5, the rungs of stage 9, or all operations of lib (the reference’s default)',
    },
    seed: { value: 'N', about: 'of the weights and of the order (0)' },
    examples: { value: 'N', about: 'trains on the first N images only' },
    validate: { value: 'SHARE', about: 'holds out a share of them, 0.1 say, and shows the loss on both parts' },
    data: { value: 'DIR', about: 'four IDX files of the same names as MNIST’s, raw or .gz' },
    out: { value: 'DIR', about: 'where report.html, curve, misread digits and weights go (.out/train)' },
    json: { about: 'ends with one line of JSON' },
  },
  async main(given) {
    const settings = settingsFrom(given)
    const out = resolve(given.text('out') ?? '.out/train')
    const asked = given.text('code') ?? 'solutions'
    if (asked === 'solutions') needsReference('npm run train without --code katas')
    try {
      ensureWritable(out)
      const tree = findTree(asked)
      const code = treeNames.get(tree) ?? asked
      const isWhole = exercisesOfTraining(settings.validate !== undefined).every((exercise) => !isEmpty(tree, exercise))
      if (!isWhole) needsReference(`npm run train with --code ${code}, where exercises are still empty,`)
      const rung = given.choice('rung', ['plain', ...rungNames, 'kernels'], tree === solutions ? 'kernels' : 'plain')
      const engine = await engineOf(rung, tree, settings, code)
      if (given.text('rung') === 'kernels' && !engine.kernels)
        throw new UsageError(`--rung kernels cannot run here. ${explainNoKernels()}`)
      const data = given.text('data')
      const commandLine = commandLineOf(settings, {
        code,
        rung: engine.name.split(' ')[0],
        data,
        out: given.text('out'),
      })
      return await train({ settings, code, tree, engine, data, out, commandLine }, given.has('json'))
    } catch (error) {
      throw toUsageError(error)
    }
  },
}

function settingsFrom(given: Args): Settings {
  const model: Model = given.choice('model', models, 'mlp')
  const recipe: RecipeName = given.choice('recipe', recipeNames, 'minibatch')
  const { epochs, batch, rate } = recipes[model][recipe]
  const atLeastOne = 'a whole number of at least 1'
  return {
    model,
    recipe,
    epochs: given.number('epochs', epochs, atLeastOne, whole(1)),
    batch: given.number('batch', batch, atLeastOne, whole(1)),
    ...readSteps(given, recipe, rate),
    seed: given.number('seed', 0, 'a whole number', Number.isSafeInteger),
    examples: given.has('examples') ? given.number('examples', NaN, atLeastOne, whole(1)) : undefined,
    validate: given.has('validate')
      ? given.number('validate', NaN, 'a number above 0 and below 1', (share) => share > 0 && share < 1)
      : undefined,
  }
}

interface Asked {
  readonly settings: Settings
  readonly code: string
  readonly tree: string
  readonly engine: EngineChoice
  readonly data: string | undefined
  readonly out: string
  /** the command that repeats this training */
  readonly commandLine: string
}

/** Shows a training in the terminal until its end, and lets Ctrl-C stop it. */
function watchTraining(settings: Settings) {
  const printing = limitPrinting(20)
  const bar = progressBar(process.stdout)
  let [examples, isInterrupted] = [0, false]
  const interrupt = (): void => void (isInterrupted = true)
  process.once('SIGINT', interrupt)
  const everyLine = settings.epochs <= 20 ? 1 : Math.ceil(settings.epochs / 10)
  const listener: program.Listener = {
    began: (network, count) => printing.say(`\n${network}\n\n${recipeOf(settings, (examples = count))}\n`),
    progress: bar.show,
    epoch: (now) => (Math.round(now.epochs) % everyLine === 0 || now.epochs === now.of ? bar.line(now) : bar.show(now)),
    stopped: () => isInterrupted,
  }
  const end = (): void => {
    bar.end()
    const left = printing.end()
    if (left > 0)
      console.log(`The katas printed ${left} more times, which is left out here: look for console.log in them.`)
    process.off('SIGINT', interrupt)
  }
  return { listener, examples: () => examples, end }
}

async function train({ settings, code, tree, engine, data, out, commandLine }: Asked, json: boolean): Promise<number> {
  const began = performance.now()
  const { files: all, remarks } = readDataSet(data)
  const files = filesFor(settings, all)
  const plugins = [resolver({ tree, mode: 'filled' })]
  const { module, ids } = await bundle<typeof program>('lib/training/program.ts', plugins)
  const held =
    settings.validate === undefined ? undefined : await bundle<typeof holdOut>('lib/training/hold-out.ts', plugins)
  const loaded = (performance.now() - began) / 1000
  const found = originsIn([...new Set([...ids, ...(held?.ids ?? []), ...engine.ids])], { code, tree, engine, settings })
  const { columns } = terminal()
  const said = [...warnOfFailures(found), ...engine.says.split('\n'), ...remarks.map((one) => `! ${one}`)]
  console.log([describeOrigins(found, columns), ...said.flatMap((line) => wrapLine(line, columns))].join('\n'))

  const watch = watchTraining(settings)
  try {
    const outcome = await module.run(files, settings, watch.listener, engine, held?.module)
    watch.end()
    const report: Report = {
      settings,
      outcome,
      examples: watch.examples(),
      remarks,
      origins: found,
      done: code === 'katas' ? exerciseStatuses().map(({ mark }) => mark === 'done') : undefined,
      operations: engine.says,
      command: commandLine,
      when: new Date(),
      loading: loaded + outcome.seconds.loading,
      total: (performance.now() - began) / 1000,
    }
    const written = writeResults(out, report)
    console.log(summary(report, written, await compareProducts(report, tree)))
    if (json) console.log(JSON.stringify(asJson(report, engine.name)))
    return outcome.interrupted ? 130 : 0
  } catch (error) {
    watch.end()
    const reason = explainStop(error, tree)
    if (reason === undefined) throw error
    console.error(replaceLinks(reason))
    return 1
  }
}

/** Whose code runs in a training of these modules with this engine. */
function originsIn(
  ids: readonly string[],
  { code, tree, engine, settings }: Pick<Asked, 'code' | 'tree' | 'engine' | 'settings'>,
): CodeOrigins {
  const { all, own } = findBundledExercises(ids, tree)
  const marks = code === 'katas' ? new Map(exerciseStatuses().map(({ exercise, mark }) => [exercise, mark])) : undefined
  const isOwn = (exercise: Exercise): boolean => tree !== solutions && own.has(exercise)
  const entries = entriesOf(settings.validate !== undefined)
  return { code, origins: codeOriginsOf(all, engine.seams, isOwn, marks, entries) }
}

/** A line that says what to do about the learner's exercises that fail their tests. */
function warnOfFailures(found: CodeOrigins): string[] {
  const isWrong = originsOf(found, 'yours').some(({ mark }) => mark === 'wrong')
  return isWrong ? ['Some of it is not right yet, as its tests say: npm start shows what is wrong.'] : []
}

/** The message and the place of an error in the tree's own code. Returns undefined for any other error. */
function explainStop(error: unknown, tree: string): string | undefined {
  if (!(error instanceof Error)) return undefined
  const where = (error.stack ?? '').split('\n').filter((line) => line.includes(`${tree}/`))
  if (where.length === 0) return undefined
  const standsIn = exercises.filter((exercise) => tree !== solutions && isEmpty(tree, exercise))
  const told = where.slice(0, 4).map((line) => {
    const isReference = standsIn.some(({ path }) => line.includes(`/${path}.ts`))
    return isReference ? `${line}, the reference’s: this one is empty` : line
  })
  return `\nTraining stopped: ${error.name}: ${error.message}\n${told.join('\n')}`
}

function asJson({ settings, outcome, loading, total, origins }: Report, rung: string) {
  const slugs = (owner: Owner): string[] => originsOf(origins, owner).map(({ exercise }) => exercise.slug)
  return {
    model: settings.model,
    recipe: settings.recipe,
    epochs: outcome.losses.length,
    batch: settings.batch === Infinity ? null : settings.batch,
    rate: settings.rate,
    optimizer: settings.optimizer ?? 'sgd',
    linearDecay: settings.linearDecay ?? false,
    seed: settings.seed,
    rung,
    seconds: { total, loading, epochs: outcome.seconds.epochs },
    loss: outcome.losses.at(-1) ?? null,
    accuracy: outcome.accuracy,
    validation: outcome.validation ?? null,
    memory: process.resourceUsage().maxRSS * 1024,
    code: { tree: origins.code, theirs: slugs('yours'), reference: slugs('reference'), kernels: slugs('kernels') },
  }
}
