/** The kernels as JavaScript sees them. A Pointer is an address in their memory, in bytes; counts are of numbers. */
export type Pointer = number

/** Sparse rows in the kernels’ memory: see assembly/spmm.ts */
export interface Rows {
  readonly starts: Pointer
  readonly entries: Pointer
}

/** Sparse rows by column: see assembly/transpose.ts */
export interface Columns {
  readonly bounds: Pointer
  readonly entries: Pointer
}

/** C = start + A·B, with B as it lies: see assembly/gemm-small-n.ts and gemm-unpacked.ts */
type PlainProduct = (
  from: number,
  to: number,
  K: number,
  N: number,
  A: Pointer,
  rowBytes: number,
  columnBytes: number,
  B: Pointer,
  rowBytesOfB: number,
  C: Pointer,
  rowBytesOfC: number,
  start: Pointer,
  rowBytesOfStart: number,
) => void

export interface Exports {
  spmm(
    from: number,
    to: number,
    first: number,
    beyond: number,
    I: number,
    rows: Pointer,
    starts: Pointer,
    entries: Pointer,
    values: Pointer,
    W: Pointer,
    b: Pointer,
    y: Pointer,
    O: number,
    /** for several threads: room for what each of the others adds to y, and a row of zeros; without, the rows are shared out */
    others?: Pointer,
    none?: Pointer,
  ): void
  scatterGradient(
    from: number,
    to: number,
    B: number,
    I: number,
    rows: Pointer,
    starts: Pointer,
    entries: Pointer,
    values: Pointer,
    dz: Pointer,
    P: Pointer,
    O: number,
  ): void
  gatherGradient(
    from: number,
    to: number,
    bounds: Pointer,
    entries: Pointer,
    values: Pointer,
    dz: Pointer,
    P: Pointer,
    O: number,
  ): void
  panelSpmm(
    from: number,
    to: number,
    B: number,
    I: number,
    rows: Pointer,
    starts: Pointer,
    entries: Pointer,
    values: Pointer,
    W: Pointer,
    b: Pointer,
    y: Pointer,
    O: number,
  ): void
  panelScatterGradient(
    from: number,
    to: number,
    B: number,
    I: number,
    rows: Pointer,
    starts: Pointer,
    entries: Pointer,
    values: Pointer,
    dz: Pointer,
    P: Pointer,
    O: number,
  ): void
  panelGatherGradient(
    from: number,
    to: number,
    B: number,
    I: number,
    bounds: Pointer,
    entries: Pointer,
    values: Pointer,
    dz: Pointer,
    packed: Pointer,
    P: Pointer,
    O: number,
  ): void
  countNonZeros(bytes: Pointer, count: number, numbers: Pointer): number
  bytesToCsr(
    B: number,
    I: number,
    bytes: Pointer,
    numbers: Pointer,
    ends: Pointer,
    entries: Pointer,
    at: number,
  ): number
  takeByteRows(
    B: number,
    I: number,
    rows: Pointer,
    bytes: Pointer,
    numbers: Pointer,
    divisor: number,
    x: Pointer,
  ): number
  prefetchRows(part: number, parts: number, B: number, rows: Pointer, starts: Pointer, entries: Pointer): number
  transposeRows(
    from: number,
    to: number,
    B: number,
    I: number,
    rows: Pointer,
    starts: Pointer,
    entries: Pointer,
    bounds: Pointer,
    entriesOf: Pointer,
    /** of how many entries in each column there is room; 0: all columns are transposed at once */
    room: number,
  ): void
  /** how many bytes of its own each thread needs for products, and where they are */
  readonly scratchBytes: { readonly value: number }
  setScratch(at: Pointer): void
  packB(K: number, N: number, B: Pointer, rowBytes: number, columnBytes: number, packed: Pointer): void
  packedBytes(K: number, N: number): number
  gemm(
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
    start: Pointer,
    rowBytesOfStart: number,
  ): void
  gemmSmallN: PlainProduct
  gemmUnpacked: PlainProduct
  relu(from: number, to: number, z: Pointer, h: Pointer): void
  reluBackward(from: number, to: number, h: Pointer, dh: Pointer, dz: Pointer): void
  softmaxCrossEntropy(
    from: number,
    to: number,
    K: number,
    x: Pointer,
    labels: Pointer,
    dx: Pointer,
    scale: number,
  ): number
  fusedSgd(
    B: number,
    I: number,
    O: number,
    rows: Pointer,
    starts: Pointer,
    entries: Pointer,
    values: Pointer,
    falling: Pointer,
    labels: Pointer,
    W: Pointer,
    b: Pointer,
    rate: number,
    z: Pointer,
    dz: Pointer,
    losses: Pointer,
  ): number
  sumColumns(B: number, O: number, x: Pointer, s: Pointer): void
  axpy(from: number, to: number, p: Pointer, g: Pointer, scale: number): void
  scale(count: number, x: Pointer, scale: number, y: Pointer): void
  runFma(rounds: number): number
  streamRead(at: Pointer, bytes: number): number
}
