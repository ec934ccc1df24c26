import { ticks } from './ticks.ts'

/** A point for each step: how many epochs have passed, and the loss. */
export interface Curve {
  readonly epochs: readonly number[]
  readonly losses: readonly number[]
}

const [width, height, left, right, top, bottom] = [720, 400, 56, 16, 40, 44]

/** The loss over the epochs: every step as a faint dot, the mean of each epoch as a line. An SVG, light and dark. */
export function lossCurve(steps: Curve, means: readonly number[], title: string): string {
  const most = Math.max(...means, quantile(steps.losses, 0.98))
  const last = Math.max(1, means.length)
  const x = (epoch: number) => (left + (epoch / last) * (width - left - right)).toFixed(1)
  const y = (loss: number) => (height - bottom - (Math.min(loss, most) / most) * (height - top - bottom)).toFixed(1)
  const every = Math.ceil(steps.losses.length / 2000)
  const dots = steps.losses.flatMap((loss, i) => (i % every === 0 ? [`M${x(steps.epochs[i])} ${y(loss)}h.01`] : []))
  const line = means.map((loss, epoch) => `${epoch === 0 ? 'M' : 'L'}${x(epoch + 0.5)} ${y(loss)}`)
  const levels = ticks(0, most)
  const epochs = ticks(0, last).filter(Number.isInteger)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img">`,
    `<title>${title}: loss from ${steps.losses[0]?.toFixed(3)} to ${means.at(-1)?.toFixed(3)}</title>`,
    '<style>svg{--paper:#fff;--ink:#333;--faint:#ddd;--line:#0b62d6;--dot:#9cc3f5}',
    '@media(prefers-color-scheme:dark){svg{--paper:#1b1b1f;--ink:#ccc;--faint:#3a3a40;--line:#6ab0ff;--dot:#2c4a70}}',
    'text{font:12px system-ui,sans-serif;fill:var(--ink)}@media(max-width:520px){text{font-size:22px}}</style>',
    `<rect width="${width}" height="${height}" fill="var(--paper)"/>`,
    `<text x="${left}" y="22">${title}</text>`,
    ...levels.map(
      (v) =>
        `<path d="M${left} ${y(v)}H${width - right}" stroke="var(--faint)"/><text x="${left - 8}" y="${Number(y(v)) + 4}" text-anchor="end">${v}</text>`,
    ),
    ...epochs.map((v) => `<text x="${x(v)}" y="${height - bottom + 18}" text-anchor="middle">${v}</text>`),
    `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">epoch</text>`,
    `<path d="${dots.join('')}" stroke="var(--dot)" stroke-width="2.5" stroke-linecap="round"/>`,
    `<path d="${line.join('')}" fill="none" stroke="var(--line)" stroke-width="2"/>`,
    ...(means.length === 1 ? [`<circle cx="${x(0.5)}" cy="${y(means[0])}" r="4" fill="var(--line)"/>`] : []),
    '</svg>',
  ].join('\n')
}

function quantile(values: readonly number[], q: number): number {
  const inOrder = values.toSorted((a, b) => a - b)
  return inOrder[Math.floor(q * (inOrder.length - 1))] ?? 1
}
