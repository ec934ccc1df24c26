import { readFileSync } from 'node:fs'
import type { Exercise } from '../course/exercises.ts'
import { root } from '../course/trees.ts'

/** What the stubs of a new exercise are made from. */
export interface Subject {
  readonly exercise: Exercise
  /** the name of its function: flipChannels */
  readonly call: string
  /** it returns [y, back], and not a tensor */
  readonly isOperation: boolean
  /** lines that import what it needs */
  readonly imports: readonly string[]
  /** scratch: the name of its module in test/oracles/ */
  readonly oracle: string
}

/** The texts in stubs/. Each says what to write, after “todo: ” or in a call of todo, so that a proof can point at it. */
export type StubName =
  | 'solution'
  | 'test'
  | 'test-operation'
  | 'misconceptions'
  | 'variants'
  | 'unlisted'
  | 'picture'
  | 'oracle'
  | 'oracle-operation'
  | 'section'
  | 'lesson'
  | 'reason'
  | 'reasons'

/** A stub of this exercise: the text of its template, where $id, $name and their like are filled in. */
export function stubText(name: StubName, subject: Subject): string {
  const { exercise, call, isOperation, imports, oracle } = subject
  const { id, path, stage, minutes } = exercise
  const words = stage.slice(stage.indexOf('-') + 1).replaceAll('-', ' ')
  const values: Readonly<Record<string, () => string>> = {
    id: () => id,
    name: () => exercise.name,
    path: () => path,
    stage: () => stage,
    minutes: () => String(minutes),
    number: () => id.split('.')[0],
    title: () => words[0].toUpperCase() + words.slice(1),
    call: () => call,
    callBack: () => `${call}Back`,
    oracle: () => oracle,
    imports: () => imports.map((line) => `${line}\n`).join(''),
    result: () => (isOperation ? '[y: Tensor, back: (dy: Tensor) => [dx: Tensor]]' : 'Tensor'),
    first: () => (isOperation ? '[0]' : ''),
    section: () => stubText('section', subject).trimEnd(),
    reason: () => stubText('reason', subject).trimEnd(),
  }
  const template = readFileSync(`${root}/lib/authoring/stubs/${name}.txt`, 'utf8').replaceAll('\r\n', '\n')
  return template.replaceAll(/\$(\w+)/g, (whole, key: string) => values[key]?.() ?? whole)
}

/** The files of an exercise alone, each with its stub. */
export function stubFiles(subject: Subject): ReadonlyMap<string, string> {
  const { path } = subject.exercise
  const names: Readonly<Record<string, StubName>> = {
    [`solutions/${path}.ts`]: 'solution',
    [`test/${path}.test.ts`]: subject.isOperation ? 'test-operation' : 'test',
    [`test/misconceptions/${path}.ts`]: 'misconceptions',
    [`test/variants/${path}.ts`]: 'variants',
    [`test/unlisted/${path}.ts`]: 'unlisted',
    [`test/pictures/${path}.ts`]: 'picture',
  }
  return new Map(Object.entries(names).map(([file, name]) => [file, stubText(name, subject)]))
}
