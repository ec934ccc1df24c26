import { type Exercise, exercises, stages } from '../course/exercises.ts'
import { type Mark, signs } from '../course/mark.ts'
import { type Style, type Terminal, paint } from './terminal.ts'

export type MapOptions = Omit<Terminal, 'rows'>

type Marks = ReadonlyMap<Exercise, Mark>

/** Draws the course, or some of its stages: a line or two for each stage, with a mark at the current exercise. */
export function courseMap(
  marks: Marks,
  current: Exercise | undefined,
  options: MapOptions,
  shown: readonly string[] = stages,
): string {
  return shown
    .flatMap((stage) => {
      const items = exercisesOf(stage).map((exercise) => {
        const { sign, style } = look(exercise, marks, current)
        const text = `${sign} ${exercise.name}`
        return { text, painted: paint(text, style, options) }
      })
      return fillLines(stage.replace('-', ' ').padEnd(18), items, options.columns)
    })
    .join('\n')
}

/** Draws the course in a line or two, for a low screen: 1 ✓✓✓✓✓✓ 2 ✓▸ 3 ·· … */
export function smallMap(marks: Marks, current: Exercise | undefined, options: MapOptions): string {
  const items = stages.map((stage) => {
    const looks = exercisesOf(stage).map((exercise) => look(exercise, marks, current))
    const [number] = stage.split('-')
    return {
      text: `${number} ${looks.map(({ sign }) => sign).join('')}`,
      painted: `${number} ${looks.map(({ sign, style }) => paint(sign, style, options)).join('')}`,
    }
  })
  return fillLines('', items, options.columns).join('\n')
}

function exercisesOf(stage: string): readonly Exercise[] {
  return exercises.filter((exercise) => exercise.stage === stage)
}

const styleOf: Record<Mark, Style> = { empty: 'dim', wrong: 'red', done: 'green', stale: 'yellow' }

function look(exercise: Exercise, marks: Marks, current: Exercise | undefined): { sign: string; style: Style } {
  const mark = marks.get(exercise) ?? 'empty'
  return exercise === current ? { sign: '▸', style: 'bold' } : { sign: signs[mark], style: styleOf[mark] }
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
