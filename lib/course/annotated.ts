import type { TestModule } from 'vitest/node'
import { exerciseOf } from './exercises.ts'

/** A picture that a test annotated. */
export interface Annotated {
  /** of the test */
  readonly title: string
  /** what the picture shows */
  readonly message: string
  readonly type: 'image/svg+xml' | 'image/png'
  readonly data: Uint8Array
}

const types = ['image/svg+xml', 'image/png'] as const

/** a report of pictures without end could not be opened */
const [most, largest] = [4, 500_000]

/**
 * The pictures of each exercise's failed tests, at most four, by its path. Only what came with the annotation is taken: a path could
 * name any file of this machine.
 */
export function annotatedIn(modules: Iterable<TestModule>): Map<string, Annotated[]> {
  const found = new Map<string, Annotated[]>()
  for (const module of modules) {
    const exercise = exerciseOf(module.moduleId)
    const failed = [...module.children.allTests('failed')]
    const pictures = failed.flatMap((test) =>
      test.annotations().flatMap(({ message, attachment }): Annotated[] => {
        const type = types.find((one) => one === attachment?.contentType)
        if (!type || attachment?.body === undefined) return []
        const data = bytes(attachment.body, attachment.bodyEncoding)
        return data.length > largest ? [] : [{ title: test.name, message, type, data }]
      }),
    )
    if (exercise && pictures.length > 0) found.set(exercise.path, pictures.slice(0, most))
  }
  return found
}

/** text is base64 unless it says otherwise */
function bytes(body: string | Uint8Array, encoding: 'base64' | 'utf-8' = 'base64'): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body, encoding) : body
}
