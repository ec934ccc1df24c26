import type { Exports, Pointer } from './abi.ts'

export type Kind = 'relaxed' | 'plain'

/** The compiled kernels. `relaxed` has fused multiply-add (relaxed SIMD); `plain` is for engines with SIMD alone. */
export type Compiled = Readonly<Record<Kind, Uint8Array>>

/** Instantiated kernels, and the memory that they share with JavaScript. */
export class Kernels {
  readonly run: Exports
  readonly memory: WebAssembly.Memory
  readonly kind: Kind
  readonly threads: number
  /** Views of the whole memory, as bytes and as u32. They are replaced when the memory grows. */
  bytes: Uint8Array
  words: Uint32Array
  /** the end of the allocated memory */
  #end: Pointer

  constructor(run: Exports, memory: WebAssembly.Memory, kind: Kind, threads = 1) {
    ;[this.run, this.memory, this.kind, this.threads] = [run, memory, kind, threads]
    ;[this.bytes, this.words] = [new Uint8Array(memory.buffer), new Uint32Array(memory.buffer)]
    this.#end = scratchBase(run, threads)
    run.setScratch(scratchBase(run, 0))
  }

  /** Instantiates the kernels. Returns undefined if the engine has no SIMD, or if there is no memory. */
  static async of(compiled: Compiled, only?: Kind): Promise<Kernels | undefined> {
    const kind = kindOf(compiled, only)
    if (!kind) return undefined
    const memory = reserveMemory({ initial: 1, maximum: 65536 })
    if (!memory) return undefined
    const { instance } = await WebAssembly.instantiate(asUnshared(compiled[kind]), { env: { memory } })
    return new Kernels(instance.exports as unknown as Exports, memory, kind)
  }

  /** Allocates memory, which is never freed, at a multiple of 64. Kernels may read 64 bytes beyond its end. */
  allocate(bytes: number): Pointer {
    const at = this.#end
    this.#end = (at + bytes + 127) & ~63
    const missing = this.#end - this.memory.buffer.byteLength
    if (missing > 0) {
      try {
        this.memory.grow(Math.max(Math.ceil(missing / 65536), Math.min(at >> 18, 4096))) // by a quarter at least, up to 256 MB
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

  /** the number of allocated bytes */
  get usedBytes(): number {
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

/**
 * The address of the scratch memory of a thread. All other memory follows that of the last thread.
 * It begins at 1024, since a pointer of 0 means none.
 */
export function scratchBase({ scratchBytes }: Pick<Exports, 'scratchBytes'>, thread: number): Pointer {
  return 1024 + thread * scratchBytes.value
}

/** A WebAssembly memory, or undefined if it cannot be reserved. V8 reserves about 10 GB of addresses for each. */
export function reserveMemory(limits: {
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

/** The faster kind that this engine supports; undefined if it supports neither. */
export function kindOf(compiled: Compiled, only?: Kind): Kind | undefined {
  return (only ? [only] : (['relaxed', 'plain'] as const)).find((kind) =>
    WebAssembly.validate(asUnshared(compiled[kind])),
  )
}

/** The same bytes with the type that WebAssembly wants in browsers: not in shared memory, where these never are. */
function asUnshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
