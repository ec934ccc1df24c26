/** A kernel. On import of ./assembly/5-simd.wasm the resolver compiles ./assembly/5-simd.ts from AssemblyScript. */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>
  export default bytes
}

/** the same over memory that threads share */
declare module '*.wasm?shared' {
  const bytes: Uint8Array<ArrayBuffer>
  export default bytes
}

/** the compiler is plain JavaScript */
declare module '*/kernels/compile.mjs' {
  export function compileAssembly(file: string, features?: { relaxed?: boolean; shared?: boolean }): Promise<Uint8Array>
  export class CompileError extends Error {
    readonly place: { readonly line: number; readonly column: number } | undefined
  }
}

/** The part of WebAssembly that katas use in addition to lib/kernels/webassembly.d.ts. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>)
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>)
    readonly exports: Readonly<Record<string, unknown>>
  }
}
