import type * as mapZip from '#kata/1-tensor-ops/1-map-zip.ts'
import type * as reduce from '#kata/1-tensor-ops/3-reduce.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import type * as matrixProduct from '#kata/1-tensor-ops/5-matmul.ts'
import type * as classes from '#kata/1-tensor-ops/6-one-hot.ts'
import {
  type Products,
  type Tensor,
  ShapeError,
  ValueError,
  checkLabel,
  matrixShape,
  refuseNaN,
  sameShape,
  zeros,
} from '#lib/tensor'

export const zerosLike = (x: Tensor): Tensor => zeros(x.shape, x)

/** the numbers in this shape, with the dtype of `like` */
export function tensorLike(like: Tensor | undefined, shape: readonly number[], numbers: readonly number[]): Tensor {
  const y = zeros(shape, like)
  y.data.set(numbers)
  return y
}

/** map and zip, from a tensor like x whose entry i is entry(i) */
export function mapAndZip(
  fill: (x: Tensor, entry: (i: number) => number) => Tensor,
): Pick<typeof mapZip, 'map' | 'zip'> {
  return {
    map: (x, f) => fill(x, (i) => f(x.data[i])),
    zip(a, b, f) {
      if (!sameShape(a, b)) throw new ShapeError('zip', 'two tensors of the same shape', [a, b])
      return fill(a, (i) => f(a.data[i], b.data[i]))
    },
  }
}

/** the right loop of zip, into the tensor that `make` gives, if the shapes fit */
export function zipInto(
  make: (a: Tensor, b: Tensor) => Tensor,
  fits: (a: Tensor, b: Tensor) => boolean = sameShape,
): typeof mapZip.zip {
  return (a, b, f) => {
    if (!fits(a, b)) throw new ShapeError('zip', 'two tensors of the same shape', [a, b])
    const y = make(a, b)
    for (let i = 0; i < y.data.length; i++) y.data[i] = f(a.data[i], b.data[i])
    return y
  }
}

/** what broadcast looks at first: the sizes of x, and whether b is a column; (1, 1) for (1, 1) is a row */
export function checkBroadcast(x: Tensor, b: Tensor): { B: number; K: number; isColumn: boolean } {
  const [B, K] = matrixShape(x, 'broadcast')
  const isRow = [[K], [1, K]].some((shape) => sameShape(b, { ...b, shape }))
  if (!isRow && !sameShape(b, { ...b, shape: [B, 1] })) throw badBroadcast(x, b)
  return { B, K, isColumn: !isRow }
}

export function badBroadcast(x: Tensor, b: Tensor): ShapeError {
  return new ShapeError('broadcast', 'x: [B, K] with b: [K], [1, K] or [B, 1]', [x, b])
}

export function checkAxis(axis: number, who: string): void {
  if (axis !== 0 && axis !== 1) throw new ValueError(`${who} wants axis 0 or 1, but got ${axis}.`)
}

/** sum or max, from what it makes of each list of numbers that meet: a column each for axis 0, a row each for axis 1 */
export function reduceLists(who: string, total: (values: number[]) => number): typeof reduce.sum {
  return (x, axis) => {
    checkAxis(axis, who)
    const [B, K] = matrixShape(x, who)
    const y = zeros(axis === 0 ? [K] : [B, 1], x)
    for (let at = 0; at < y.data.length; at++)
      y.data[at] = total(
        Array.from({ length: axis === 0 ? B : K }, (_, i) => x.data[axis === 0 ? i * K + at : at * K + i]),
      )
    return y
  }
}

/** transpose, from what becomes of a matrix (M, N) */
export function transposeBy(turn: (x: Tensor, M: number, N: number) => Tensor): {
  transpose: (x: Tensor) => Tensor
} {
  return { transpose: (x) => turn(x, ...matrixShape(x, 'transpose')) }
}

export type Matmul = typeof matrixProduct.matmul

export interface Sizes {
  readonly M: number
  readonly K: number
  readonly N: number
}

/** this matmul, and the products that are built on it */
export function withProducts(matmul: Matmul): { matmul: Matmul; products: Products } {
  return {
    matmul,
    products: { AB: matmul, AtB: (a, b) => matmul(transpose(a), b), ABt: (a, b) => matmul(a, transpose(b)) },
  }
}

export function checkInner(a: Tensor, b: Tensor): Sizes {
  const [M, K] = matrixShape(a, 'matmul')
  const [inner, N] = matrixShape(b, 'matmul')
  if (inner !== K) throw new ShapeError('matmul', 'a: [M, K] and b: [K, N]', [a, b])
  return { M, K, N }
}

/** the right loops of matmul, but for what is handed in */
export function matmulWith({
  aAt = (m: number, k: number, { K }: Sizes): number => m * K + k,
  bAt = (k: number, n: number, { N }: Sizes): number => k * N + n,
  yAt = (m: number, n: number, { N }: Sizes): number => m * N + n,
  add = (sum: number, product: number): number => sum + product,
  ks = (_row: number, { K }: Sizes, _a: Tensor): number => K,
  make = ({ M, N }: Sizes, a: Tensor): Tensor => zeros([M, N], a),
  sizes = checkInner,
} = {}): Matmul {
  return (a, b) => {
    const all = sizes(a, b)
    const y = make(all, a)
    for (let m = 0; m < all.M; m++) {
      for (let n = 0; n < all.N; n++) {
        let sum = 0
        for (let k = 0; k < ks(m, all, a); k++) sum = add(sum, a.data[aAt(m, k, all)] * b.data[bAt(k, n, all)])
        y.data[yAt(m, n, all)] = sum
      }
    }
    return y
  }
}

interface LabelAt {
  readonly n: number
  readonly label: number
  readonly B: number
  readonly K: number
}

/** the right loop of oneHot, but for what is handed in: the check, the tensor, the places of the row's ones, and their value */
export function oneHotWith({
  check = checkLabel,
  make = (B: number, K: number, like?: Tensor): Tensor => zeros([B, K], like),
  at = ({ n, label, K }: LabelAt): number[] => [n * K + label],
  value = (_label: number): number => 1,
} = {}): Pick<typeof classes, 'oneHot'> {
  return {
    oneHot(labels, K, like) {
      const B = labels.length
      const y = make(B, K, like)
      for (let n = 0; n < B; n++) {
        check(labels[n], n, K, 'oneHot')
        for (const i of at({ n, label: labels[n], B, K })) y.data[i] = value(labels[n])
      }
      return y
    },
  }
}

/** argmax with the right checks, around a search in one row, which answers with its column */
export function argmaxBy(
  search: (row: Tensor['data'], n: number, x: Tensor) => number,
  check = refuseNaN,
): typeof classes.argmax {
  return (x) => {
    const [B, K] = matrixShape(x, 'argmax')
    check(x, 'argmax')
    return Array.from({ length: B }, (_, n) => search(x.data.subarray(n * K, n * K + K), n, x))
  }
}

/** the column that is left after each of the later ones was compared with the best so far */
export function bestOf(row: ArrayLike<number>, isBetter: (j: number, best: number) => boolean): number {
  let best = 0
  for (let j = 1; j < row.length; j++) if (isBetter(j, best)) best = j
  return best
}

/** where the largest of these values first stands */
export function firstLargest(values: ArrayLike<number>): number {
  return bestOf(values, (j, best) => values[j] > values[best])
}
