import { expect, test } from 'vitest'
import { sum } from '#kata/1-tensor-ops/3-reduce.ts'
import { relu } from '#kata/4-backprop/4-relu.ts'
import { type DenseGradient, dense } from '#kata/4-backprop/5-dense.ts'
import { Dense, identity } from '#kata/4-backprop/8-chain.ts'
import { lossGradient } from '#kata/4-backprop/9-gradient.ts'
import { type Tensor, matrix, vector } from '#lib/tensor'

/** A learner's gradient of a dense layer, whose record is not made as that of the reference is. */
const records: Record<string, (gradient: DenseGradient, dy: Tensor) => DenseGradient> = {
  'a frozen record': ({ dx, dW, db }) => Object.freeze({ dx, dW, db }),
  'an object with a dy of its own': (gradient, dy) => new Kept(gradient, dy),
}

class Kept implements DenseGradient {
  #gradient: DenseGradient
  dy: Tensor

  constructor(gradient: DenseGradient, dy: Tensor) {
    this.#gradient = gradient
    this.dy = dy
  }

  get dx(): Tensor {
    return this.#gradient.dx
  }

  get dW(): Tensor {
    return this.#gradient.dW
  }

  get db(): Tensor {
    return sum(this.dy, 0)
  }
}

test.each(Object.keys(records))('the reference goes back through a layer whose gradient is %s', (name) => {
  const affine: typeof dense = (x, W, b, products) => {
    const [y, back] = dense(x, W, b, products)
    return [y, (dy) => records[name](back(dy), dy)]
  }
  const chainOf = (of: typeof dense) => [
    Dense(matrix([1, -2, 3], [0.5, 1, -1]), vector(0.1, 0.2, 0.3), relu, of),
    Dense(matrix([1, 2], [-1, 0.5], [2, -1]), vector(0, 0.5), identity, of),
  ]
  const x = matrix([1, 2], [-1, 0.5])
  const [theirs, ours] = [chainOf(affine), chainOf(dense)].map((chain) => lossGradient(chain, x, [1, 0]))
  expect(theirs.gradient).toEqual(ours.gradient)
  expect(theirs.cotangents.map(({ dy, dz, dx }) => [dy, dz, dx])).toEqual(
    ours.cotangents.map(({ dy, dz, dx }) => [dy, dz, dx]),
  )
})

test('the reference’s gradient of a layer is an ordinary record: a copy of it has all of it', () => {
  const layer = Dense(matrix([1, -2], [0.5, 1]), vector(0.1, 0.2), relu)
  const [, back] = layer.pullback(matrix([1, 2]))
  const { dx, dW, db, dz } = back(matrix([1, 1]))
  expect({ ...back(matrix([1, 1])) }).toEqual({ dx, dW, db, dz })
})
