import { type Exercise, exercises, lessons } from '../../course/exercises.ts'
import { type RoomName, rooms, uses } from './uses.ts'

/** What the page shows: a room, a lesson, or a lesson beside a room. */
export interface Route {
  readonly room?: RoomName
  /** the stage of the lesson, such as 2-softmax */
  readonly lesson?: string
}

/** The lesson of each room. */
export const lessonOf: Readonly<Record<RoomName, string>> = {
  chain: '5-chain-link',
  softmax: '2-softmax',
  mnist: '6-mnist',
  draw: '6-mnist',
}

/** The rooms that belong to a lesson, or else those that call an exercise of its stage. None: []. */
export function roomsOf(lesson: string): RoomName[] {
  const names = Object.keys(rooms) as RoomName[]
  const own = names.filter((room) => lessonOf[room] === lesson)
  const stageOf = (slug: string): Exercise['stage'] | undefined => exercises.find((one) => one.slug === slug)?.stage
  return own.length > 0 ? own : names.filter((room) => uses[room].some((slug) => stageOf(slug) === lesson))
}

/** #chain, #chain/5-chain-link, or #lesson/1-tensor-ops. A lesson without a room gets its first room. */
export function addressOf({ room, lesson }: Route): string {
  if (lesson === undefined) return `#${room ?? ''}`
  return `#${room ?? roomsOf(lesson)[0] ?? 'lesson'}/${lesson}`
}

/** Reads an address. If it names neither a room nor a lesson, returns the first room. */
export function routeOf(address: string): Route {
  const [name, stage] = address.replace(/^#/, '').split('/')
  const room = (Object.keys(rooms) as RoomName[]).find((known) => known === name)
  const lesson = lessons.find((known) => known === stage)
  return room || lesson ? { room, lesson } : { room: 'chain' }
}
