import { ShapeError, type Tensor } from '#lib/tensor'
import { Arena } from './arena.ts'
import type { Pointer } from './abi.ts'
import type { Kernels } from './kernels.ts'
import { Parameters } from './parameters.ts'
import { Panels, WasmTensor } from './wasm-tensor.ts'
import { type Bytes, type CsrMatrix, sparse } from './csr.ts'

/** how many rows are prefetched at once */
const ahead = 64

/** Where the numbers of a training lie. */
export class Workspace {
  readonly kernels: Kernels
  readonly parameters: Parameters
  /** by tensor, and by array */
  readonly #images = new WeakMap<object, CsrMatrix | Bytes | 'elsewhere'>()
  #arena: Arena
  /** arenas whose step is over */
  readonly #free = new Set<Arena>()
  #scaled?: { readonly of: CsrMatrix; readonly scale: number; readonly at: Pointer }
  /** how many prefetched rows are not used yet, and where their numbers are listed */
  #near = 0
  #ahead?: Pointer
  #none: Pointer = 0
  #noneBytes = 0

  constructor(kernels: Kernels) {
    this.kernels = kernels
    this.parameters = new Parameters(kernels)
    this.#arena = new Arena(kernels)
  }

  /**
   * The arena of a new batch: that of the step before, unless no operation has run in it. Then its batch is still to be used, as
   * where a kata takes all batches first.
   */
  begin(): Arena {
    if (!this.#arena.isFree) {
      const [free = new Arena(this.kernels)] = this.#free
      this.#free.delete(free)
      this.#arena = free
    }
    this.#arena.reset()
    return this.#arena
  }

  /** An operation runs on x: what it makes goes where the batch is that x comes from. */
  enter(x: Tensor): void {
    const arena = Arena.of(x)
    if (!arena) return
    if (arena !== this.#arena) {
      if (this.#arena.isUsed) this.#free.add(this.#arena)
      this.#free.delete(arena)
      this.#arena = arena
    }
    arena.use(x)
  }

  place(bytes: number): Pointer {
    return this.#arena.place(bytes)
  }

  result(shape: readonly number[]): WasmTensor {
    return this.#arena.result(shape)
  }

  /** Where a parameter is, moved in if it is new. */
  parameter(p: Tensor, withSparse = false): WasmTensor {
    return p instanceof WasmTensor ? p : this.parameters.moveIn(p, withSparse).placed
  }

  /** The numbers of sparse rows times a scale: there are few of them, and a training asks for the same again and again. */
  scaleValues(of: CsrMatrix, scale: number): Pointer {
    if (scale === 1) return of.values
    const last = this.#scaled
    if (last?.of === of && last.scale === scale) return last.at
    const at = last?.of === of ? last.at : this.kernels.allocate(4 * of.count + 16)
    this.kernels.run.scale(of.count, of.values, scale, at)
    this.#scaled = { of, scale, at }
    return at
  }

  /** An input, copied in if it lies outside. */
  input(x: Tensor): WasmTensor {
    if (x instanceof WasmTensor && x.isHere) return x
    return fill(this.result(x.shape), x)
  }

  /** The same row by row. */
  inRows(x: WasmTensor): WasmTensor {
    if (!(x instanceof Panels)) return x
    const rows = this.result(x.shape)
    x.read(rows.view())
    return rows
  }

  /** Images that the loader has put down here already, by their tensor or by their array. */
  adopt(images: Tensor | Tensor['data'], here: CsrMatrix | Bytes): void {
    this.#images.set(images, here)
  }

  /** Images as they lie here: sparse rows, if skipping zeros pays, or bytes. undefined: they lie elsewhere, as they are. */
  imagesOf(images: Tensor): CsrMatrix | Bytes | undefined {
    const known = this.#images.get(images) ?? this.#looked(images)
    return known === 'elsewhere' ? undefined : known
  }

  #looked(images: Tensor): CsrMatrix | Bytes | 'elsewhere' {
    const { data } = images
    const same = this.#images.get(data)
    const isKnown = same !== undefined && (same === 'elsewhere' || same.shape.join() === images.shape.join())
    let found = isKnown ? same : undefined
    if (!isKnown && data instanceof Float32Array) found = sparse(this.kernels, images)
    for (const key of [images, data]) this.#images.set(key, found ?? 'elsewhere')
    return found ?? 'elsewhere'
  }

  /**
   * Prefetches these rows, whose numbers are also at `at`. A small batch is a window on the order of the epoch, so the rows behind
   * it are used next. They are prefetched too: waiting for sixty rows takes no longer than waiting for three.
   */
  fetch({ shape, starts, entries }: CsrMatrix, rows: ArrayLike<number>, at: Pointer): void {
    const { run } = this.kernels
    if (rows.length >= ahead || !(rows instanceof Uint32Array))
      return void run.prefetchRows(0, 1, rows.length, at, starts, entries)
    this.#near -= rows.length
    if (this.#near >= 0) return
    const place = (this.#ahead ??= this.kernels.allocate(4 * ahead))
    const { buffer, byteOffset } = rows
    const next = new Uint32Array(buffer, byteOffset, Math.min(ahead, (buffer.byteLength - byteOffset) >> 2))
    const known = next.filter((row) => row < shape[0]) // behind the window anything may stand
    this.kernels.uint32(place, known.length).set(known)
    run.prefetchRows(0, 1, known.length, place, starts, entries)
    this.#near = next.length - rows.length
  }

  /** zeros that are never written: the bias of a product without one */
  none(bytes: number): Pointer {
    if (this.#noneBytes < bytes) {
      this.#none = this.kernels.allocate(bytes)
      this.#noneBytes = bytes
      this.kernels.bytes.fill(0, this.#none, this.#none + bytes)
    }
    return this.#none
  }

  /** y = start + a·b, where a[m, k] is at a.at + m·a.row + k·a.column, and so b; start: by default 0 */
  product(M: number, K: number, N: number, a: Strided, b: Strided, y: Pointer, start?: Start): void {
    const { run } = this.kernels
    const from = start?.at ?? this.none(4 * N + 64)
    const step = start?.row ?? 0
    if (N >= 4 && N <= 12 && b.column === 4)
      return run.gemmSmallN(0, M, K, N, a.at, a.row, a.column, b.at, b.row, y, 4 * N, from, step)
    if (N % 8 === 0 && N <= 32 && b.column === 4)
      return run.gemmUnpacked(0, M, K, N, a.at, a.row, a.column, b.at, b.row, y, 4 * N, from, step)
    const packed = this.place(run.packedBytes(K, N))
    run.packB(K, N, b.at, b.row, b.column, packed)
    run.gemm(0, M, K, N, a.at, a.row, a.column, packed, y, 4 * N, from, step)
  }
}

export interface Strided {
  readonly at: Pointer
  readonly row: number
  readonly column: number
}

/** What a product is added to: rows so many bytes apart, 0 where it is one row for all (a bias). */
export interface Start {
  readonly at: Pointer
  readonly row: number
}

export const asIs = ({ at, shape }: WasmTensor): Strided => ({ at, row: 4 * shape[1], column: 4 })
export const transposedView = ({ at, shape }: WasmTensor): Strided => ({ at, row: 4, column: 4 * shape[1] })

/** y ← x */
export function fill(y: WasmTensor, { shape, data }: Tensor): WasmTensor {
  if (data.length !== y.length)
    throw new ShapeError('the kernels', `${y.length} numbers for the shape [${shape.join(', ')}]`, [
      { shape: [data.length] },
    ])
  y.write(data)
  return y
}
