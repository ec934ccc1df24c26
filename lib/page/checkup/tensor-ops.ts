import { matrix, vector } from '../../tensor.ts'
import { spotCheck } from './spot-check.ts'

const x = () => matrix([1, 2, 3], [4, 5, 6])
const below = () => matrix([-1, -5, -3], [-4, -2, -6])
const minus = (a: number, b: number): number => a - b

export const ofTensorOps = [
  spotCheck('tensor-ops/map-zip', ({ map, zip }, checks) => {
    checks.tensor(
      'map([[1, −2], [3, 0]], (v) => v² + 1)',
      map(matrix([1, -2], [3, 0]), (v) => v * v + 1),
      [
        [2, 5],
        [10, 1],
      ],
    )
    checks.tensor(
      'zip([[1, 2], [3, 4]], [[5, 7], [9, 12]], (a, b) => a − b)',
      zip(matrix([1, 2], [3, 4]), matrix([5, 7], [9, 12]), minus),
      [
        [-4, -5],
        [-6, -8],
      ],
    )
  }),
  spotCheck('tensor-ops/broadcast', ({ broadcast }, checks) => {
    const rows = [
      [-9, -18, -27],
      [-6, -15, -24],
    ]
    checks.tensor(
      'broadcast([[1, 2, 3], [4, 5, 6]], [10, 20, 30], (x, b) => x − b)',
      broadcast(x(), vector(10, 20, 30), minus),
      rows,
    )
    checks.tensor(
      'broadcast([[1, 2, 3], [4, 5, 6]], [[10, 20, 30]], (x, b) => x − b)',
      broadcast(x(), matrix([10, 20, 30]), minus),
      rows,
    )
    checks.tensor(
      'broadcast([[1, 2, 3], [4, 5, 6]], [[1], [2]], (x, b) => x − b)',
      broadcast(x(), matrix([1], [2]), minus),
      [
        [0, 1, 2],
        [2, 3, 4],
      ],
    )
  }),
  spotCheck('tensor-ops/reduce', ({ sum, max }, checks) => {
    checks.tensor('sum([[1, 2, 3], [4, 5, 6]], 0)', sum(x(), 0), [5, 7, 9])
    checks.tensor('sum([[1, 2, 3], [4, 5, 6]], 1)', sum(x(), 1), [[6], [15]])
    checks.tensor('max([[−1, −5, −3], [−4, −2, −6]], 0)', max(below(), 0), [-1, -2, -3])
    checks.tensor('max([[−1, −5, −3], [−4, −2, −6]], 1)', max(below(), 1), [[-1], [-2]])
  }),
  spotCheck('tensor-ops/transpose', ({ transpose }, checks) => {
    checks.tensor('transpose([[1, 2, 3], [4, 5, 6]])', transpose(x()), [
      [1, 4],
      [2, 5],
      [3, 6],
    ])
  }),
  spotCheck('tensor-ops/matmul', ({ matmul, products }, checks) => {
    const y = [
      [5, 7],
      [14, 13],
    ]
    const b = () => matrix([1, 0], [2, -1], [0, 3])
    checks.tensor('matmul([[1, 2, 3], [4, 5, 6]], [[1, 0], [2, −1], [0, 3]])', matmul(x(), b()), y)
    checks.tensor('products.AB(a, b)', products.AB(x(), b()), y)
    checks.tensor('products.AtB(a, b)', products.AtB(matrix([1, 4], [2, 5], [3, 6]), b()), y)
    checks.tensor('products.ABt(a, b)', products.ABt(x(), matrix([1, 2, 0], [0, -1, 3])), y)
  }),
  spotCheck('tensor-ops/one-hot', ({ oneHot, argmax }, checks) => {
    checks.tensor('oneHot([2, 0], 3)', oneHot([2, 0], 3), [
      [0, 0, 1],
      [1, 0, 0],
    ])
    checks.list(
      'argmax([[1, 3, 2], [−3, −3, −1], [0, 2, 2]])',
      argmax(matrix([1, 3, 2], [-3, -3, -1], [0, 2, 2])),
      [1, 2, 1],
    )
  }),
]
