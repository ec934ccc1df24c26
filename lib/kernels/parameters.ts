import type { Tensor } from '#lib/tensor'
import type { Kernels } from './kernels.ts'
import { Panels, WasmTensor } from './wasm-tensor.ts'

/** on a parameter: a property is found faster than an entry of a WeakMap, five times a step */
const home = Symbol('where the numbers are')

/** A parameter in the kernels’ memory. Its tensors outside show it: their `data` reads it from there. */
export class Parameter {
  readonly owner: Parameters
  readonly placed: WasmTensor
  /** a tensor whose `data` cannot become a getter, such as a frozen one: its numbers are copied in before a use, and out after a change */
  #copied?: Tensor

  constructor(owner: Parameters, placed: WasmTensor) {
    ;[this.owner, this.placed] = [owner, placed]
  }

  /** This tensor shows it from now on. */
  show(p: Tensor): void {
    const { placed } = this
    if (canHaveGetter(p)) {
      Object.defineProperty(p, 'data', { get: () => placed.lend(), configurable: true, enumerable: true })
      Object.defineProperty(p, home, { value: this, configurable: true })
    } else if (!this.#copied) {
      this.#copied = p
      placed.lend() // its numbers are up to date from here on
    }
  }

  copyIn(): void {
    if (this.#copied) this.placed.write(this.#copied.data)
  }

  copyOut(): void {
    if (this.#copied) this.placed.read(this.#copied.data as Float32Array)
  }
}

function canHaveGetter(p: Tensor): boolean {
  const data = Object.getOwnPropertyDescriptor(p, 'data')
  const isPlain = data !== undefined && ('value' in data || home in p)
  return isPlain && data.configurable === true && Object.isExtensible(p)
}

/**
 * The parameters of a training. Each moves into the kernels’ memory when an operation first sees it. It is known again by where its
 * numbers lie outside, so a copy of its record, { ...W }, is the same parameter.
 */
export class Parameters {
  readonly #kernels: Kernels
  /** by the first byte of their numbers in a buffer */
  readonly #known = new WeakMap<ArrayBufferLike, Map<number, Parameter>>()

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** A parameter that was moved in; undefined: it was not. */
  find(p: Tensor): Parameter | undefined {
    const found = (p as { readonly [home]?: Parameter })[home]
    const parameter = found?.owner === this ? found : this.#recognise(p)
    parameter?.copyIn()
    return parameter
  }

  /** A parameter, moved in if it is new: into panels, if it is to be multiplied with sparse rows and has several. */
  moveIn(p: Tensor, withSparse: boolean): Parameter {
    const known = this.find(p)
    if (known) return known
    const { shape, data } = p as Tensor & { readonly data: Float32Array }
    const Form = withSparse && Panels.fit(shape) ? Panels : WasmTensor
    const placed = new Form(this.#kernels, shape, this.#kernels.allocate(4 * data.length), { copy: data })
    placed.write(data)
    const parameter = new Parameter(this, placed)
    const { buffer, byteOffset } = data
    this.#known.set(buffer, (this.#known.get(buffer) ?? new Map<number, Parameter>()).set(byteOffset, parameter))
    parameter.show(p)
    return parameter
  }

  #recognise(p: Tensor): Parameter | undefined {
    const { buffer, byteOffset, length } = p.data
    const parameter = this.#known.get(buffer)?.get(byteOffset)
    if (parameter?.placed.length !== length) return undefined
    parameter.show(p)
    return parameter
  }
}
