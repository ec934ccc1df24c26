import { h } from './frame/dom.ts'
import { ownerLines } from './frame/owner-lines.ts'
import { Checkup } from './checkup/checkup.ts'
import { ErrorPanel } from './frame/error-panel.ts'
import type { Mounted, View } from './frame/view.ts'
import { onCodeOwners } from './frame/code-owners.ts'
import { type RoomName, rooms } from './frame/uses.ts'

const loaders = import.meta.glob<{ view: View }>('./*/view.ts')
const slugs = Object.keys(rooms) as RoomName[]

const main = document.getElementById('room') as HTMLElement
const links = slugs.map((slug) => h('a', { href: `#${slug}` }, rooms[slug]))
document.querySelector('nav')?.append(...links)

let mounted: Mounted | undefined
let shown: View | undefined
let wanted = ''

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
  const slug = slugs.find((known) => `#${known}` === location.hash) ?? slugs[0]
  if (slug === wanted) return
  wanted = slug
  for (const link of links) {
    const isHere = link.hash === `#${slug}`
    if (isHere) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  leave()
  try {
    const { view } = await loaders[`./${slug}/view.ts`]()
    if (wanted === slug) enter(view, byHand)
  } catch (error) {
    main.replaceChildren(h('h1', {}, rooms[slug]), trouble.element)
    trouble.tell('room', error)
  }
}

function enter(view: View, byHand: boolean): void {
  shown = view
  document.title = `${view.title} · neural-katas`
  const host = h('div', { class: `room ${view.slug}` })
  const heading = h('h1', { tabindex: -1 }, view.title)
  main.replaceChildren(h('div', { class: 'intro' }, heading, h('p', {}, view.about), owners), trouble.element, host)
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
addEventListener('hashchange', () => void go(true))
addEventListener('error', ({ error }) => trouble.tell('page', error))
addEventListener('unhandledrejection', ({ reason }) => trouble.tell('page', reason))
void go(false)
