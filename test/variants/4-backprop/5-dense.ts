import type * as kata from '#kata/4-backprop/5-dense.ts'
import { type DenseGradient, dense as reference } from '#kata/4-backprop/5-dense.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { broadcast } from '#kata/1-tensor-ops/2-broadcast.ts'
import { sum } from '#kata/1-tensor-ops/3-reduce.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import { products as plain } from '#kata/1-tensor-ops/5-matmul.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Products, type Tensor, ShapeError, zeros } from '#lib/tensor'

function refuse(x: Tensor, { shape: [I, O] }: Tensor): void {
  if (x.shape.length === 2 && x.shape[1] === I) return
  throw new ShapeError(`dense(${I} → ${O})`, `x: [batch, ${I}]`, [x])
}

/** the gradient as an object of a class, with getters on its prototype */
class Gradient implements DenseGradient {
  readonly #call: { x: Tensor; W: Tensor; dy: Tensor; products: Products }
  #dx?: Tensor
  constructor(x: Tensor, W: Tensor, dy: Tensor, products: Products) {
    this.#call = { x, W, dy, products }
  }
  get dx(): Tensor {
    const { W, dy, products } = this.#call
    return (this.#dx ??= products.ABt(dy, W))
  }
  get dW(): Tensor {
    const { x, dy, products } = this.#call
    return products.AtB(x, dy)
  }
  get db(): Tensor {
    const { dy } = this.#call
    const [, O] = dy.shape
    const db = zeros([O], dy)
    dy.data.forEach((d, i) => (db.data[i % O] += d))
    return db
  }
}

/** x with a column of ones behind it */
function withOnes(x: Tensor): Tensor {
  const [B, I] = x.shape
  const wider = zeros([B, I + 1], x)
  for (let n = 0; n < B; n++) {
    wider.data.set(x.data.subarray(n * I, n * I + I), n * (I + 1))
    wider.data[n * (I + 1) + I] = 1
  }
  return wider
}

/** W with b as a row below it */
function withRow(W: Tensor, b: Tensor): Tensor {
  const [I, O] = W.shape
  const taller = zeros([I + 1, O], W)
  taller.data.set(W.data)
  taller.data.set(b.data, I * O)
  return taller
}

export const variants: Variant<typeof kata>[] = [
  {
    id: 'ones-column',
    how: 'the bias is one more row of W, for an input that is always 1: one product for dW and db',
    answer: () => ({
      dense: (x, W, b, { AB, AtB, ABt } = plain) => {
        refuse(x, W)
        const [I, O] = W.shape
        const back = (dy: Tensor): DenseGradient => {
          const both = AtB(withOnes(x), dy)
          return {
            dx: ABt(dy, W),
            dW: { shape: [I, O], data: both.data.slice(0, I * O) },
            db: { shape: [O], data: both.data.slice(I * O) },
          }
        }
        return [AB(withOnes(x), withRow(W, b)), back]
      },
    }),
  },
  {
    id: 'plain-record',
    how: 'a plain record, everything computed at once, and a product with ones for db',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        refuse(x, W)
        const O = W.shape[1]
        const y = products.AB(x, W)
        for (let i = 0; i < y.data.length; i++) y.data[i] += b.data[i % O]
        const ones = map(zeros([x.shape[0], 1], x), () => 1)
        return [
          y,
          (dy) => ({
            dx: products.ABt(dy, W),
            dW: products.AtB(x, dy),
            db: { shape: [O], data: products.AtB(ones, dy).data },
          }),
        ]
      },
    }),
  },
  {
    id: 'transposed-copies',
    how: 'one product is enough: AB, of transposed copies',
    answer: () => ({
      dense: (x, W, b, { AB } = plain) => {
        refuse(x, W)
        const back = (dy: Tensor): DenseGradient => ({
          dx: AB(dy, transpose(W)),
          dW: AB(transpose(x), dy),
          db: sum(dy, 0),
        })
        return [broadcast(AB(x, W), b, (v, bias) => v + bias), back]
      },
    }),
  },
  {
    id: 'turned-back',
    how: 'dW is the transpose of dyᵀ·x, and dx that of W·dyᵀ',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        refuse(x, W)
        const [y] = reference(x, W, b, products)
        const back = (dy: Tensor): DenseGradient => ({
          dx: transpose(products.ABt(W, dy)),
          dW: transpose(products.AtB(dy, x)),
          db: sum(dy, 0),
        })
        return [y, back]
      },
    }),
  },
  {
    id: 'class',
    how: 'the gradient is an object of a class, and dx is kept once it was asked for',
    answer: () => ({
      dense: (x, W, b, products = plain) => [reference(x, W, b, products)[0], (dy) => new Gradient(x, W, dy, products)],
    }),
  },

  {
    id: 'frozen',
    how: 'a frozen record of frozen tensors, with the way back of the reference taken apart',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        const [y, back] = reference(x, W, b, products)
        return [
          Object.freeze({ ...y }),
          (dy) => {
            const { dx, dW, db } = back(dy)
            return Object.freeze({ dx: Object.freeze(dx), dW: Object.freeze(dW), db: Object.freeze(db) })
          },
        ]
      },
    }),
  },
  {
    id: 'assigned',
    how: 'the record grows by Object.assign, and W and x are copies of their records',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        refuse(x, W)
        const back = (dy: Tensor): DenseGradient => {
          const gradient = { dx: products.ABt({ ...dy }, { ...W }) }
          return Object.assign(gradient, { dW: products.AtB({ ...x }, dy) }, { db: sum(dy, 0) })
        }
        return [broadcast(products.AB({ ...x }, { ...W }), { ...b }, (v, bias) => v + bias), back]
      },
    }),
  },
  {
    id: 'bias-first',
    how: 'y begins with a copy of b in each row, and the product is added; db is added up from the end',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        refuse(x, W)
        const O = W.shape[1]
        const xW = products.AB(x, W)
        const y = zeros(xW.shape, xW)
        for (let at = 0; at < y.data.length; at += O) y.data.set(b.data, at)
        xW.data.forEach((v, i) => (y.data[i] += v))
        const back = (dy: Tensor): DenseGradient => {
          const db = zeros([O], dy)
          for (let i = dy.data.length; i-- > 0;) db.data[i % O] += dy.data[i]
          return { db, dW: products.AtB(x, dy), dx: products.ABt(dy, W) }
        }
        return [y, back]
      },
    }),
  },
  {
    id: 'defined-property',
    how: 'dx is a property of its own with a getter, which computes it once; the refusal has one sentence of its own',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        const [I, O] = W.shape
        if (x.shape.length !== 2 || x.shape[1] !== I)
          throw new ShapeError(`A layer of ${I} inputs and ${O} outputs cannot take [${x.shape.join(', ')}].`)
        const back = (dy: Tensor): DenseGradient => {
          let dx: Tensor | undefined
          const get = (): Tensor => (dx ??= products.ABt(dy, W))
          const rest = { dW: products.AtB(x, dy), db: sum(dy, 0) }
          return Object.defineProperty(rest, 'dx', { get, enumerable: true }) as DenseGradient
        }
        return [broadcast(products.AB(x, W), b, (v, bias) => bias + v), back]
      },
    }),
  },
  {
    id: 'open-fields',
    how: 'the gradient is an object of a class that holds x, W and dy in fields of its own, and computes each part when it is read',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        refuse(x, W)
        return [broadcast(products.AB(x, W), b, (v, bias) => v + bias), (dy) => new OpenGradient(x, W, dy, products)]
      },
    }),
  },
]

class OpenGradient implements DenseGradient {
  readonly x: Tensor
  readonly W: Tensor
  readonly dy: Tensor
  readonly products: Products

  constructor(x: Tensor, W: Tensor, dy: Tensor, products: Products) {
    this.x = x
    this.W = W
    this.dy = dy
    this.products = products
  }

  get dx(): Tensor {
    return this.products.ABt(this.dy, this.W)
  }

  get dW(): Tensor {
    return this.products.AtB(this.x, this.dy)
  }

  get db(): Tensor {
    return sum(this.dy, 0)
  }
}
