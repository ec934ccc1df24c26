import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom } from '#lib/random'
import { exportsOf, root } from '../../lib/course/trees.ts'
import { writeIdx } from '../../lib/data/idx.ts'
import { syntheticDigits } from '../../lib/data/synthetic.ts'

/** What the command line did. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a command of the repository as a person would, in a process of its own. */
export function npmRun(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return launched(['lib/commands/run.mjs', ...args], env).ended
}

export function launched(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd: string = root,
): { process: ChildProcess; ended: Promise<Ended> } {
  const clean = { ...process.env, NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined, KATA_SEED: undefined, ...env }
  const child = spawn(process.execPath, args, { cwd, env: clean })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  return { process: child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err }))) }
}

/** A copy of the project at this place, with the packages of this one: for what is wrong with a project. */
export function copyProject(place: string): string {
  const parts = ['katas', 'solutions', 'lib', 'test', 'package.json', 'tsconfig.json', 'tsconfig.house.json']
  for (const part of parts) cpSync(join(root, part), join(place, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'), 'junction')
  return place
}

/** A small data set of MNIST's form, as files in this folder: so many training images, and 100 unseen ones. */
export function writeDigits(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true })
  for (const [kind, size, seed] of [
    ['train', count, 1],
    ['t10k', 100, 2],
  ] as const) {
    const { pixels, labels } = syntheticDigits(size, createRandom(seed))
    writeFileSync(join(folder, `${kind}-images-idx3-ubyte`), writeIdx([size, 28, 28], pixels))
    writeFileSync(join(folder, `${kind}-labels-idx1-ubyte`), writeIdx([size], labels))
  }
}

/** How the file of a learner differs from the reference. */
export interface Difference {
  /** statements before everything else: imports, say */
  readonly top?: string
  /** by the name of an export: an expression for it, in which `right` is that of the reference; undefined: it is missing */
  readonly exports?: Readonly<Record<string, string | undefined>>
  /** statements behind everything else */
  readonly end?: string
}

/** A folder with everybody's answers right but for these differences, by the path of an exercise. */
export function answersWith(differences: Record<string, Difference>): {
  tree: string
  remove: () => void
} {
  const tree = mkdtempSync(join(tmpdir(), 'answers-'))
  cpSync(`${root}/solutions`, tree, { recursive: true })
  for (const [path, difference] of Object.entries(differences)) {
    const file = join(tree, `${path}.ts`)
    writeFileSync(file, applyDifference(readFileSync(file, 'utf8'), path, difference))
  }
  return { tree, remove: () => rmSync(tree, { recursive: true, force: true }) }
}

/** Returns the source with other exports, which its own functions call as well. Throws if the source has no export of that name. */
function applyDifference(
  source: string,
  path: string,
  { top = '', exports: others = {}, end = '' }: Difference,
): string {
  const lines = source.split('\n')
  const declared = exportsOf(source)
  for (const name of Object.keys(others)) {
    const found = declared.find((one) => one.name === name)
    if (!found) throw new Error(`${path} exports no ${name}.`)
    const { line, column } = found
    const [before, after] = [lines[line - 1].slice(0, column - 1), lines[line - 1].slice(column - 1 + name.length)]
    lines[line - 1] = `${before.replace('export ', '')}right_${name}${after}`
  }
  const added = Object.entries(others).flatMap(([name, code]) => {
    if (code === undefined) return []
    // a function, since only that is there before the statements above it run
    return [
      `export function ${name}(...given: never[]) {\n  const right = right_${name}\n  return (${code})(...given)\n}`,
    ]
  })
  return [top, ...lines, ...added, end].join('\n')
}

/** A message without the ends of lines that are only there because a line was full. */
export function unfolded(message: string): string {
  return message.replaceAll(/(?<=\S)\n(?=\S)/g, ' ')
}

export interface Told {
  readonly slug: string
  readonly state: string
  readonly failures: readonly { readonly title: string; readonly message: string; readonly at?: string }[]
}

/** npm test -- --code on these answers: exit code, seconds, and what is told of each exercise, by slug. */
export async function graded(
  tree: string,
  stage: string,
  options: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: number | null; told: Record<string, Told> }> {
  const json = join(tree, 'result.json')
  const { code } = await npmRun(['test', '--code', tree, '--stage', stage, '--json', json, ...options], env)
  const { exercises } = JSON.parse(readFileSync(json, 'utf8')) as { exercises: Told[] }
  return { code, told: Object.fromEntries(exercises.map((exercise) => [exercise.slug, exercise])) }
}
