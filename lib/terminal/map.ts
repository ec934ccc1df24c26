import { type Exercise, exercises, stages } from '../course/exercises.ts'
import { type Mark, signs } from '../course/mark.ts'

export interface MapOptions {
  readonly columns: number
  readonly colours: boolean
}

type Marks = ReadonlyMap<Exercise, Mark>

/** Draws the course, or some of its stages: a line or two for each stage, with a mark at the current exercise. */
export function courseMap(
  marks: Marks,
  current: Exercise | undefined,
  { columns, colours }: MapOptions,
  shown: readonly string[] = stages,
): string {
  return shown
    .flatMap((stage) => {
      const items = exercisesOf(stage).map((exercise) => {
        const { sign, colour } = look(exercise, marks, current)
        const text = `${sign} ${exercise.name}`
        return { text, painted: paint(text, colours && colour) }
      })
      return fillLines(stage.replace('-', ' ').padEnd(18), items, columns)
    })
    .join('\n')
}

/** Draws the course in a line or two, for a low screen: 1 ✓✓✓✓✓✓ 2 ✓▸ 3 ·· … */
export function smallMap(marks: Marks, current: Exercise | undefined, { columns, colours }: MapOptions): string {
  const items = stages.map((stage) => {
    const looks = exercisesOf(stage).map((exercise) => look(exercise, marks, current))
    const [number] = stage.split('-')
    return {
      text: `${number} ${looks.map(({ sign }) => sign).join('')}`,
      painted: `${number} ${looks.map(({ sign, colour }) => paint(sign, colours && colour)).join('')}`,
    }
  })
  return fillLines('', items, columns).join('\n')
}

function exercisesOf(stage: string): readonly Exercise[] {
  return exercises.filter((exercise) => exercise.stage === stage)
}

const faint = 2
const bold = 1
const colourOf: Record<Mark, number> = { empty: faint, wrong: 31, done: 32, stale: 33 }

function look(exercise: Exercise, marks: Marks, current: Exercise | undefined): { sign: string; colour: number } {
  const mark = marks.get(exercise) ?? 'empty'
  return exercise === current ? { sign: '▸', colour: bold } : { sign: signs[mark], colour: colourOf[mark] }
}

/** Puts the items after the head, as many as fit into each line. */
function fillLines(head: string, items: readonly { text: string; painted: string }[], columns: number): string[] {
  const lines: string[] = []
  let [line, width] = [head, head.length]
  for (const { text, painted } of items) {
    if (width + text.length > columns && width > head.length) {
      lines.push(line)
      ;[line, width] = [' '.repeat(head.length), head.length]
    }
    line += `${painted}  `
    width += text.length + 2
  }
  return [...lines, line].map((text) => text.trimEnd())
}

/** The text in one of a terminal's colours, by its number; none: as it is. */
export function paint(text: string, colour: number | false): string {
  return colour === false ? text : `\x1b[${colour}m${text}\x1b[0m`
}
