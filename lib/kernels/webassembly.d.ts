/** The part of WebAssembly that the kernels use. Node’s types lack it, and the types of browsers would bring the whole DOM. */
declare namespace WebAssembly {
  class Memory {
    constructor(limits: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: ArrayBuffer
    /** Grows by a number of pages of 64 KiB, and returns the old number. Throws a RangeError beyond the maximum. */
    grow(pages: number): number
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>
  }
  function validate(bytes: Uint8Array): boolean
  function instantiate(
    bytes: Uint8Array,
    imports: Record<string, Record<string, Memory>>,
  ): Promise<{ readonly instance: Instance }>
}
