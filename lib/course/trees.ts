import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { Visitor, parseSync } from 'vite'
import { type Exercise, exercises } from './exercises.ts'
import { memoByFile } from './file-memo.ts'
import { makeLoadable } from './links.ts'
import { positionAt } from '../position.ts'

/** The repository: every command runs with it as the working directory. */
export const root = toForwardSlashes(process.cwd())
export const katas = `${root}/katas`
export const solutions = `${root}/solutions`

/**
 * Resolves --code: katas, solutions, or any folder that has stages as they have. Returns a path that Vite can load (see
 * links.ts). Throws an Error if it is no such folder.
 */
export function resolveSubmission(code: string): string {
  return makeLoadable(folderAt(code), root)
}

function folderAt(code: string): string {
  const folder = toForwardSlashes(resolve(root, code))
  if (!existsSync(folder))
    throw new Error(`There is no folder ${folder}. --code wants katas, solutions, or a folder like them.`)
  const found = treeIn(folder)
  if (found !== undefined) return found
  // An unpacked archive is often one folder deeper.
  const others = ['solutions', 'test'] // A clone without katas has these folders, but they hold no answers of a learner.
  const deeper = foldersIn(folder).filter((name) => !others.includes(name))
  const inside = deeper.flatMap((name) => treeIn(`${folder}/${name}`) ?? [])
  if (inside.length === 1) return inside[0]
  throw new Error(`${folder} has none of the stages (1-tensor-ops, …). --code wants the folder that contains them.`)
}

/** The folder itself, or its katas if it is a whole clone. Returns undefined if neither has a stage. */
function treeIn(folder: string): string | undefined {
  return [folder, `${folder}/katas`].find((one) => exercises.some(({ stage }) => existsSync(join(one, stage))))
}

/** The folders in a folder, without hidden ones and those that tools create. */
export function foldersIn(place: string): string[] {
  return readdirSync(place).filter(
    (name) =>
      !/^(\.|node_modules$|__MACOSX$)/.test(name) &&
      statSync(join(place, name), { throwIfNoEntry: false })?.isDirectory(), // A link may be broken.
  )
}

/** Is there a file, and not a folder of its name? */
export function isFile(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isFile() ?? false
}

/** Is it in one of these folders of the repository? */
export function isInFolder(file: string, ...folders: readonly string[]): boolean {
  return folders.some((folder) => file.startsWith(`${root}/${folder}/`))
}

export function fileOf(tree: string, exercise: Exercise): string {
  return `${tree}/${exercise.path}.ts`
}

/** The path of an exercise's kernel in AssemblyScript: 9-speed/assembly/5-simd.ts beside 9-speed/5-simd.ts. */
export function kernelOf(tree: string, { path }: Exercise): string {
  return `${tree}/${path.replace('/', '/assembly/')}.ts`
}

/** The exercise of a kernel whose path ends in 9-speed/assembly/5-simd.ts, or in .wasm as a kata imports it. */
export function exerciseOfKernel(file: string): Exercise | undefined {
  const [, stage, name] =
    /([^/]+)\/assembly\/([^/]+)\.(?:ts|wasm)$/.exec(toForwardSlashes(file).replace(/\?.*$/, '')) ?? []
  return exercises.find(({ path }) => path === `${stage}/${name}`)
}

/** empty: its file still calls todo (or is not there), or its kernel is a stub · begun: nothing of the sort any more */
export function isEmpty(tree: string, exercise: Exercise): boolean {
  return (fileCallsTodo(fileOf(tree, exercise)) ?? true) || isKernelEmpty(kernelOf(tree, exercise))
}

const fileCallsTodo = memoByFile(callsTodo)

/** Is the kernel still its stub? Returns false if there is no kernel. */
export function isKernelEmpty(file: string): boolean {
  return kernelStops(file) ?? false
}

const kernelStops = memoByFile((source) => /\bunreachable\(\) \/\/ todo /.test(source))

/** Does the source call todo(…)? A mention in a comment or a text does not count; nor does a file that cannot be parsed. */
export function callsTodo(source: string): boolean {
  if (!source.includes('todo(')) return false
  const { program, errors } = parseSync('kata.ts', source)
  if (errors.length > 0) return false
  let found = false
  new Visitor({
    CallExpression({ callee }) {
      if (callee.type === 'Identifier' && callee.name === 'todo') found = true
    },
  }).visit(program)
  return found
}

/** The names of a module's exported values, with the line and column where each is declared. */
export function exportsOf(source: string): { name: string; line: number; column: number }[] {
  const { program } = parseSync('kata.ts', source)
  return program.body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration') return []
    const { declaration } = node
    const functions = declaration?.type === 'FunctionDeclaration' ? [declaration] : []
    const variables = declaration?.type === 'VariableDeclaration' ? declaration.declarations : []
    return [...functions, ...variables].flatMap(({ id }) => {
      if (id?.type !== 'Identifier') return []
      return [{ name: id.name, ...positionAt(source, id.start) }]
    })
  })
}

/** A path with forward slashes. A backslash is a letter of a name where it separates nothing. */
export function toForwardSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}
