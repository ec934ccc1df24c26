import type { Tensor } from '#lib/tensor'
import type { Kernels } from './kernels.ts'
import { Panels, Placed } from './placed.ts'

/** on a parameter: a property is found faster than an entry of a WeakMap, five times a step */
const home = Symbol('where the numbers are')

/** A parameter in the kernels’ memory. Its tensors outside show it: their `data` reads it from there. */
export class Parameter {
  readonly owner: Parameters
  readonly placed: Placed
  /** tensors whose `data` cannot become a getter, such as frozen ones: their numbers are copied in before a use, and out after a change */
  readonly #copied: Tensor[] = []

  constructor(owner: Parameters, placed: Placed) {
    ;[this.owner, this.placed] = [owner, placed]
  }

  /** This tensor shows it from now on. Returns whether that is written on the tensor. */
  show(p: Tensor): boolean {
    const { placed } = this
    if (canHaveGetter(p)) {
      Object.defineProperty(p, 'data', { get: () => placed.lend(), configurable: true, enumerable: true })
      Object.defineProperty(p, home, { value: this, configurable: true })
      return true
    }
    this.#copied.push(p)
    placed.lend() // its array is up to date from here on
    return false
  }

  copyIn(): void {
    if (this.#copied.length > 0) this.placed.write(this.#copied[0].data)
  }

  copyOut(): void {
    for (const { data } of this.#copied) this.placed.read(data as Float32Array)
  }
}

function canHaveGetter(p: Tensor): boolean {
  const data = Object.getOwnPropertyDescriptor(p, 'data')
  const isPlain = data !== undefined && ('value' in data || home in p)
  return isPlain && data.configurable === true && Object.isExtensible(p)
}

/**
 * The parameters of a training. Each moves into the kernels’ memory when an operation first sees it, and is known again by its tensor or
 * by its array of numbers: { ...W } is the same parameter.
 */
export class Parameters {
  readonly #kernels: Kernels
  /** by tensor, and by array */
  readonly #known = new WeakMap<object, Parameter>()

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** A parameter that was moved in; undefined: it was not. */
  known(p: Tensor): Parameter | undefined {
    const found = (p as { readonly [home]?: Parameter })[home]
    const parameter = found?.owner === this ? found : this.#recognise(p)
    parameter?.copyIn()
    return parameter
  }

  /** A parameter, moved in if it is new: into panels, if it is to be multiplied with sparse rows and has several. */
  moved(p: Tensor, withSparse: boolean): Parameter {
    const known = this.known(p)
    if (known) return known
    const { shape, data } = p as Tensor & { readonly data: Float32Array }
    const Form = withSparse && Panels.fit(shape) ? Panels : Placed
    const placed = new Form(this.#kernels, shape, this.#kernels.allocate(4 * data.length), { copy: data })
    placed.write(data)
    const parameter = new Parameter(this, placed)
    this.#known.set(data, parameter)
    this.#show(parameter, p)
    return parameter
  }

  #recognise(p: Tensor): Parameter | undefined {
    const own = this.#known.get(p)
    if (own) return own
    const shared = this.#known.get(p.data)
    if (shared) this.#show(shared, p)
    return shared
  }

  #show(parameter: Parameter, p: Tensor): void {
    if (!parameter.show(p)) this.#known.set(p, parameter)
  }
}
