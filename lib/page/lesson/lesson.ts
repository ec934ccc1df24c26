import './lesson.css'
import { h } from '../frame/dom.ts'
import { type Route, addressOf, roomsOf } from '../frame/route.ts'
import { rooms } from '../frame/uses.ts'

/** A lesson as serve/lessons.ts makes it. */
interface Lesson {
  readonly title: string
  readonly markup: string
  readonly previous?: Neighbour
  readonly next?: Neighbour
}

interface Neighbour {
  readonly stage: string
  readonly title: string
}

const loaders = import.meta.glob<Lesson>('../../../katas/*/README.md', { query: '?lesson' })

/** A lesson, in the place that the shell gives it. */
export class LessonPanel {
  readonly element = h('article', { class: 'lesson', 'aria-label': 'Lesson', hidden: true })
  private shown = ''
  private wanted = ''

  /**
   * Shows the lesson of a route, or hides the panel if there is none. Returns its title, and whether the reader did not see it before.
   * Returns undefined if there is none, or if another was asked for in the meantime.
   * route.room: the room beside it, if the page is wide enough for both
   */
  async show({ room, lesson }: Route): Promise<{ title: string; isNew: boolean } | undefined> {
    const key = addressOf({ room, lesson })
    this.wanted = key
    if (lesson === undefined) {
      this.element.hidden = true
      return undefined
    }
    const found = await loaders[`../../../katas/${lesson}/README.md`]()
    if (this.wanted !== key) return undefined
    const isNew = this.shown !== lesson || this.element.hidden !== false
    const body = this.shown === lesson ? this.element.querySelector('.text') : null
    const bar = h('nav', { class: 'bar', 'aria-label': 'Beside this lesson' }, ...linkRooms({ room, lesson }))
    this.element.replaceChildren(bar, body ?? textOf(found), linkNeighbours(found))
    this.element.hidden = false
    if (!body) this.element.scrollTop = 0
    this.shown = lesson
    return { title: found.title, isNew }
  }

  focus(): void {
    this.element.querySelector('h1')?.focus({ preventScroll: true })
  }
}

function textOf({ markup }: Lesson): HTMLElement {
  const text = h('div', { class: 'text' })
  text.innerHTML = markup
  return text
}

/** Links to the rooms of the lesson. Beside a room they keep the lesson open, and the last link closes it. */
function linkRooms({ room, lesson = '' }: Route): HTMLElement[] {
  const links = roomsOf(lesson).map((name) => {
    const href = room ? addressOf({ room: name, lesson }) : addressOf({ room: name })
    return h('a', { href, 'aria-current': room === name && 'true' }, `${room ? '' : '← '}${rooms[name]}`)
  })
  return room ? [...links, h('a', { href: addressOf({ room }), class: 'close' }, 'Close the lesson')] : links
}

function linkNeighbours({ previous, next }: Lesson): HTMLElement {
  const link = (one: Neighbour | undefined, kind: string, words: (title: string) => string): HTMLElement[] =>
    one ? [h('a', { href: addressOf({ lesson: one.stage }), class: kind }, words(one.title))] : []
  return h(
    'nav',
    { class: 'neighbours', 'aria-label': 'Lessons' },
    ...link(previous, 'previous', (title) => `← ${title}`),
    ...link(next, 'next', (title) => `${title} →`),
  )
}
