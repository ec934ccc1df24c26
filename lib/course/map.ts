import { type Exercise, exercises, stages } from './exercises.ts'

/** · not begun, ✗ wrong, ✓ done; the current exercise is ▸ whatever its state */
export type Mark = 'empty' | 'wrong' | 'done'

const signs: Record<Mark, string> = { empty: '·', wrong: '✗', done: '✓' }

export interface MapOptions {
  readonly columns: number
  readonly colours: boolean
}

/** The whole course on one screen: a line or two per stage, and where you are. */
export function courseMap(
  marks: ReadonlyMap<Exercise, Mark>,
  current: Exercise | undefined,
  { columns, colours }: MapOptions,
): string {
  const paint = colours ? coloured : (text: string) => text
  return stages
    .flatMap((stage) => {
      const items = exercises
        .filter((exercise) => exercise.stage === stage)
        .map((exercise) => {
          const mark = marks.get(exercise) ?? 'empty'
          const text = `${exercise === current ? '▸' : signs[mark]} ${exercise.name}`
          return { text, painted: paint(text, exercise === current ? 'current' : mark) }
        })
      return wrapped(stage.replace('-', ' ').padEnd(18), items, columns)
    })
    .join('\n')
}

/** the items after the head, as many a line as fit */
function wrapped(head: string, items: readonly { text: string; painted: string }[], columns: number): string[] {
  const lines: string[] = []
  let [line, width] = [head, head.length]
  for (const { text, painted } of items) {
    if (width + text.length + 2 > columns && width > head.length) {
      lines.push(line)
      ;[line, width] = [' '.repeat(head.length), head.length]
    }
    line += `${painted}  `
    width += text.length + 2
  }
  return [...lines, line].map((text) => text.trimEnd())
}

function coloured(text: string, mark: Mark | 'current'): string {
  const code = { empty: 2, wrong: 31, done: 32, current: 1 }[mark]
  return `\x1b[${code}m${text}\x1b[0m`
}
