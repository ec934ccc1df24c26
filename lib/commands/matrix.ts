import { exercises } from '../course/exercises.ts'
import { formatPercent } from '../format.ts'
import { createModuleRunner } from '../resolve/module-runner.ts'
import { solutions } from '../course/trees.ts'
import type * as matrices from '../judge/diagnose/kill-matrix.ts'
import type * as sabotage from '../judge/diagnose/sabotage.ts'
import type { Judged } from '../judge/diagnose/kill-matrix.ts'
import { type Args, type Command, needsReference } from './command.ts'
import { selectExercises, stageOption } from './exercise-words.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run matrix',
  about: 'Every listed misconception against the tests of its exercise: which test rejects it, and is it named?',
  options: {
    stage: stageOption,
    'every-test': {
      about:
        'check every failing test, not only the first: is the misconception named correctly, also without its input checks?',
    },
    saboteurs: {
      about:
        'every saboteur of test/saboteurs against every function of these exercises; with --every-test also what names it gets',
    },
    json: { about: 'the verdicts as JSON instead' },
  },
  async main(given) {
    needsReference('npm run matrix')
    const among = selectExercises(given).map(({ id }) => id)
    const { load, close } = await createModuleRunner({ tree: solutions, mode: 'own' })
    try {
      const { killMatrix: matrix, misdiagnoses: strays } = await load<typeof matrices>(
        'lib/judge/diagnose/kill-matrix.ts',
      )
      if (given.has('saboteurs')) return await attack(load, among, given)
      if (given.has('every-test')) {
        const found = await strays(among)
        console.log(given.has('json') ? JSON.stringify(found, null, 2) : formatMisdiagnoses(found))
        return found.strays.length === 0 ? 0 : 1
      }
      const verdicts = await matrix(among)
      console.log(given.has('json') ? JSON.stringify(verdicts, null, 2) : table(verdicts))
      const without = exercises.filter(
        ({ id }) => among.includes(id) && !verdicts.some(({ exercise }) => exercise === id),
      )
      for (const { id, name, path } of without)
        console.error(`${id} ${name} has no misconceptions: they belong into test/misconceptions/${path}.ts.`)
      return without.length === 0 && verdicts.every((verdict) => verdict.complaint === undefined) ? 0 : 1
    } finally {
      await close()
    }
  },
}

type Load = Awaited<ReturnType<typeof createModuleRunner>>['load']

async function attack(load: Load, among: readonly string[], given: Args): Promise<number> {
  const { attackAll, problemWithAttack } = await load<typeof sabotage>('lib/judge/diagnose/sabotage.ts')
  const print = given.has('json') ? () => undefined : console.log
  const attacks = await attackAll(
    among,
    (one) => {
      const problem = problemWithAttack(one)
      if (problem !== undefined) print(`✗ ${one.target}: ${one.saboteur}: ${problem}`)
      if (one.named.length > 0) print(`  ${one.target}: ${one.saboteur} is named ${one.named.join(', ')}`)
    },
    given.has('every-test'),
  )
  const problems = attacks.filter((one) => problemWithAttack(one) !== undefined)
  const rejected = attacks.filter(({ killedBy }) => killedBy !== undefined)
  const harmless = attacks.filter((one) => one.killedBy === undefined && one.harmless !== undefined)
  const alive = attacks.length - rejected.length - harmless.length
  if (given.has('json')) console.log(JSON.stringify(attacks, null, 2))
  print(
    `${attacks.length} spoiled functions, ${rejected.length} rejected, ${harmless.length} not wrong, ${alive} alive, ${problems.length} problems`,
  )
  return problems.length === 0 ? 0 : 1
}

function formatMisdiagnoses({ tests, strays }: Awaited<ReturnType<typeof matrices.misdiagnoses>>): string {
  const rows = strays.map(({ exercise, id, title, named }) => {
    const what = named.length > 0 ? `named ${named.join(', ')}` : 'not named before its checks are written'
    return `✗ ${exercise} ${id}, in “${title}”: ${what}`
  })
  return [...rows, `${tests} failing tests, ${strays.length} misnamed`].join('\n')
}

function table(verdicts: readonly Judged[]): string {
  const blocks = exercises.flatMap(({ id, name }) => {
    const own = verdicts.filter(({ exercise }) => exercise === id)
    return own.length > 0 ? [`${id} ${name}`, ...own.flatMap(line), ''] : []
  })
  const killed = verdicts.filter(({ killedBy }) => killedBy !== undefined)
  const named = killed.filter((one) => one.named.includes(one.id))
  const share = verdicts.length === 0 ? 0 : named.length / verdicts.length
  const score = `${verdicts.length} misconceptions, ${killed.length} rejected, ${named.length} named (${formatPercent(share)}), ${verdicts.length - killed.length} alive`
  return [...blocks, score].join('\n')
}

function line({ id, belief, killedBy, by, named, complaint }: Judged): string[] {
  if (killedBy === undefined) return [`  ALIVE ${id}: ${belief}`]
  if (complaint !== undefined) return [`  ✗ ${id}: ${belief}`, `      ${complaint}`]
  const also = named.filter((other) => other !== id)
  const how = [by === 'crash' ? 'by a crash' : '', also.length > 0 ? `the same as ${also.join(', ')}` : '']
    .filter(Boolean)
    .join('; ')
  return [`  ✓ ${id}: ${belief}${how && `  (${how})`}`, `      ${killedBy}`]
}
