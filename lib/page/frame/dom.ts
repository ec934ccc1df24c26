type Value = string | number | boolean | undefined | ((event: never) => void)

/** Makes an element with attributes, listeners and children: h('button', { type: 'button', class: 'quiet', onclick }, 'Step') */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  set(element, attributes)
  element.append(...children)
  return element
}

/** The same for SVG: s('circle', { r: 3 }) */
export function s<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  set(element, attributes)
  element.append(...children)
  return element
}

/** Sets attributes. false and undefined remove one. */
export function set(element: Element, attributes: Readonly<Record<string, Value>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as (event: Event) => void)
    else if (value === undefined || value === false) element.removeAttribute(name)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
}

/** Sets a text that changes many times a second. It touches the page only if the text differs. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

const drawn = new WeakMap<Element, string>()

/**
 * Puts markup that our own code made into an element, such as a picture or a table. It changes only the parts that differ, so canvases
 * keep their pixels and readers their place.
 */
export function draw(element: Element, markup: string): void {
  if (drawn.get(element) === markup) return
  drawn.set(element, markup)
  const next = element.cloneNode() as Element // the parser reads markup inside an SVG as SVG
  next.innerHTML = markup
  adopt(element, next)
}

/** Changes the children of an element to those of another. */
function adopt(element: Element, next: Element): void {
  const [old, wanted] = [[...element.childNodes], [...next.childNodes]]
  wanted.forEach((child, i) => {
    const own = old[i]
    if (own instanceof Element && child instanceof Element && own.nodeName === child.nodeName) {
      for (const { name, value } of child.attributes)
        if (own.getAttribute(name) !== value) own.setAttribute(name, value)
      for (const name of own.getAttributeNames()) if (!child.hasAttribute(name)) own.removeAttribute(name)
      adopt(own, child)
    } else if (own instanceof Text && child instanceof Text) {
      if (own.data !== child.data) own.data = child.data
    } else if (own) own.replaceWith(child)
    else element.append(child)
  })
  for (const extra of old.slice(wanted.length)) extra.remove()
}

let count = 0

/** A unique id, for labels. */
export function freshId(): string {
  return `e${++count}`
}

/** Announces text to screen readers at most every three seconds. It skips all but the last text. */
export class Announcer {
  readonly element = h('p', { class: 'unseen', role: 'status' })
  private timer: ReturnType<typeof setTimeout> | undefined
  private next = ''
  private last = -Infinity

  say(text: string): void {
    this.next = text
    this.timer ??= setTimeout(() => this.speak(), Math.max(0, this.last + 3000 - performance.now()))
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private speak(): void {
    this.timer = undefined
    this.last = performance.now()
    write(this.element, this.next)
  }
}
