/** A place in a text. Both count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The position of an offset in a text. */
export function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: lines[lines.length - 1].length + 1 }
}
