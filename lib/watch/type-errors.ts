import { type ChildProcess, spawn } from 'node:child_process'
import type { Exercise } from '../course/exercises.ts'
import { fileOf, katas, root } from '../course/trees.ts'

/** What TypeScript says of a line of a kata. */
export interface TypeError {
  readonly line: number
  readonly message: string
}

/** Checks the types of katas/ while nothing else is going on: tests run without types, and an editor may not show them. */
export class TypeCheck {
  private running: ChildProcess | undefined
  private errors: ReadonlyMap<string, readonly TypeError[]> = new Map()

  /** of the exercise's own file, as it was when it was last checked */
  errorsOf(exercise: Exercise): readonly TypeError[] {
    return this.errors.get(fileOf(katas, exercise)) ?? []
  }

  /** Checks in a process of its own, and calls `done` if there are errors. Whatever was being checked is cut off. */
  begin(done: () => void): void {
    this.cancel()
    const args = [`${root}/node_modules/typescript/bin/tsc`, '-p', `${root}/katas`, '--pretty', 'false']
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    this.running = child
    let said = ''
    child.stdout?.on('data', (chunk) => (said += String(chunk)))
    child.on('error', () => undefined) // then there are no type errors to show
    child.on('close', () => {
      if (this.running !== child) return
      this.running = undefined
      this.errors = parseTypeErrors(said)
      if (this.errors.size > 0) done()
    })
  }

  /** Stops what is going on, and forgets what is known: it is of files that have been written since. */
  cancel(): void {
    this.running?.kill()
    this.running = undefined
    this.errors = new Map()
  }
}

/** katas/1-tensor-ops/1-map-zip.ts(23,5): error TS2322: Type 'number[]' is not …, by file; what is indented explains the line before. */
export function parseTypeErrors(said: string): Map<string, TypeError[]> {
  const found = new Map<string, TypeError[]>()
  for (const [, file, line, message] of said.matchAll(/^(katas\/[^\n(]+)\((\d+),\d+\): error TS\d+: ([^\r\n]+)/gm)) {
    const path = `${root}/${file}`
    found.set(path, [...(found.get(path) ?? []), { line: Number(line), message }])
  }
  return found
}
