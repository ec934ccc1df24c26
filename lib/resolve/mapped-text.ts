/** A source map (ECMA-426) with one source. */
export interface SourceMap {
  readonly version: 3
  readonly sources: string[]
  readonly sourcesContent: string[]
  readonly names: string[]
  readonly mappings: string
}

/** A text that is made of pieces of a source and of new text between them, and the way back from it to the source. */
export class MappedText {
  code = ''
  private readonly source: string
  /** where each line of the source begins */
  private readonly starts: readonly number[]
  private mappings = ''
  private column = 0
  private before = { column: 0, line: 0, sourceColumn: 0 }

  constructor(source: string) {
    this.source = source
    this.starts = [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)]
  }

  /** Adds the source from one offset to another, line by line: each has a segment that leads back to it. */
  keep(from: number, to: number): void {
    for (let at = from; at < to;) {
      const line = this.lineOf(at)
      const end = Math.min(to, this.starts[line + 1] ?? to)
      this.addSegment(line, at - this.starts[line])
      this.insert(this.source.slice(at, end))
      at = end
    }
  }

  /** Adds text that is not in the source. */
  insert(text: string): void {
    this.code += text
    const lines = text.split('\n')
    if (lines.length > 1) {
      this.mappings += ';'.repeat(lines.length - 1)
      this.before.column = this.column = 0
    }
    this.column += lines[lines.length - 1].length
  }

  /** `file`: what the source is called */
  mapTo(file: string): SourceMap {
    return { version: 3, sources: [file], sourcesContent: [this.source], names: [], mappings: this.mappings }
  }

  private lineOf(at: number): number {
    return this.starts.findLastIndex((start) => start <= at)
  }

  /** Fields are differences to the segment before; that of the column begins anew on each line. */
  private addSegment(line: number, sourceColumn: number): void {
    const { before, column } = this
    const fields = [column - before.column, 0, line - before.line, sourceColumn - before.sourceColumn]
    const isFirst = this.mappings === '' || this.mappings.endsWith(';')
    this.mappings += `${isFirst ? '' : ','}${fields.map(writeNumber).join('')}`
    this.before = { column, line, sourceColumn }
  }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base 64 digits of 5 bits, the lowest first. The sixth bit says that more follow, and the lowest of a number is its sign. */
function writeNumber(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1
  let text = ''
  do {
    const digit = rest & 31
    rest >>>= 5
    text += digits[rest > 0 ? digit | 32 : digit]
  } while (rest > 0)
  return text
}
