import { relative } from 'node:path'
import { importsOf } from '../../course/code-imports.ts'
import { exercises } from '../../course/exercises.ts'
import { replaceLinks } from '../../course/links.ts'
import { exerciseStatuses } from '../../course/progress.ts'
import type { Code } from '../../resolve/resolver.ts'
import { isEmpty, katas, root, toForwardSlashes, solutions } from '../../course/trees.ts'
import type { ExerciseCode, CodeOwners } from '../frame/hmr-events.ts'

/** The current owner of each exercise. The marks are those of npm start and npm run progress, which exist for katas/ alone. */
export function codeOwnersOf({ tree }: Code): CodeOwners {
  const places = tree === katas ? exerciseStatuses() : []
  const found = exercises.map((exercise): ExerciseCode => {
    const isYours = tree !== solutions && !isEmpty(tree, exercise)
    const { mark, kept } = places.find((place) => place.exercise === exercise) ?? {}
    const { title, message } = kept?.failure ?? {}
    const isWrong = isYours && mark === 'wrong' && title !== undefined && message !== undefined
    return {
      slug: exercise.slug,
      isYours,
      mark: isYours && mark !== 'empty' ? mark : undefined,
      failure: isWrong ? { title, message } : undefined,
      imports: importsOf(exercise, tree).map(({ slug }) => slug),
    }
  })
  return { tree: toForwardSlashes(relative(root, replaceLinks(tree))), exercises: found }
}
