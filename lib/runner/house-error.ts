import type { TestModule } from 'vitest/node'
import { exerciseOf } from '../course/exercises.ts'

/** The tests could not run, and the answers are not the reason. Then nothing is known about the answers. */
export class NotGraded extends Error {}

/** The part of Vitest's report that this file reads. */
export interface Reported {
  readonly modules: Iterable<TestModule>
  /** errors that no test threw */
  readonly unhandled: Iterable<unknown>
}

interface Thrown {
  readonly message?: string
  readonly stack?: string
}

/**
 * The reason why a run over a tree has no result for an answer; undefined if it has one. An exercise could then not be loaded, though no
 * code of the tree threw.
 *
 * What is wrong with the source of a kata is thrown by the kata itself (see source-faults.ts), and its stack leads into the tree. An error
 * without a stack was thrown as a text or a number, which nothing but a kata does.
 */
export function findHouseError(tree: string, { modules, unhandled }: Reported): string | undefined {
  for (const module of modules) {
    const error = module.errors().find((one) => !isOfTree(one, tree))
    const { id, name } = exerciseOf(module.moduleId) ?? { id: '', name: module.moduleId }
    if (error)
      return `${id} ${name} could not be loaded, for a reason that is not in its code: ${summarize(error)}`.trim()
  }
  const [unstarted] = Array.from(unhandled, (error) => error as Thrown).filter(({ message = '' }) =>
    notStarted.test(message),
  )
  return unstarted && `The process of the tests could not be started: ${summarize(unstarted)}`
}

const notStarted = /^\[vitest-pool\]: (Failed to start|Timeout starting)/

function isOfTree({ stack, message = '' }: Thrown, tree: string): boolean {
  return stack === undefined || stack.replace(message, '').includes(`${tree}/`)
}

/** The first lines of an error's message. A stack inside a message begins with a frame or an empty line. */
function summarize({ message = '' }: Thrown): string {
  const [said] = message.split(/\n\s*(?:\n|at )/)
  return said.replace(/\s*\n\s*/g, ' ')
}
