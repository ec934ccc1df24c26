import { formatCount } from '../format.ts'
import { type Layer, countOf, describeLayer, parametersOf } from './layer.ts'

/** The network as one would write it, with the number of parameters of each layer: weights and biases. */
export function describe(layers: readonly Pick<Layer, 'activation' | 'description'>[]): string {
  const rows = layers.map((layer) => ({
    text: `${describeLayer(layer)},`,
    count: countOf(parametersOf(layer)),
  }))
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  const width = Math.max(...rows.map(({ text }) => text.length)) + 6
  const digits = formatCount(total).length
  const line = (text: string, count: number, more = '') =>
    `${text.padEnd(width)}# ${formatCount(count).padStart(digits)}${more}`
  return [
    'chain(',
    ...rows.map(({ text, count }, l) => `  ${line(text, count, l === 0 ? ' parameters' : '')}`),
    `  ${line('', total, ` parameters, ${Math.round((total * 4) / 1024)} KiB`)}`.replace(/^ {3}/, ')  '),
  ].join('\n')
}
