import { type Picture, blocks, label, picture, formatShort } from './svg.ts'

export interface Bars {
  readonly name: string
  readonly values: ArrayLike<number>
}

const [row, wide, pitch, inRow] = [22, 110, 184, 3]

/** Groups of bars beside each other, one bar for each value: probabilities, losses, logits. Bars below 0 go to the left. */
export function bars(title: string, groups: readonly Bars[], names: readonly string[] = []): Picture {
  const count = Math.max(...groups.map(({ values }) => values.length))
  const left = Math.max(60, ...names.map((name) => 8 * name.length + 20))
  const body = [label(16, 22, title, 'style="font-weight:600"')]
  groups.forEach(({ name, values }, g) => {
    const [at, top] = [left + (g % inRow) * pitch, Math.floor(g / inRow) * (count * row + 44)]
    const finite = Array.from(values).filter(Number.isFinite)
    const [least, largest] = [Math.min(0, ...finite), Math.max(0, ...finite)]
    const scale = wide / (largest - least || 1)
    const zero = at - least * scale
    body.push(label(at, top + 48, name, 'style="font-weight:600"'))
    body.push(`<path d="M${zero.toFixed(1)} ${top + 56}v${count * row}" stroke="var(--faint)"/>`)
    Array.from(values).forEach((v, i) => {
      const y = top + 58 + i * row
      const length = Number.isFinite(v) ? Math.abs(v) * scale : 0
      const from = v < 0 ? zero - length : zero
      body.push(
        `<rect x="${from.toFixed(1)}" y="${y}" width="${length.toFixed(1)}" height="${row - 6}" rx="2" fill="var(${v < 0 ? '--below' : '--above'})" fill-opacity="0.65"/>`,
        label(
          Math.max(zero, from + length) + 6,
          y + 12,
          formatShort(v),
          Number.isFinite(v) ? '' : 'style="fill:var(--wrong)"',
        ),
      )
      if (g % inRow === 0) body.push(label(left - 10, y + 12, names[i] ?? String(i), 'text-anchor="end"'))
    })
  })
  const width = Math.max(left + Math.min(inRow, groups.length) * pitch, 8 * title.length + 32)
  const height = 22 + Math.ceil(groups.length / inRow) * (count * row + 44)
  const text = `${title}: ${groups.map(({ name }) => name).join('; ')}`
  const rows = groups.map((group) => describe(group, names))
  return picture([width, height], title, body, { text, rows: [title, ...rows] })
}

/** so many numbers fit on a line */
const few = 8

/** softmax ▁█▃▁ 0.09 0.665 0.245 0.002, with the name of each number if it has one; many numbers as blocks alone */
function describe({ name, values }: Bars, names: readonly string[]): string {
  const all = Array.from(values)
  const isNamed = names.length === all.length && all.length > 1
  if (all.length <= few) {
    const numbers = all.map((v, i) => (isNamed ? `${names[i]}: ${formatShort(v)}` : formatShort(v)))
    return [name, ...(all.length > 1 ? [blocks(values)] : []), numbers.join(isNamed ? '  ' : ' ')].join(' ')
  }
  return `${name} ${blocks(values)}${all.every(Number.isFinite) ? '' : '   × is no finite number'}`
}
