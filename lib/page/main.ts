import { h, set } from './frame/dom.ts'
import { ownerLines } from './frame/owner-lines.ts'
import { Checkup } from './checkup/checkup.ts'
import { ErrorPanel } from './frame/error-panel.ts'
import type { Mounted, View } from './frame/view.ts'
import { onCodeOwners } from './frame/code-owners.ts'
import { type Route, addressOf, lessonOf, routeOf } from './frame/route.ts'
import { type RoomName, rooms } from './frame/uses.ts'
import { firstLesson } from '../course/exercises.ts'
import { LessonPanel } from './lesson/lesson.ts'

const loaders = import.meta.glob<{ view: View }>('./*/view.ts')
const slugs = Object.keys(rooms) as RoomName[]

const links = [
  ...slugs.map((slug) => h('a', { href: addressOf({ room: slug }) }, rooms[slug])),
  h('a', { href: addressOf({ lesson: firstLesson }) }, 'Lessons'),
]
document.querySelector('nav')?.append(...links)

/** The place of the room, and the lesson beside it. On a narrow page only one of them is shown. */
const place = h('div', { class: 'place' })
const lessons = new LessonPanel()
document.getElementById('room')?.append(place, lessons.element)
const wide = matchMedia('(min-width: 1100px)')

let mounted: Mounted | undefined
let shown: View | undefined
let wanted = ''

/** The heading of the room, and the link to its lesson. */
let heading = h('h1')
const toLesson = h('p', { class: 'to-lesson' })

/** The owners of the code in this room. */
const owners = h('div', { class: 'owners', role: 'group', 'aria-label': 'Whose code runs here' })
const trouble = new ErrorPanel(ownSlugs)
let checkup: Checkup | undefined
let forgetOrigins: (() => void) | undefined

/** The learner's own exercises in this room. */
function ownSlugs(): string[] {
  const own = shown?.origins().filter(({ owner }) => owner === 'yours') ?? []
  return own.map(({ exercise }) => exercise.slug)
}

function showOwners(): void {
  if (shown) owners.replaceChildren(...ownerLines(shown.origins()))
}

/** Leaves the room that is shown. */
function leave(): void {
  mounted?.unmount()
  checkup?.end()
  forgetOrigins?.()
  ;[mounted, checkup, forgetOrigins] = [undefined, undefined, undefined]
  trouble.blame(undefined)
  trouble.clear()
}

async function go(byHand: boolean): Promise<void> {
  const route = routeOf(location.hash)
  const { lesson } = route
  const room = lesson === undefined || wide.matches ? route.room : undefined
  markLinks(route)
  document.body.classList.toggle('beside', room !== undefined && lesson !== undefined)
  toLesson.hidden = lesson !== undefined
  place.hidden = room === undefined
  void read({ room, lesson }, byHand)
  if (room === undefined) return quit()
  const goesToRoom = byHand && lesson === undefined
  if (room === wanted && goesToRoom) heading.focus({ preventScroll: true })
  if (room === wanted) return
  wanted = room
  leave()
  try {
    const { view } = await loaders[`./${room}/view.ts`]()
    if (wanted === room) enter(view, goesToRoom)
  } catch (error) {
    place.replaceChildren(h('h1', {}, rooms[room]), trouble.element)
    trouble.tell('room', error)
  }
}

/** Marks the links of the bar that lead to what is shown. */
function markLinks({ room, lesson }: Route): void {
  const here = room ?? (lesson && 'lesson')
  for (const link of links) set(link, { 'aria-current': link.hash.slice(1).split('/')[0] === here && 'page' })
}

/** Shows the lesson of a route, and takes the reader to it. */
async function read(route: Route, byHand: boolean): Promise<void> {
  const found = await lessons.show(route)
  if (found && !route.room) document.title = `${found.title} · neural-katas`
  if (!found?.isNew || !byHand) return
  lessons.focus()
  if (!route.room) scrollTo(0, 0)
}

/** Leaves the room for a lesson alone. */
function quit(): void {
  leave()
  ;[wanted, shown] = ['', undefined]
  place.replaceChildren()
}

function enter(view: View, byHand: boolean): void {
  shown = view
  document.title = `${view.title} · neural-katas`
  const host = h('div', { class: `room ${view.slug}` })
  heading = h('h1', { tabindex: -1 }, view.title)
  const lesson = lessonOf[view.slug]
  const link = h('a', { href: addressOf({ room: view.slug, lesson }) }, `Read lesson ${lesson.split('-')[0]}`)
  toLesson.replaceChildren(link)
  place.replaceChildren(
    h('div', { class: 'intro' }, heading, h('p', {}, view.about), toLesson, owners),
    trouble.element,
    host,
  )
  showOwners()
  trouble.wait()
  checkup = new Checkup(ownSlugs, (fault) => {
    trouble.blame(fault)
    mounted?.review?.(fault !== undefined)
  })
  forgetOrigins = view.onOrigins?.(() => {
    showOwners()
    void checkup?.look()
  })
  mounted = trouble.try('room', () => view.mount(host, trouble))
  if (byHand) heading.focus({ preventScroll: true })
  if (byHand) scrollTo(0, 0)
}

import.meta.hot?.on('kata:saved', () => checkup && trouble.wait())
onCodeOwners(() => {
  showOwners()
  trouble.show()
  if (mounted || !shown) return
  wanted = '' // the room could not be built, and may be built now
  void go(false)
})
addEventListener('hashchange', () => {
  if (location.hash !== '#room') void go(true) // the link that skips the bar
})
wide.addEventListener('change', () => void go(false))
addEventListener('error', ({ error }) => trouble.tell('page', error))
addEventListener('unhandledrejection', ({ reason }) => trouble.tell('page', reason))
void go(false)
