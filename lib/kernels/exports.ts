/** The kernels as JavaScript sees them. A Pointer is an address in their memory, in bytes; counts are of numbers. */
export type Pointer = number

/** Sparse rows in the kernels’ memory: see assembly/times.ts */
export interface Rows {
  readonly starts: Pointer
  readonly columns: Pointer
  readonly values: Pointer
}

export interface Exports {
  sparseTimes(
    from: number,
    to: number,
    rows: Pointer,
    starts: Pointer,
    columns: Pointer,
    values: Pointer,
    W: Pointer,
    b: Pointer,
    y: Pointer,
    O: number,
  ): void
  sparseScatter(
    from: number,
    to: number,
    B: number,
    rows: Pointer,
    starts: Pointer,
    columns: Pointer,
    values: Pointer,
    dz: Pointer,
    P: Pointer,
    O: number,
    scale: number,
  ): void
  sparseGather(
    from: number,
    to: number,
    starts: Pointer,
    who: Pointer,
    values: Pointer,
    dz: Pointer,
    P: Pointer,
    O: number,
    scale: number,
  ): void
  countBytes(bytes: Pointer, count: number, numbers: Pointer): number
  sparseBytes(
    B: number,
    I: number,
    bytes: Pointer,
    numbers: Pointer,
    ends: Pointer,
    columns: Pointer,
    values: Pointer,
    at: number,
  ): number
  takeRows(
    B: number,
    rows: Pointer,
    starts: Pointer,
    columns: Pointer,
    values: Pointer,
    startsTo: Pointer,
    columnsTo: Pointer,
    valuesTo: Pointer,
  ): void
  transposeRows(
    B: number,
    rows: Pointer,
    starts: Pointer,
    columns: Pointer,
    values: Pointer,
    I: number,
    startsOf: Pointer,
    who: Pointer,
    valuesOf: Pointer,
  ): void
  pack(K: number, N: number, B: Pointer, rowBytes: number, columnBytes: number, packed: Pointer): void
  packedBytes(K: number, N: number): number
  product(
    from: number,
    to: number,
    K: number,
    N: number,
    A: Pointer,
    rowBytes: number,
    columnBytes: number,
    packed: Pointer,
    C: Pointer,
    rowBytesOfC: number,
    bias: Pointer,
  ): void
  relu(from: number, to: number, z: Pointer, h: Pointer): void
  reluBack(from: number, to: number, h: Pointer, dh: Pointer, dz: Pointer): void
  softmaxCrossEntropy(
    from: number,
    to: number,
    K: number,
    x: Pointer,
    labels: Pointer,
    dx: Pointer,
    scale: number,
  ): number
  columnSums(B: number, O: number, x: Pointer, s: Pointer): void
  addScaled(from: number, to: number, p: Pointer, g: Pointer, scale: number): void
  peak(rounds: number): number
  read(at: Pointer, bytes: number): number
}
