/** An address in the kernels’ memory, in bytes. The other numbers of a signature are counts, indices, or strides in bytes (rs, cs). */
export type Pointer = number

/** The rows of a CSR matrix: assembly/spmm.ts has the format. */
export interface CsrRows {
  readonly rowPointers: Pointer
  readonly entries: Pointer
}

/** The columns of a CSC matrix: assembly/transpose.ts has the format. */
export interface CscColumns {
  readonly columnBounds: Pointer
  readonly entries: Pointer
}

/** C = C0 + A·B without packing: assembly/gemm-small-n.ts and gemm-unpacked.ts */
type UnpackedGemm = (
  from: number,
  to: number,
  K: number,
  N: number,
  A: Pointer,
  rsA: number,
  csA: number,
  B: Pointer,
  rsB: number,
  C: Pointer,
  rsC: number,
  C0: Pointer,
  rsC0: number,
) => void

/** The exports of the compiled module. assembly/ has the formula and the shapes of each. */
export interface Exports {
  spmm(
    from: number,
    to: number,
    colFrom: number,
    colTo: number,
    I: number,
    rows: Pointer,
    rowPointers: Pointer,
    entries: Pointer,
    valueTable: Pointer,
    W: Pointer,
    b: Pointer,
    y: Pointer,
    O: number,
    /** thread-pool.ts alone takes them: space for the partial sums of the other threads, and their bias, a row of zeros */
    partials?: Pointer,
    zeroRow?: Pointer,
  ): void
  scatterGradient(
    from: number,
    to: number,
    B: number,
    I: number,
    rows: Pointer,
    rowPointers: Pointer,
    entries: Pointer,
    valueTable: Pointer,
    dz: Pointer,
    P: Pointer,
    O: number,
  ): void
  gatherGradient(
    from: number,
    to: number,
    columnBounds: Pointer,
    entries: Pointer,
    valueTable: Pointer,
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
    rowPointers: Pointer,
    entries: Pointer,
    valueTable: Pointer,
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
    rowPointers: Pointer,
    entries: Pointer,
    valueTable: Pointer,
    dz: Pointer,
    P: Pointer,
    O: number,
  ): void
  panelGatherGradient(
    from: number,
    to: number,
    B: number,
    I: number,
    columnBounds: Pointer,
    entries: Pointer,
    valueTable: Pointer,
    dz: Pointer,
    packed: Pointer,
    P: Pointer,
    O: number,
  ): void
  countNonZeros(bytes: Pointer, count: number, table: Pointer): number
  bytesToCsr(
    B: number,
    I: number,
    bytes: Pointer,
    table: Pointer,
    rowEnds: Pointer,
    entries: Pointer,
    nnz: number,
  ): number
  takeByteRows(B: number, I: number, rows: Pointer, bytes: Pointer, table: Pointer, divisor: number, x: Pointer): number
  prefetchRows(part: number, parts: number, B: number, rows: Pointer, rowPointers: Pointer, entries: Pointer): number
  transposeRows(
    from: number,
    to: number,
    B: number,
    I: number,
    rows: Pointer,
    rowPointers: Pointer,
    entries: Pointer,
    columnBounds: Pointer,
    cscEntries: Pointer,
    /** 0 if one call transposes all columns */
    columnCapacity: number,
  ): void
  /** the size of each thread's scratch memory, in bytes */
  readonly scratchBytes: { readonly value: number }
  setScratch(at: Pointer): void
  packB(K: number, N: number, B: Pointer, rsB: number, csB: number, packed: Pointer): void
  packedBytes(K: number, N: number): number
  gemm(
    from: number,
    to: number,
    K: number,
    N: number,
    A: Pointer,
    rsA: number,
    csA: number,
    packed: Pointer,
    C: Pointer,
    rsC: number,
    C0: Pointer,
    rsC0: number,
  ): void
  gemmSmallN: UnpackedGemm
  gemmUnpacked: UnpackedGemm
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
    rowPointers: Pointer,
    entries: Pointer,
    valueTable: Pointer,
    scaledTable: Pointer,
    labels: Pointer,
    W: Pointer,
    b: Pointer,
    rate: number,
    z: Pointer,
    dz: Pointer,
    losses: Pointer,
  ): number
  sumColumns(B: number, O: number, x: Pointer, sums: Pointer): void
  axpy(from: number, to: number, y: Pointer, x: Pointer, alpha: number): void
  scale(count: number, x: Pointer, alpha: number, y: Pointer): void
  adam(
    from: number,
    to: number,
    p: Pointer,
    g: Pointer,
    m: Pointer,
    v: Pointer,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    scale1: number,
    scale2: number,
    epsilon: number,
    rate: number,
    weightDecay: number,
  ): void
  runFma(rounds: number): number
  streamRead(at: Pointer, bytes: number): number
}
