import type { TestCase, TestModule } from 'vitest/node'
import { exerciseOf } from '../course/exercises.ts'

/** A picture that a test annotated. */
export interface Annotated {
  /** the title of the test */
  readonly title: string
  /** what the picture shows */
  readonly message: string
  readonly type: 'image/svg+xml' | 'image/png'
  readonly data: Uint8Array
  /** true: the test failed, and the picture shows why; false: it shows the result */
  readonly isWrong: boolean
}

const types = ['image/svg+xml', 'image/png'] as const

/** With too many pictures, a report could not be opened. */
const [most, largest] = [4, 500_000]

/**
 * The pictures of each exercise's tests, by its path: at most four of failed tests, then those of passing tests. Only the data
 * in the annotation itself is taken, since a path could name any file of this machine.
 */
export function readAnnotations(modules: Iterable<TestModule>): Map<string, Annotated[]> {
  const found = new Map<string, Annotated[]>()
  for (const module of modules) {
    const exercise = exerciseOf(module.moduleId)
    const pictures = (['failed', 'passed'] as const).flatMap((state) =>
      [...module.children.allTests(state)].flatMap((test) => picturesOf(test, state === 'failed')).slice(0, most),
    )
    if (exercise && pictures.length > 0) found.set(exercise.path, pictures)
  }
  return found
}

function picturesOf(test: TestCase, isWrong: boolean): Annotated[] {
  return test.annotations().flatMap(({ message, attachment }): Annotated[] => {
    const type = types.find((one) => one === attachment?.contentType)
    if (!type || attachment?.body === undefined) return []
    const data = bytes(attachment.body, attachment.bodyEncoding)
    return data.length > largest ? [] : [{ title: test.name, message, type, data, isWrong }]
  })
}

/** A text is base64, unless `encoding` says otherwise. */
function bytes(body: string | Uint8Array, encoding: 'base64' | 'utf-8' = 'base64'): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, encoding) : body
}
