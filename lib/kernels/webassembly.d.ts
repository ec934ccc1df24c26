/** What the kernels need of WebAssembly, which Node’s types leave out and those of browsers bring along with everything else. */
declare namespace WebAssembly {
  class Memory {
    constructor(limits: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: ArrayBuffer
    /** by so many pages of 64 KiB; returns how many there were      beyond the maximum: RangeError */
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
