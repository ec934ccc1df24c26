import { type ChildProcess, spawn } from 'node:child_process'
import type { Exercise } from '../course/exercises.ts'
import { fileOf, katas, root } from '../course/trees.ts'

/** A type error in a line of a kata. */
export interface TypeError {
  readonly line: number
  readonly message: string
}

/**
 * Checks the types of katas/ while nothing else runs. Tests run without types, and an editor may not show type errors.
 */
export class TypeCheck {
  private running: ChildProcess | undefined
  private errors: ReadonlyMap<string, readonly TypeError[]> = new Map()

  /** the errors of the exercise's own file when it was last checked */
  errorsOf(exercise: Exercise): readonly TypeError[] {
    return this.errors.get(fileOf(katas, exercise)) ?? []
  }

  /** Checks in a separate process, and calls `done` if there are errors. It stops a check that is still running. */
  begin(done: () => void): void {
    this.cancel()
    const args = [`${root}/node_modules/typescript/bin/tsc`, '-p', `${root}/katas`, '--pretty', 'false']
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    this.running = child
    let said = ''
    child.stdout?.on('data', (chunk) => (said += String(chunk)))
    child.on('error', () => undefined) // Without a compiler there are no type errors to show.
    child.on('close', () => {
      if (this.running !== child) return
      this.running = undefined
      this.errors = parseTypeErrors(said)
      if (this.errors.size > 0) done()
    })
  }

  /** Stops a running check and forgets known errors: their files have been written since. */
  cancel(): void {
    this.running?.kill()
    this.running = undefined
    this.errors = new Map()
  }
}

/**
 * Errors by file, from lines such as katas/1-tensor-ops/1-map-zip.ts(23,5): error TS2322: Type …; an indented line
 * explains the one before it.
 */
export function parseTypeErrors(said: string): Map<string, TypeError[]> {
  const found = new Map<string, TypeError[]>()
  for (const [, file, line, message] of said.matchAll(/^(katas\/[^\n(]+)\((\d+),\d+\): error TS\d+: ([^\r\n]+)/gm)) {
    const path = `${root}/${file}`
    found.set(path, [...(found.get(path) ?? []), { line: Number(line), message }])
  }
  return found
}
