import { type Tensor, size } from '#lib/tensor'
import type { Pointer } from './exports.ts'
import type { Kernels } from './kernels.ts'
import { Panels, Placed } from './placed.ts'
import { type Bytes, type Sparse, sparse } from './sparse.ts'

/** on a parameter: a property is found faster than an entry of a WeakMap, five times a step */
const home = Symbol('where the numbers are')

/** how many rows are brought near at once */
const ahead = 64

interface Home {
  readonly memory: Memory
  readonly placed: Placed
}

/** Where the numbers of a training lie. */
export class Memory {
  readonly kernels: Kernels
  readonly #places: { at: Pointer; bytes: number }[] = []
  readonly #images = new WeakMap<Tensor, Sparse | Bytes | 'elsewhere'>()
  readonly #results: Placed[] = []
  #next = 0
  #labels = new Uint8Array(0)
  #scaled?: { readonly of: Sparse; readonly scale: number; readonly at: Pointer }
  /** how many rows that were brought near have not been asked for yet, and where they are listed */
  #near = 0
  #ahead?: Pointer
  #none: Pointer = 0
  #noneBytes = 0

  constructor(kernels: Kernels) {
    this.kernels = kernels
  }

  /** A new step: what the last one has made is no longer needed. */
  begin(): void {
    this.#next = 0
  }

  /** The next place of this step: where the step before put what it made at this point. */
  place(bytes: number): Pointer {
    const place = (this.#places[this.#next] ??= { at: 0, bytes: -1 })
    this.#next++
    if (place.bytes < bytes) Object.assign(place, { at: this.kernels.allocate(bytes), bytes })
    return place.at
  }

  /** A tensor at the next place, the same object as in the step before if it has the same shape. */
  result(shape: readonly number[]): Placed {
    const n = this.#next
    const at = this.place(4 * size(shape))
    const before = this.#results[n]
    if (before?.at === at && isSame(before.shape, shape)) return before
    return (this.#results[n] = new Placed(this.kernels, shape, at))
  }

  /** Room for the labels of a batch: the same for each batch of this size. */
  labels(B: number): Uint8Array {
    if (this.#labels.length !== B) this.#labels = new Uint8Array(B)
    return this.#labels
  }

  /** A parameter, moved in when it is first seen: into panels, if it is to be multiplied with sparse rows and has several. */
  parameter(p: Tensor, withSparse = false): Placed {
    const known = p instanceof Placed ? p : this.known(p)
    if (known) return known
    const Form = withSparse && Panels.fit(p.shape) ? Panels : Placed
    const placed = new Form(this.kernels, p.shape, this.kernels.allocate(4 * p.data.length))
    placed.data.set(p.data)
    if (placed instanceof Panels) placed.settle()
    Object.defineProperty(p, 'data', { get: () => placed.data, configurable: true, enumerable: true })
    Object.defineProperty(p, home, { value: { memory: this, placed } satisfies Home, configurable: true })
    return placed
  }

  /** Where a parameter is, if it was moved in. */
  known(p: Tensor): Placed | undefined {
    const at = (p as { readonly [home]?: Home })[home]
    if (at?.memory !== this) return undefined
    if (at.placed instanceof Panels) at.placed.settle()
    return at.placed
  }

  /** The numbers of sparse rows times a scale: there are few of them, and a training asks for the same again and again. */
  scaled(of: Sparse, scale: number): Pointer {
    if (scale === 1) return of.values
    const last = this.#scaled
    if (last?.of === of && last.scale === scale) return last.at
    const at = last?.of === of ? last.at : this.kernels.allocate(4 * of.count + 16)
    this.kernels.run.scaled(of.count, of.values, scale, at)
    this.#scaled = { of, scale, at }
    return at
  }

  /** An input, copied in if it lies outside. */
  input(x: Tensor): Placed {
    if (x instanceof Placed) return x
    const placed = this.result(x.shape)
    placed.data.set(x.data)
    return placed
  }

  /** The same row by row. */
  inRows(x: Placed): Placed {
    return x instanceof Panels ? this.input({ shape: x.shape, data: x.data }) : x
  }

  /** Images that were put down here already, by whoever read them. */
  adopt(images: Tensor, here: Sparse | Bytes): void {
    this.#images.set(images, here)
  }

  /** Images as they lie here: sparse rows, if skipping zeros pays, or bytes. undefined: they lie elsewhere, as they are. */
  imagesOf(images: Tensor): Sparse | Bytes | undefined {
    const known = this.#images.get(images) ?? this.#looked(images)
    return known === 'elsewhere' ? undefined : known
  }

  #looked(images: Tensor): Sparse | 'elsewhere' {
    const found = images.data instanceof Float32Array ? sparse(this.kernels, images) : undefined
    this.#images.set(images, found ?? 'elsewhere')
    return found ?? 'elsewhere'
  }

  /**
   * Has these rows, which are at `at` too, brought near. Small batches are windows on the order of an epoch: what stands behind them
   * there will be asked for next, and is brought along, since waiting for sixty rows takes no longer than waiting for three.
   */
  fetch({ shape, starts, entries }: Sparse, rows: ArrayLike<number>, at: Pointer): void {
    const { run } = this.kernels
    if (rows.length >= ahead || !(rows instanceof Uint32Array))
      return void run.fetchRows(0, 1, rows.length, at, starts, entries)
    this.#near -= rows.length
    if (this.#near >= 0) return
    const place = (this.#ahead ??= this.kernels.allocate(4 * ahead))
    const { buffer, byteOffset } = rows
    const next = new Uint32Array(buffer, byteOffset, Math.min(ahead, (buffer.byteLength - byteOffset) >> 2))
    const known = next.filter((row) => row < shape[0]) // behind the window anything may stand
    this.kernels.uint32(place, known.length).set(known)
    run.fetchRows(0, 1, known.length, place, starts, entries)
    this.#near = next.length - rows.length
  }

  /** zeros that nobody writes: the bias of a product that has none */
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
      return run.narrowProduct(0, M, K, N, a.at, a.row, a.column, b.at, b.row, y, 4 * N, from, step)
    if (N % 8 === 0 && N <= 32 && b.column === 4)
      return run.flatProduct(0, M, K, N, a.at, a.row, a.column, b.at, b.row, y, 4 * N, from, step)
    const packed = this.place(run.packedBytes(K, N))
    run.pack(K, N, b.at, b.row, b.column, packed)
    run.product(0, M, K, N, a.at, a.row, a.column, packed, y, 4 * N, from, step)
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

export const asIs = ({ at, shape }: Placed): Strided => ({ at, row: 4 * shape[1], column: 4 })
export const turned = ({ at, shape }: Placed): Strided => ({ at, row: 4, column: 4 * shape[1] })

function isSame(a: readonly number[], b: readonly number[]): boolean {
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return a.length === b.length
}
