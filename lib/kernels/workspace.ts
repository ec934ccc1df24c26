import { ShapeError, type Tensor } from '#lib/tensor'
import { Arena } from './arena.ts'
import type { Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'
import { Parameters } from './parameters.ts'
import { Panels, WasmTensor } from './wasm-tensor.ts'
import { type ByteMatrix, type CsrMatrix, csrFromTensor } from './csr.ts'

/** The number of rows that one call prefetches. */
const rowsPerPrefetch = 64

/** The memory of a training: its images, its parameters, and an arena for each step. */
export class Workspace {
  readonly kernels: Kernels
  readonly parameters: Parameters
  /** The keys are tensors and their arrays. A copy of a tensor's record shares the array. */
  readonly #images = new WeakMap<object, CsrMatrix | ByteMatrix | 'not-resident'>()
  #arena: Arena
  /** the arenas of finished steps */
  readonly #freeArenas = new Set<Arena>()
  #scaled?: { readonly matrix: CsrMatrix; readonly scale: number; readonly at: Pointer }
  /** the number of prefetched rows that no batch has used yet */
  #prefetched = 0
  #prefetchList?: Pointer
  #zeros: Pointer = 0
  #zerosBytes = 0

  constructor(kernels: Kernels) {
    this.kernels = kernels
    this.parameters = new Parameters(kernels)
    this.#arena = new Arena(kernels)
  }

  /**
   * Returns the arena of a new batch. It is the arena of the step before if an operation has run there. If none has, the batch there
   * is still unused, because the kata takes several batches first. The new batch then gets another arena.
   */
  startBatch(): Arena {
    if (!this.#arena.isFree) {
      const [free = new Arena(this.kernels)] = this.#freeArenas
      this.#freeArenas.delete(free)
      this.#arena = free
    }
    this.#arena.reset()
    return this.#arena
  }

  /** Makes the arena of x the current one. Each operation calls it first, so its results go to the arena of its batch. */
  activateArenaOf(x: Tensor): void {
    const arena = Arena.of(x)
    if (!arena) return
    if (arena !== this.#arena) {
      if (this.#arena.isUsed) this.#freeArenas.add(this.#arena)
      this.#freeArenas.delete(arena)
      this.#arena = arena
    }
    arena.markUsed(x)
  }

  alloc(bytes: number): Pointer {
    return this.#arena.alloc(bytes)
  }

  allocTensor(shape: readonly number[]): WasmTensor {
    return this.#arena.allocTensor(shape)
  }

  /** The tensor of a parameter in the kernels’ memory. A new parameter moves in. */
  parameter(p: Tensor, isInputSparse = false): WasmTensor {
    return p instanceof WasmTensor ? p : this.parameters.moveIn(p, isInputSparse).tensor
  }

  /** The value table times `scale`. The last one is kept, since each step of a training uses the same. */
  scaleValues(matrix: CsrMatrix, scale: number): Pointer {
    if (scale === 1) return matrix.valueTable
    const last = this.#scaled
    if (last?.matrix === matrix && last.scale === scale) return last.at
    const at = last?.matrix === matrix ? last.at : this.kernels.allocate(4 * matrix.valueCount + 16)
    this.kernels.run.scale(matrix.valueCount, matrix.valueTable, scale, at)
    this.#scaled = { matrix, scale, at }
    return at
  }

  /** x in the kernels’ memory. It is copied if it is not there. */
  input(x: Tensor): WasmTensor {
    if (x instanceof WasmTensor && x.isResident) return x
    return copyInto(this.allocTensor(x.shape), x)
  }

  /** x with row-major numbers. Panels are copied. */
  rowMajor(x: WasmTensor): WasmTensor {
    if (!(x instanceof Panels)) return x
    const rows = this.allocTensor(x.shape)
    x.copyTo(rows.view())
    return rows
  }

  /** Registers images that the loader has copied to this memory, by their tensor or their array. */
  register(images: Tensor | Tensor['data'], matrix: CsrMatrix | ByteMatrix): void {
    this.#images.set(images, matrix)
  }

  /** The images in this memory: CSR if skipping zeros pays, otherwise bytes. undefined if they are not in this memory. */
  imagesOf(images: Tensor): CsrMatrix | ByteMatrix | undefined {
    const known = this.#images.get(images) ?? this.#resolveImages(images)
    return known === 'not-resident' ? undefined : known
  }

  #resolveImages(images: Tensor): CsrMatrix | ByteMatrix | 'not-resident' {
    const { data } = images
    const registered = this.#images.get(data)
    const hasSameShape = registered === 'not-resident' || registered?.shape.join() === images.shape.join()
    let found = hasSameShape ? registered : undefined
    if (!hasSameShape && data instanceof Float32Array) found = csrFromTensor(this.kernels, images)
    for (const key of [images, data]) this.#images.set(key, found ?? 'not-resident')
    return found ?? 'not-resident'
  }

  /**
   * Prefetches these rows; `at` has their indices too. A small batch is a window on the epoch's order, so the rows after it are
   * prefetched too: 64 rows take no longer than 3.
   */
  prefetch({ shape, rowPointers, entries }: CsrMatrix, rows: ArrayLike<number>, at: Pointer): void {
    const { run } = this.kernels
    if (rows.length >= rowsPerPrefetch || !(rows instanceof Uint32Array))
      return void run.prefetchRows(0, 1, rows.length, at, rowPointers, entries)
    this.#prefetched -= rows.length
    if (this.#prefetched >= 0) return
    const list = (this.#prefetchList ??= this.kernels.allocate(4 * rowsPerPrefetch))
    const { buffer, byteOffset } = rows
    const next = new Uint32Array(buffer, byteOffset, Math.min(rowsPerPrefetch, (buffer.byteLength - byteOffset) >> 2))
    const known = next.filter((row) => row < shape[0]) // the buffer may have other numbers after the window
    this.kernels.uint32(list, known.length).set(known)
    run.prefetchRows(0, 1, known.length, list, rowPointers, entries)
    this.#prefetched = next.length - rows.length
  }

  /** Zeros that no kernel writes: the bias of a product without a bias. */
  zeros(bytes: number): Pointer {
    if (this.#zerosBytes < bytes) {
      this.#zeros = this.kernels.allocate(bytes)
      this.#zerosBytes = bytes
      this.kernels.bytes.fill(0, this.#zeros, this.#zeros + bytes)
    }
    return this.#zeros
  }

  /** C = C0 + A·B. A[m, k] is at A.at + m·A.rowStride + k·A.columnStride, and so is B. C: contiguous rows   C0: 0 by default */
  gemm(M: number, K: number, N: number, A: MatrixView, B: MatrixView, C: Pointer, C0?: InitialC): void {
    const { run } = this.kernels
    const initial = C0?.at ?? this.zeros(4 * N + 64)
    const rsC0 = C0?.rowStride ?? 0
    const { at, rowStride: rsA, columnStride: csA } = A
    const isContiguous = B.columnStride === 4
    if (N >= 4 && N <= 12 && isContiguous)
      return run.gemmSmallN(0, M, K, N, at, rsA, csA, B.at, B.rowStride, C, 4 * N, initial, rsC0)
    if (N % 8 === 0 && N <= 32 && isContiguous)
      return run.gemmUnpacked(0, M, K, N, at, rsA, csA, B.at, B.rowStride, C, 4 * N, initial, rsC0)
    const packed = this.alloc(run.packedBytes(K, N))
    run.packB(K, N, B.at, B.rowStride, B.columnStride, packed)
    run.gemm(0, M, K, N, at, rsA, csA, packed, C, 4 * N, initial, rsC0)
  }
}

/** A matrix with strides in bytes. */
export interface MatrixView {
  readonly at: Pointer
  readonly rowStride: number
  readonly columnStride: number
}

/** The matrix to which a product is added. If rowStride is 0, each row of the product gets the same row (a bias). */
export interface InitialC {
  readonly at: Pointer
  readonly rowStride: number
}

export function rowMajorView({ at, shape }: WasmTensor): MatrixView {
  return { at, rowStride: 4 * shape[1], columnStride: 4 }
}

export function transposedView({ at, shape }: WasmTensor): MatrixView {
  return { at, rowStride: 4, columnStride: 4 * shape[1] }
}

/** y ← x. Throws if the number of elements differs. */
export function copyInto(y: WasmTensor, { shape, data }: Tensor): WasmTensor {
  if (data.length !== y.length)
    throw new ShapeError('the kernels', `${y.length} numbers for the shape [${shape.join(', ')}]`, [
      { shape: [data.length] },
    ])
  y.copyFrom(data)
  return y
}
