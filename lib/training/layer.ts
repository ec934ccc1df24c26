import { type Tensor, isTensor } from '#lib/tensor'

/** A layer as the tools see it: a function with its parameters on it, each under its name. */
export interface Layer {
  (x: Tensor): Tensor
  readonly activation?: { readonly name: string }
  /** how the layer is printed: conv(5 × 5, 1 → 6, relu). Without it, the shape of its weights says what it is. */
  readonly description?: string
}

/** The parameters of one layer, by name: W and b of a dense one. */
export type Parameters = Readonly<Record<string, Tensor>>

interface Shaped {
  readonly shape: readonly number[]
}

/** The tensors on a layer, by name. W and b come first, and may be inherited; all others are the layer's own. */
export function parametersOf(layer: object): Parameters {
  const named = layer as Readonly<Record<string, unknown>>
  const names = new Set(['W', 'b', ...Object.keys(layer)])
  return Object.fromEntries(
    Array.from(names, (name) => [name, named[name]] as const).filter((one): one is [string, Tensor] =>
      isTensor(one[1]),
    ),
  )
}

/** What the inputs are multiplied by: the first parameter with two axes or more, otherwise the first. None: Error. */
export function weightsOf<T extends Shaped>(parameters: Readonly<Record<string, T>>): T {
  const all = Object.values(parameters)
  const weights = all.find(({ shape }) => shape.length >= 2) ?? all.at(0)
  if (!weights) throw new Error('A layer wants a tensor among its parameters, but it has none.')
  return weights
}

/** How many outputs a layer has: the last axis of its weights, as in (fanIn, fanOut) or (height, width, channels, filters). */
export function outputsOf(parameters: Readonly<Record<string, Shaped>>): number {
  return weightsOf(parameters).shape.at(-1) ?? 1
}

/** How many numbers a layer learns. */
export function countOf(parameters: Readonly<Record<string, Shaped>>): number {
  return Object.values(parameters).reduce((sum, { shape }) => sum + shape.reduce((size, n) => size * n, 1), 0)
}

/** A copy of the parameters, with memory of its own. */
export function copyParameters(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [name, { shape: [...shape], data: data.slice() }]),
  )
}

/** Puts the numbers of a copy back into the parameters of a layer, in place. */
export function restoreParameters(parameters: Parameters, copy: Parameters): void {
  for (const [name, { data }] of Object.entries(copy)) parameters[name].data.set(data)
}

/** dense(784 → 32, relu), or what the layer calls itself. */
export function describeLayer(layer: Pick<Layer, 'activation' | 'description'>): string {
  if (layer.description !== undefined) return layer.description
  const { shape } = weightsOf(parametersOf(layer))
  const name = layer.activation?.name.replace(/\$\d+$/, '') ?? 'identity' // a bundler numbers equal names
  const kind = shape.length === 2 ? 'dense' : 'layer'
  return `${kind}(${shape.slice(0, -1).join(' × ')} → ${shape.at(-1)}${name === 'identity' ? '' : `, ${name}`})`
}
