import type { Exports, Pointer } from './abi.ts'

export type Kind = 'relaxed' | 'plain'

/** The compiled kernels: with fused multiply-add (relaxed SIMD), and for engines that have only SIMD. */
export type Compiled = Readonly<Record<Kind, Uint8Array>>

/** Instantiated kernels, and the one memory they and JavaScript share. */
export class Kernels {
  readonly run: Exports
  readonly memory: WebAssembly.Memory
  /** relaxed: with fused multiply-add */
  readonly kind: Kind
  readonly threads: number
  /** all of the memory, as bytes and as whole numbers of 32 bits: made anew when it has grown */
  bytes: Uint8Array
  words: Uint32Array
  #end: Pointer

  constructor(run: Exports, memory: WebAssembly.Memory, kind: Kind, threads = 1) {
    ;[this.run, this.memory, this.kind, this.threads] = [run, memory, kind, threads]
    ;[this.bytes, this.words] = [new Uint8Array(memory.buffer), new Uint32Array(memory.buffer)]
    this.#end = scratchBase(run, threads)
    run.setScratch(scratchBase(run, 0))
  }

  /** undefined if the engine has no SIMD at all, or no memory for it */
  static async of(compiled: Compiled, only?: Kind): Promise<Kernels | undefined> {
    const kind = kindOf(compiled, only)
    if (!kind) return undefined
    const memory = reserve({ initial: 1, maximum: 65536 })
    if (!memory) return undefined
    const { instance } = await WebAssembly.instantiate(asUnshared(compiled[kind]), { env: { memory } })
    return new Kernels(instance.exports as unknown as Exports, memory, kind)
  }

  /** So many bytes of memory that stay, at a multiple of 64, and 64 more behind them that may be read. */
  allocate(bytes: number): Pointer {
    const at = this.#end
    this.#end = (at + bytes + 127) & ~63
    const missing = this.#end - this.memory.buffer.byteLength
    if (missing > 0) {
      try {
        this.memory.grow(Math.max(Math.ceil(missing / 65536), Math.min(at >> 18, 4096))) // a quarter more, at least
        ;[this.bytes, this.words] = [new Uint8Array(this.memory.buffer), new Uint32Array(this.memory.buffer)]
      } catch {
        throw new RangeError(`The kernels’ memory cannot grow by ${bytes} bytes to ${this.#end}. Use smaller batches.`)
      }
    }
    return at
  }

  /** Temporary memory above the heap, valid until the next allocation. */
  scratch(bytes: number): Pointer {
    const end = this.#end
    const at = this.allocate(bytes)
    this.#end = end
    return at
  }

  /** how many bytes are in use */
  get used(): number {
    return this.#end
  }

  float32(at: Pointer, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length)
  }

  float64(at: Pointer, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, at, length)
  }

  uint32(at: Pointer, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, at, length)
  }

  uint16(at: Pointer, length: number): Uint16Array {
    return new Uint16Array(this.memory.buffer, at, length)
  }
}

/** Where thread n has memory of its own for products; behind that of the last, everything else. A pointer of 0 is none. */
export function scratchBase({ scratchBytes }: Pick<Exports, 'scratchBytes'>, thread: number): Pointer {
  return 1024 + thread * scratchBytes.value
}

/** Memory of WebAssembly, or undefined if there is none: V8 reserves about 10 GB of addresses for each. */
export function reserve(limits: {
  initial: number
  maximum: number
  shared?: boolean
}): WebAssembly.Memory | undefined {
  try {
    return new WebAssembly.Memory(limits)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** The faster kind that this engine takes. */
export function kindOf(compiled: Compiled, only?: Kind): Kind | undefined {
  return (only ? [only] : (['relaxed', 'plain'] as const)).find((kind) =>
    WebAssembly.validate(asUnshared(compiled[kind])),
  )
}

/** As browsers’ types want bytes to compile: not in memory that threads share. They never are. */
function asUnshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
