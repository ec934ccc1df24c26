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

/** C = start + A·B, with B as it lies: see assembly/gemm-small-n.ts and flat.ts */
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
  sparseTimes(
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
  sparseScatter(
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
  sparseGather(
    from: number,
    to: number,
    bounds: Pointer,
    entries: Pointer,
    values: Pointer,
    dz: Pointer,
    P: Pointer,
    O: number,
  ): void
  panelTimes(
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
  panelScatter(
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
  panelGather(
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
  countBytes(bytes: Pointer, count: number, numbers: Pointer): number
  sparseBytes(
    B: number,
    I: number,
    bytes: Pointer,
    numbers: Pointer,
    ends: Pointer,
    entries: Pointer,
    at: number,
  ): number
  takeBytes(B: number, I: number, rows: Pointer, bytes: Pointer, numbers: Pointer, divisor: number, x: Pointer): number
  fetchRows(part: number, parts: number, B: number, rows: Pointer, starts: Pointer, entries: Pointer): number
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
  readonly ownBytes: { readonly value: number }
  lend(at: Pointer): void
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
    start: Pointer,
    rowBytesOfStart: number,
  ): void
  narrowProduct: PlainProduct
  flatProduct: PlainProduct
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
  descend(
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
  columnSums(B: number, O: number, x: Pointer, s: Pointer): void
  addScaled(from: number, to: number, p: Pointer, g: Pointer, scale: number): void
  scaled(count: number, x: Pointer, scale: number, y: Pointer): void
  peak(rounds: number): number
  read(at: Pointer, bytes: number): number
}
