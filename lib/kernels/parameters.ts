import type { Tensor } from '#lib/tensor'
import type { Kernels } from './kernels.ts'
import { Panels, WasmTensor } from './wasm-tensor.ts'

/** The property of a parameter that refers to its Parameter. It is read five times a step, and is faster than a WeakMap. */
const home = Symbol('where the numbers are')

/** A parameter in the kernels’ memory. The `data` of its JavaScript tensors reads from there. */
export class Parameter {
  readonly owner: Parameters
  readonly tensor: WasmTensor
  /** A tensor whose `data` cannot become a getter, such as a frozen one. It is copied in before each use and out after each change. */
  #mirror?: Tensor

  constructor(owner: Parameters, tensor: WasmTensor) {
    ;[this.owner, this.tensor] = [owner, tensor]
  }

  /** Makes `data` of this tensor read from the kernels’ memory. */
  attach(p: Tensor): void {
    const { tensor } = this
    if (canHaveGetter(p)) {
      Object.defineProperty(p, 'data', { get: () => tensor.lendData(), configurable: true, enumerable: true })
      Object.defineProperty(p, home, { value: this, configurable: true })
    } else if (!this.#mirror) {
      this.#mirror = p
      tensor.lendData() // p.data is the lent copy, so later writes to it count
    }
  }

  copyIn(): void {
    if (this.#mirror) this.tensor.copyFrom(this.#mirror.data)
  }

  copyOut(): void {
    if (this.#mirror) this.tensor.copyTo(this.#mirror.data as Float32Array)
  }
}

function canHaveGetter(p: Tensor): boolean {
  const data = Object.getOwnPropertyDescriptor(p, 'data')
  const isPlain = data !== undefined && ('value' in data || home in p)
  return isPlain && data.configurable === true && Object.isExtensible(p)
}

/**
 * The parameters of a training. Each moves into the kernels’ memory when an operation first uses it. The address of its array
 * identifies it, so a copy of its record, { ...W }, is the same parameter.
 */
export class Parameters {
  readonly #kernels: Kernels
  /** by buffer, and then by the offset of the first byte */
  readonly #known = new WeakMap<ArrayBufferLike, Map<number, Parameter>>()

  constructor(kernels: Kernels) {
    this.#kernels = kernels
  }

  /** The parameter of a tensor; undefined if it has not moved in. */
  find(p: Tensor): Parameter | undefined {
    const found = (p as { readonly [home]?: Parameter })[home]
    const parameter = found?.owner === this ? found : this.#findByBuffer(p)
    parameter?.copyIn()
    return parameter
  }

  /** The parameter of a tensor. A new one moves in, into panels if the input is sparse and the weights fill several. */
  moveIn(p: Tensor, isInputSparse: boolean): Parameter {
    const known = this.find(p)
    if (known) return known
    const { shape, data } = p as Tensor & { readonly data: Float32Array }
    const Form = isInputSparse && Panels.suits(shape) ? Panels : WasmTensor
    const tensor = new Form(this.#kernels, shape, this.#kernels.allocate(4 * data.length), { copy: data })
    tensor.copyFrom(data)
    const parameter = new Parameter(this, tensor)
    const { buffer, byteOffset } = data
    this.#known.set(buffer, (this.#known.get(buffer) ?? new Map<number, Parameter>()).set(byteOffset, parameter))
    parameter.attach(p)
    return parameter
  }

  #findByBuffer(p: Tensor): Parameter | undefined {
    const { buffer, byteOffset, length } = p.data
    const parameter = this.#known.get(buffer)?.get(byteOffset)
    if (parameter?.tensor.length !== length) return undefined
    parameter.attach(p)
    return parameter
  }
}
