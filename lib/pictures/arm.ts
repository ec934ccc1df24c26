import { type Picture, heading, label, picture } from './svg.ts'

type Point = readonly [x: number, y: number]

export interface Film {
  readonly name: string
  /** the joints of each frame */
  readonly frames: readonly (readonly Point[])[]
}

const size = 280

/** An animation, in a loop, of arms side by side that move towards a target. */
export function armFilm(title: string, films: readonly Film[], target: Point): Picture {
  const reach = Math.max(...films.map(({ frames }) => frames[0].length - 1), Math.hypot(...target)) + 0.5
  const panels = films.map(({ name, frames }, i) => panel(name, frames, target, reach, 16 + i * (size + 24)))
  const width = 32 + films.length * (size + 24) - 24
  const ends = films.map(({ name, frames }) => `${name} ${distance(frames.at(-1)?.at(-1), target)}`)
  const body = [heading(title), ...panels]
  return picture([width, size + 76], `${title}; from the target at the end: ${ends.join(', ')}`, body)
}

function panel(name: string, all: Film['frames'], target: Point, reach: number, left: number): string {
  const scale = size / 2 / reach
  const [cx, cy] = [left + size / 2, 44 + size / 2]
  const x = (v: number) => (cx + v * scale).toFixed(1)
  const y = (v: number) => (cy - v * scale).toFixed(1)
  const every = Math.max(1, Math.floor(all.length / 50))
  const frames = [...all.filter((_, i) => i % every === 0), all[all.length - 1]]
  const line = (joints: readonly Point[]) => joints.map(([a, b]) => `${x(a)},${y(b)}`).join(' ')
  const last = frames[frames.length - 1]
  const motion = (attribute: string, values: readonly string[]) =>
    `<animate attributeName="${attribute}" dur="4s" repeatCount="indefinite" values="${values.join(';')}"/>`
  const end = last[last.length - 1]
  return [
    label(left, 40, `${name}: ${all.length - 1} steps`),
    `<circle cx="${cx}" cy="${cy}" r="${((last.length - 1) * scale).toFixed(1)}" fill="none" stroke="var(--faint)" stroke-dasharray="4 4"/>`,
    `<path d="M${x(target[0])} ${y(target[1])}m-8 0h16m-8 -8v16" stroke="var(--attention)" stroke-width="2"/>`,
    `<polyline points="${line(frames[0])}" fill="none" stroke="var(--faint)" stroke-width="3"/>`,
    `<polyline points="${line(last)}" fill="none" stroke="var(--line)" stroke-width="4" stroke-linejoin="round" stroke-linecap="round">`,
    `${motion('points', frames.map(line))}</polyline>`,
    `<circle cx="${x(end[0])}" cy="${y(end[1])}" r="5" fill="var(--line)">`,
    motion(
      'cx',
      frames.map((joints) => x(joints[joints.length - 1][0])),
    ),
    `${motion(
      'cy',
      frames.map((joints) => y(joints[joints.length - 1][1])),
    )}</circle>`,
    label(left, size + 64, `it ends ${distance(end, target)} from the target`),
  ].join('')
}

function distance(end: Point | undefined, [x, y]: Point): string {
  return end ? Math.hypot(end[0] - x, end[1] - y).toFixed(3) : '?'
}
