import { formatShort } from '../format.ts'
import { type Picture, heading, label, picture } from './svg.ts'

/** A unit of a network: y = relu(z), z = Σ inputs·weights + bias. `z` and `y` are computed by the caller. */
export interface Unit {
  readonly inputs: readonly number[]
  readonly weights: readonly number[]
  readonly bias: number
  readonly z: number
  readonly y: number
}

const [width, step, top, radius] = [620, 62, 68, 21]
const [inputAt, sumAt, reluAt, outputAt] = [56, 356, 464, 568]

/** Draws a unit: its inputs at the left, each with its product on its wire. Then follow the sum, relu and the output. */
export function unit(title: string, { inputs, weights, bias, z, y }: Unit): Picture {
  const middle = top + ((inputs.length - 1) * step) / 2
  const bottom = top + inputs.length * step
  const wires = inputs.map((x, i) => {
    const [from, w] = [top + i * step, weights[i]]
    const at = from + (middle - from) * 0.3
    const words = `${formatShort(x)} · ${bracketed(w)} = ${formatShort(x * w)}`
    return [
      `<path d="M${inputAt} ${from}L${sumAt} ${middle}" stroke="var(--${w < 0 ? 'below' : 'above'})" stroke-width="${(1 + 4 * Math.abs(w)).toFixed(1)}" stroke-opacity="0.5"/>`,
      label(inputAt + 70, from > middle ? at + 22 : at - 9, words),
      circle(inputAt, from, formatShort(x)),
    ].join('')
  })
  const body = [
    heading(title),
    label(inputAt - 24, top - 28, 'inputs', 'fill="var(--quiet)"'),
    ...wires,
    `<path d="M${sumAt} ${bottom - 20}V${middle}M${sumAt} ${middle}H${outputAt}" stroke="var(--quiet)" fill="none"/>`,
    label(sumAt - 30, bottom - 4, `+ ${bracketed(bias)}  bias`),
    circle(sumAt, middle, formatShort(z)),
    label(sumAt - 12, middle - radius - 8, 'sum', 'fill="var(--quiet)"'),
    `<rect x="${reluAt - 26}" y="${middle - 16}" width="52" height="32" rx="6" fill="var(--paper)" stroke="var(--ink)"/>`,
    label(reluAt, middle + 4, 'relu', 'text-anchor="middle"'),
    circle(outputAt, middle, formatShort(y)),
    label(outputAt - 18, middle - radius - 8, 'output', 'fill="var(--quiet)"'),
  ]
  const products = inputs.map((x, i) => `${formatShort(x)} · ${bracketed(weights[i])}`)
  const sum = `${products.join(' + ')} + ${bracketed(bias)} = ${formatShort(z)}`
  return picture([width, bottom + 14], title, body, { text: `${title}: ${sum}; relu gives ${formatShort(y)}` })
}

/** 0.6, (−0.4) */
function bracketed(v: number): string {
  return v < 0 ? `(${formatShort(v)})` : formatShort(v)
}

function circle(x: number, y: number, text: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="var(--paper)" stroke="var(--ink)"/>${label(x, y + 4, text, 'text-anchor="middle"')}`
}
