import { type Exercise, exerciseOf, exercises } from './exercises.ts'
import { exerciseOfKernel } from './trees.ts'

const allowedModules = ['#lib/tensor', '#lib/random', '#lib/todo']

/** and what a single exercise is about */
const allowedFor: Readonly<Record<string, string>> = { 'speed/threads': 'node:worker_threads' }

/**
 * What a kata may import: earlier katas of its own tree, and from lib what its task names.
 *
 * Otherwise `export { matmul } from '#lib/…'` would be green. Returns the reason of a refusal, or undefined.
 * It is a fence for honest people, not a sandbox: it sees what is written as an import.
 */
export function importError(importer: Exercise, source: string, target: string, tree: string): string | undefined {
  if (allowedModules.includes(source) || allowedFor[importer.slug] === source) return undefined
  const rule = `A kata imports earlier katas by their relative path, and from lib only ${allowedModules.join(', ')}.`
  const who = `${importer.id} ${importer.name} may not import “${source}”.`
  if (!source.startsWith('.')) return `${who} ${rule}`
  const ofKernel = exerciseOfKernel(target)
  if (ofKernel && isKernel(source) && target.startsWith(`${tree}/`) && !isLater(ofKernel, importer)) return undefined
  const imported = target.startsWith(`${tree}/`) ? exerciseOf(target) : undefined
  if (!imported && /\.m?[jt]sx?$/.test(source)) {
    const typed = target.replace(/\.\w+$/, '.ts')
    if (typed !== target && typed.startsWith(`${tree}/`) && exerciseOf(typed))
      return `${who} The file is called “${source.replace(/\.\w+$/, '.ts')}”: write that.`
  }
  if (!imported) return `${who} It is not an exercise of the same tree. ${rule}`
  if (imported === importer || isLater(imported, importer)) {
    return `${who} It comes later in the course (${imported.id}), or is the file itself. ${rule}`
  }
  return undefined
}

/** './assembly/5-simd.wasm', or the same with '?shared': the compiled kernel of the exercise itself, or of an earlier one. */
export function isKernel(source: string): boolean {
  return /^\.{1,2}\/.*\.wasm(\?shared)?$/.test(source)
}

function isLater(exercise: Exercise, than: Exercise): boolean {
  return exercises.indexOf(exercise) > exercises.indexOf(than)
}
