import { h } from './dom.ts'
import { Trouble } from './trouble.ts'
import type { Mounted, View } from './view.ts'
import { onWhose, running, treeName } from './whose.ts'

const names = { chain: 'Chain', softmax: 'Softmax', mnist: 'MNIST, live', draw: 'Draw a digit' } as const
const loaders = import.meta.glob<{ view: View }>('./*/view.ts')
const slugs = (Object.keys(names) as View['slug'][]).filter((slug) => `./${slug}/view.ts` in loaders)

const main = document.getElementById('room') as HTMLElement
const links = slugs.map((slug) => h('a', { href: `#${slug}` }, names[slug]))
document.querySelector('nav')?.append(...links)

let mounted: Mounted | undefined
let shown: View | undefined
let asked = ''

/** The line that says whose code runs: joints yours · gradient reference (yours is empty) */
const owners = h('p', { class: 'owners' })
const trouble = new Trouble()

function sayWhose(): void {
  if (!shown) return
  const parts = running(shown.uses).map(({ id, name, isYours }) => {
    const whose = isYours ? 'yours' : treeName() === 'solutions' ? 'reference' : 'reference (yours is empty)'
    return h('span', { class: isYours ? 'yours' : 'reference' }, h('b', {}, `${id} ${name}`), ` ${whose}`)
  })
  owners.replaceChildren(h('span', { class: 'unseen' }, 'Whose code runs here: '), ...parts)
}

async function go(byHand: boolean): Promise<void> {
  const slug = slugs.find((known) => `#${known}` === location.hash) ?? slugs[0]
  if (slug === asked) return
  asked = slug
  for (const link of links) {
    const isHere = link.hash === `#${slug}`
    if (isHere) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  mounted?.unmount()
  mounted = undefined
  trouble.clear()
  try {
    const { view } = await loaders[`./${slug}/view.ts`]()
    if (asked === slug) enter(view, byHand)
  } catch (error) {
    main.replaceChildren(h('h1', {}, names[slug]), trouble.element)
    trouble.tell('room', error)
  }
}

function enter(view: View, byHand: boolean): void {
  shown = view
  document.title = `${view.title} · neural-katas`
  const host = h('div', { class: `room ${view.slug}` })
  const heading = h('h1', { tabindex: -1 }, view.title)
  main.replaceChildren(h('div', { class: 'intro' }, heading, h('p', {}, view.about), owners), trouble.element, host)
  sayWhose()
  mounted = trouble.try('room', () => view.mount(host))
  if (byHand) heading.focus({ preventScroll: true })
  if (byHand) scrollTo(0, 0)
}

onWhose(() => {
  sayWhose()
  if (mounted || !shown) return
  asked = '' // it could not be built: perhaps it can be now
  void go(false)
})
addEventListener('hashchange', () => void go(true))
addEventListener('error', ({ error }) => trouble.tell('page', error))
addEventListener('unhandledrejection', ({ reason }) => trouble.tell('page', reason))
void go(false)
