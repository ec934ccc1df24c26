import type * as kata from '#kata/4-backprop/5-dense.ts'
import { type DenseGradient, dense as right } from '#kata/4-backprop/5-dense.ts'
import { map } from '#kata/1-tensor-ops/1-map-zip.ts'
import { broadcast } from '#kata/1-tensor-ops/2-broadcast.ts'
import { sum } from '#kata/1-tensor-ops/3-reduce.ts'
import { products as plain } from '#kata/1-tensor-ops/5-matmul.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, tensor, zeros } from '#lib/tensor'
import { runningSum, withGradient, withValue, wrapBack } from '../../answer-parts/4-backprop.ts'

/** the same numbers in the same order under another shape */
function reshaped({ shape: [M, N], data }: Tensor): Tensor {
  return tensor([N, M], data)
}

function divided(x: Tensor, by: number): Tensor {
  return map(x, (v) => v / by)
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'dense-no-bias',
    belief: 'x·W is the layer, and the bias is learned later',
    diagnosis: 'The value is x·W: b is not in it.',
    answer: () => withValue(({ x, W, products }) => products.AB(x, W)),
  },
  {
    id: 'T09',
    belief: 'there is one bias per example: b[n]',
    diagnosis: 'Each row gets one number of b in all its columns. Compare the length of b with both sizes of y.',
    answer: () =>
      withValue(({ x, W, b, products }) => {
        const { shape, data } = products.AB(x, W)
        return { shape, data: data.map((v, i) => v + (b.data[Math.floor(i / shape[1])] ?? NaN)) }
      }),
  },
  {
    id: 'dense-bias-per-term',
    belief: 'the bias belongs inside the loop over the inputs',
    diagnosis: 'b is added once for each input here: it comes out I times too large.',
    answer: () =>
      withValue(({ x, W, b, products }) => broadcast(products.AB(x, W), b, (v, bias) => v + x.shape[1] * bias)),
  },
  {
    id: 'dense-W-by-outputs',
    belief: 'W holds one row per output, as in the books that write W·x',
    diagnosis: 'W is read as if each of its rows belonged to an output, there and back: index o·I + i.',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        right(x, W, b)
        const y = broadcast(products.ABt(x, reshaped(W)), b, (v, bias) => v + bias)
        const back = (dy: Tensor): DenseGradient => ({
          dx: products.AB(dy, reshaped(W)),
          dW: reshaped(products.AtB(dy, x)),
          db: sum(dy, 0),
        })
        return [y, back]
      },
    }),
  },
  {
    id: 'B06',
    belief: 'dW is dyᵀ·x',
    diagnosis: 'dW has the shape (O, I) here: these are the numbers of its transpose.',
    answer: () => withGradient(({ x, dy, products }) => ({ dW: products.AtB(dy, x) })),
  },
  {
    id: 'T07',
    belief: 'x with its two sizes swapped is xᵀ',
    diagnosis:
      'For dW the shape of x is swapped, but its numbers stay where they are: the rows of that are not columns of x.',
    answer: () => withGradient(({ x, dy, products }) => ({ dW: products.AB(reshaped(x), dy) })),
  },
  {
    id: 'B07',
    belief: 'dx is dy·W, and W is given the shape that fits',
    diagnosis: 'For dx the numbers of W are read in their own order under the shape (O, I), which is not Wᵀ.',
    answer: () => withGradient(({ W, dy, products }) => ({ dx: products.AB(dy, reshaped(W)) })),
  },
  {
    id: 'dense-dx-transposed',
    belief: 'dx is W·dyᵀ',
    diagnosis: 'dx has the shape (I, B) here: these are the numbers of its transpose.',
    answer: () => withGradient(({ W, dy, products }) => ({ dx: products.ABt(W, dy) })),
  },
  {
    id: 'dense-list',
    belief: 'a way back returns a list, as in 4.2 and 4.4',
    diagnosis: 'back returns a list of three here. The gradients of dense have names: a record.',
    answer: () => ({
      dense: wrapBack(right, (back) => {
        const listed = (dy: Tensor): unknown => {
          const { dx, dW, db } = back(dy)
          return [dx, dW, db]
        }
        return listed as typeof back
      }),
    }),
  },
  {
    id: 'B08',
    belief: 'b is the same for all rows, so the first row of dy is its gradient',
    diagnosis: 'db is the first row of dy. The other rows had a copy of b as well.',
    answer: () => withGradient(({ b, dy }) => ({ db: { shape: b.shape, data: dy.data.slice(0, b.data.length) } })),
  },
  {
    id: 'dense-db-last-row',
    belief: 'db[o] = dy[n, o], for each row n',
    diagnosis: 'db is the last row of dy: each row is written over the one before it.',
    answer: () =>
      withGradient(({ b, dy }) => {
        const db = zeros(b.shape, dy)
        dy.data.forEach((v, i) => (db.data[i % b.data.length] = v))
        return { db }
      }),
  },
  {
    id: 'dense-db-first-row',
    belief: 'b is the same for all rows, so the first row of dy is its gradient, if there is one',
    diagnosis: 'db is the first row of dy. The other rows had a copy of b as well.',
    answer: () =>
      withGradient(({ b, dy }) => {
        const db = zeros(b.shape, dy)
        if (dy.data.length > 0) db.data.set(dy.data.subarray(0, b.data.length))
        return { db }
      }),
  },
  {
    id: 'dense-db-of-dW',
    belief: 'each column of dW belongs to an output, and so does its sum',
    diagnosis: 'db is the column sums of dW: the inputs are in it. The input that b is multiplied with is 1.',
    answer: () => withGradient(({ x, dy, products }) => ({ db: sum(products.AtB(x, dy), 0) })),
  },
  {
    id: 'dense-db-one-number',
    belief: 'db is the sum of dy',
    diagnosis: 'Every entry of db is the sum of all of dy: one number for all outputs.',
    answer: () =>
      withGradient(({ b, dy }) => {
        const db = zeros(b.shape, dy)
        db.data.fill(Array.from(dy.data).reduce((all, v) => all + v, 0))
        return { db }
      }),
  },
  {
    id: 'dense-db-mean',
    belief: 'db is the mean over the batch',
    diagnosis: 'db is divided by the number of rows, dW is not.',
    answer: () => withGradient(({ x, dy }) => ({ db: divided(sum(dy, 0), x.shape[0]) })),
  },
  {
    id: 'dense-db-unsummed',
    belief: 'the gradient of + b is dy',
    diagnosis: 'db has a row for each example. Compare its shape with that of b.',
    answer: () => withGradient(({ dy }) => ({ db: map(dy, (d) => d) })),
  },
  {
    id: 'dense-db-is-dy',
    belief: 'b is added, so its gradient is dy itself',
    diagnosis: 'db has a row for each example. Compare its shape with that of b.',
    answer: () => withGradient(({ dy }) => ({ db: dy })),
  },
  {
    id: 'dense-db-matrix',
    belief: 'a row is a matrix (1, O)',
    diagnosis: 'The numbers of db are right, but its shape is (1, O), and that of b is (O).',
    answer: () => withGradient(({ dy }) => ({ db: { ...sum(dy, 0), shape: [1, dy.shape[1]] } })),
  },
  {
    id: 'B09',
    belief: 'db sums each row of dy',
    diagnosis: 'db has a number for each example: the outputs are summed, not the examples.',
    answer: () => withGradient(({ dy }) => ({ db: { shape: [dy.shape[0]], data: sum(dy, 1).data } })),
  },
  {
    id: 'B09-column',
    belief: 'db is the sum over axis 1 of dy',
    diagnosis: 'db has a number for each example, in a column: the outputs are summed, not the examples.',
    answer: () => withGradient(({ dy }) => ({ db: sum(dy, 1) })),
  },
  {
    id: 'B19',
    belief: 'only the weights learn',
    diagnosis: 'db is zero for every dy.',
    answer: () => withGradient(({ b }) => ({ db: zeros(b.shape, b) })),
  },
  {
    id: 'B02',
    belief: 'a gradient is a mean over the batch, so the layer divides by B',
    diagnosis:
      'dW and db are divided by the number of rows. The dy that comes in from a mean loss has been divided already.',
    answer: () =>
      withGradient(({ x, dy, products }) => ({
        dW: divided(products.AtB(x, dy), x.shape[0]),
        db: divided(sum(dy, 0), x.shape[0]),
      })),
  },
  {
    id: 'B20',
    belief: 'the gradient of a matrix is a mean over the batch, that of a vector a sum',
    diagnosis: 'dW is divided by the number of rows, db is not.',
    answer: () => withGradient(({ x, dy, products }) => ({ dW: divided(products.AtB(x, dy), x.shape[0]) })),
  },
  {
    id: 'B17',
    belief: 'on the way back a layer can learn at once',
    diagnosis: 'The way back changes W and b, and then computes dx with the W that has moved.',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        const [y] = right(x, W, b, products)
        const back = (dy: Tensor): DenseGradient => {
          const [dW, db] = [products.AtB(x, dy), sum(dy, 0)]
          dW.data.forEach((d, i) => (W.data[i] -= 0.1 * d))
          db.data.forEach((d, i) => (b.data[i] -= 0.1 * d))
          return { dx: products.ABt(dy, W), dW, db }
        }
        return [y, back]
      },
    }),
  },
  {
    id: 'B16',
    belief: 'gradients add up from call to call',
    diagnosis: 'Asked a second time, the way back gives the sum of both answers: something is kept between the calls.',
    answer: () => ({
      dense: wrapBack(right, (back) => {
        const [sum_W, sum_b] = [runningSum(), runningSum()]
        return (dy) => {
          const { dx, dW, db } = back(dy)
          return { dx, dW: sum_W(dW), db: sum_b(db) }
        }
      }),
    }),
  },
  {
    id: 'B18',
    belief: 'one place to remember x is enough',
    diagnosis: 'dW is made from the x of the latest call, not of the call the way back came from.',
    answer: () => {
      let latest: Tensor
      return {
        dense: (x, W, b, products = plain) => {
          latest = x
          const [y, back] = right(x, W, b, products)
          return [y, (dy) => ({ ...back(dy), dW: products.AtB(latest, dy) })]
        },
      }
    },
  },
  {
    id: 'B24',
    belief: 'float32 is enough for what is only remembered',
    diagnosis: 'x is kept in float32 for the way back, and so dW is right to seven digits only.',
    answer: () => withGradient(({ x, dy, products }) => ({ dW: products.AtB(map(x, Math.fround), dy) })),
  },
  {
    id: 'dense-own-product',
    belief: 'the products handed in are those of 1.5 anyway',
    diagnosis: 'The products that are handed in are not used, so a faster one could never stand in.',
    answer: () => ({ dense: (x, W, b) => right(x, W, b) }),
  },
  {
    id: 'dense-float64-bias',
    belief: 'a sum is a new array of numbers: float64',
    diagnosis: 'db is always float64, also where everything else is float32.',
    answer: () =>
      withGradient(({ dy }) => ({ db: { shape: [dy.shape[1]], data: Float64Array.from(sum(dy, 0).data) } })),
  },
  {
    id: 'T25',
    belief: 'the product will complain when the width is wrong',
    diagnosis: 'An x of another width is not refused here, but by the product, if it looks: one from outside need not.',
    answer: () => ({
      dense: (x, W, b, { AB, AtB, ABt } = plain) => [
        broadcast(AB(x, W), b, (v, bias) => v + bias),
        (dy) => ({ dx: ABt(dy, W), dW: AtB(x, dy), db: sum(dy, 0) }),
      ],
    }),
  },
  {
    id: 'dense-flattens',
    belief: 'a layer may flatten its input, when the number of entries fits',
    diagnosis: 'An x with three axes is taken as if it were flat. Which shape would its dx have?',
    answer: () => ({
      dense: (x, W, b, products = plain) => {
        const [B, ...axes] = x.shape
        const I = axes.reduce((product, n) => product * n, 1)
        return right(I === W.shape[0] ? tensor([B, I], x.data) : x, W, b, products)
      },
    }),
  },
]
