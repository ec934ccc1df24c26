/// <reference types="vite/types/importMeta.d.ts" />
import { exercises } from '../../course/exercises.ts'
import { Todo } from '../../todo.ts'
import type { KataTest } from '../assert/law.ts'
import { isError } from '../assert/whole.ts'
import { cheapFirst, exportsOf, registerAnswer, testsFor } from './answer-tests.ts'
import { diagnose } from './diagnose.ts'
import type { Harmless, Saboteur, Target } from './saboteur.ts'
import { nameOf, spoilAt, targetsOf } from './targets.ts'

/** What became of one saboteur at one function. */
export interface Attack {
  readonly saboteur: string
  readonly target: string
  /** the title of the first test that rejects it; undefined if it is alive */
  readonly killedBy?: string
  readonly symptom?: string
  /** misconceptions that the diagnosis names, if it was asked */
  readonly named: readonly string[]
  /** why it changes nothing here */
  readonly harmless?: string
  /** it is known to live: a test that rejects it is still to be written */
  readonly isOpen: boolean
}

const files = import.meta.glob<{ saboteurs: readonly Saboteur[] }>('/test/saboteurs/*.ts')

export async function allSaboteurs(): Promise<readonly Saboteur[]> {
  return (await Promise.all(Object.values(files).map((load) => load()))).flatMap(({ saboteurs }) => saboteurs)
}

interface Exceptions {
  readonly harmless: readonly Harmless[]
  /** functions that no learner writes, by the beginning of their names */
  readonly given: Readonly<Record<string, string>>
}

const tables = import.meta.glob<Exceptions>('/test/saboteurs/parts/harmless.ts')

async function loadExceptions(): Promise<Exceptions> {
  const [load] = Object.values(tables)
  return await load()
}

const lists = import.meta.glob<{ open: Readonly<Record<string, readonly string[]>> }>('/test/saboteurs/parts/open.ts')

/** The saboteurs that are known to live, by function. */
export async function allOpen(): Promise<Readonly<Record<string, readonly string[]>>> {
  const all = await Promise.all(Object.values(lists).map((load) => load()))
  return Object.assign({}, ...all.map(({ open }) => open)) as Readonly<Record<string, readonly string[]>>
}

/** The problem of an attack: a saboteur lives, or one that is rejected is listed as harmless or open. */
export function problemWithAttack({ killedBy, harmless, isOpen }: Attack): string | undefined {
  if (killedBy === undefined) return harmless === undefined && !isOpen ? 'no test rejects it' : undefined
  if (harmless !== undefined) return 'it is listed as harmless, and a test rejects it'
  return isOpen ? 'it is listed as open, and a test rejects it: strike it from the list' : undefined
}

/** Runs every saboteur that applies against every function of these exercises. `isNamed`: also asks for a diagnosis. */
export async function attackAll(
  among: readonly string[],
  heard: (attack: Attack) => void,
  isNamed = false,
): Promise<Attack[]> {
  const { harmless, given } = await loadExceptions()
  const [saboteurs, open] = [await allSaboteurs(), await allOpen()]
  const attacks: Attack[] = []
  process.env.KATA_RUNS = '25' // A wrong answer has to show in twenty-five inputs.
  for (const exercise of exercises.filter(({ id }) => among.includes(id))) {
    for (const [target, facts] of await targetsOf(exercise)) {
      const name = nameOf(target)
      if (Object.keys(given).some((start) => name.startsWith(start))) continue
      for (const saboteur of saboteurs.filter(({ needs }) => needs.every((fact) => facts.has(fact)))) {
        const why = harmless.find((one) => one.targets.includes(name) && one.saboteurs.includes(saboteur.id))
        const isOpen = open[name]?.includes(saboteur.id) ?? false
        attacks.push({ ...(await attack(target, saboteur, isNamed)), harmless: why?.because, isOpen })
        heard(attacks[attacks.length - 1])
      }
    }
  }
  return attacks
}

async function attack(
  target: Target,
  saboteur: Saboteur,
  isNamed: boolean,
): Promise<Omit<Attack, 'harmless' | 'isOpen'>> {
  const { exercise } = target
  const name = nameOf(target)
  const verdict = { saboteur: saboteur.id, target: name }
  const answer = `saboteurs:${saboteur.id}, ${name}`
  registerAnswer(exercise, answer, spoilAt(await exportsOf(exercise, 'reference'), target, saboteur.spoil))
  for (const { title, run } of cheapFirst(await testsFor(exercise, answer))) {
    const error = errorOf(run)
    if (error === undefined) continue
    const named = isNamed ? ((await diagnose(exercise, title, error, answer))?.names ?? []) : []
    const [symptom] = (isError(error) ? error.message : String(error)).split('\n')
    return { ...verdict, killedBy: title, symptom, named }
  }
  return { ...verdict, named: [] }
}

function errorOf(run: KataTest['run']): unknown {
  try {
    run(true)
    return undefined
  } catch (error) {
    if (error instanceof Todo) throw error
    return error
  }
}
