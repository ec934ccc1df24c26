import { formatCount } from '../format.ts'
/** What is printed of a network: anything with weights, biases and an activation. */
export type Layers = readonly {
  readonly W: { readonly shape: readonly number[] }
  readonly b: { readonly shape: readonly number[] }
  readonly activation: { readonly name: string }
}[]

/** The network as one would write it, with the number of weights of each layer. */
export function describe(layers: Layers): string {
  const rows = layers.map(({ W, b, activation }) => {
    const name = activation.name.replace(/\$\d+$/, '') // a bundler numbers equal names
    const [fanIn, fanOut] = W.shape
    return {
      text: `dense(${fanIn} → ${fanOut}${name === 'identity' ? '' : `, ${name}`}),`,
      count: fanIn * fanOut + b.shape[0],
    }
  })
  const total = rows.reduce((sum, { count }) => sum + count, 0)
  const width = Math.max(...rows.map(({ text }) => text.length)) + 6
  const digits = formatCount(total).length
  const line = (text: string, count: number, more = '') =>
    `${text.padEnd(width)}# ${formatCount(count).padStart(digits)}${more}`
  return [
    'chain(',
    ...rows.map(({ text, count }, l) => `  ${line(text, count, l === 0 ? ' weights' : '')}`),
    `  ${line('', total, ` weights, ${Math.round((total * 4) / 1024)} KiB`)}`.replace(/^ {3}/, ')  '),
  ].join('\n')
}
