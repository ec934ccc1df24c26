import type { Html } from './html.ts'
import { html } from './html.ts'

/** A bar for each value, from 0: a small row to see at a glance whether they are alike. `title` says in words what it shows. */
export function spark(values: readonly number[], title: string): Html {
  const [most, height] = [Math.max(...values, Number.MIN_VALUE), 40]
  const gap = values.length > 40 ? 0 : 0.2
  const rects = values.map((value, i) => {
    const tall = Math.max(1, (value / most) * height)
    return html`<rect
      x="${(i + gap / 2).toFixed(2)}"
      y="${(height - tall).toFixed(1)}"
      width="${1 - gap}"
      height="${tall.toFixed(1)}"
    />`
  })
  return html`<svg
    class="bars"
    viewBox="0 0 ${Math.max(10, values.length)} ${height}"
    preserveAspectRatio="none"
    role="img"
  >
    <title>${title}</title>
    ${rects}
  </svg>`
}
