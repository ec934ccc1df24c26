import { describe, expect, test } from 'vitest'
import {
  ShapeError,
  ValueError,
  checkLabels,
  checkLogits,
  dtypeOf,
  float32,
  isTensor,
  matrix,
  matrixShape,
  refuseNaN,
  sameShape,
  size,
  tensor,
  vector,
  zeros,
} from '#lib/tensor'

describe('making tensors', () => {
  test('matrix keeps its rows, row after row, in float64', () => {
    const x = matrix([1, 2, 3], [4, 5, 6])
    expect(x.shape).toEqual([2, 3])
    expect(x.data).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6))
  })

  test('matrix refuses ragged rows and names the row', () => {
    expect(() => matrix([1, 2], [3])).toThrow(
      new ShapeError('matrix, row 1,', '2 numbers as in row 0', [{ shape: [1] }]),
    )
  })

  test('vector is one row without a row axis', () => {
    expect(vector(7, 8).shape).toEqual([2])
  })

  test('tensor copies an array and takes a typed array as it is', () => {
    const data = Float32Array.of(1, 2)
    expect(tensor([2, 1], data).data).toBe(data)
    expect(tensor([1, 2], [1, 2]).data).toEqual(Float64Array.of(1, 2))
  })

  test('tensor refuses a shape that does not fit its numbers', () => {
    expect(() => tensor([2, 3], [1, 2])).toThrow('tensor wants 6 numbers for the shape [2, 3], but got [2].')
  })

  test('zeros follows a dtype or another tensor', () => {
    expect(dtypeOf(zeros([2]))).toBe('float64')
    expect(dtypeOf(zeros([2], 'float32'))).toBe('float32')
    expect(dtypeOf(zeros([2], float32(vector(1))))).toBe('float32')
    expect(zeros([2, 3]).data).toEqual(new Float64Array(6))
  })

  test('float32 is a copy', () => {
    const x = vector(1, 2)
    const y = float32(x)
    y.data[0] = 9
    expect(x.data[0]).toBe(1)
    expect(y.data).toBeInstanceOf(Float32Array)
  })

  test('size, sameShape and isTensor', () => {
    expect(size([])).toBe(1)
    expect(size([2, 0, 5])).toBe(0)
    expect(sameShape(zeros([2, 3]), zeros([2, 3]))).toBe(true)
    expect(sameShape(zeros([2, 3]), zeros([3, 2]))).toBe(false)
    expect(sameShape(zeros([2]), zeros([2, 1]))).toBe(false)
    expect(isTensor(zeros([1]))).toBe(true)
    expect([null, 3, [], { shape: [1] }].some(isTensor)).toBe(false)
  })
})

describe('refusals name the function, the expected and the received value', () => {
  test('ShapeError shows every shape that came, and the remedy', () => {
    const error = new ShapeError('matmul', 'one K', [zeros([2, 3]), zeros([4, 5])], 'Transpose b.')
    expect(error.message).toBe('matmul wants one K, but got [2, 3] and [4, 5]. Transpose b.')
    expect(error.name).toBe('ShapeError')
  })

  test('matrixShape gives both sizes, and refuses other ranks', () => {
    expect(matrixShape(zeros([2, 3]), 'f')).toEqual([2, 3])
    expect(() => matrixShape(zeros([3]), 'transpose')).toThrow(/transpose wants a matrix .* but got \[3\]/)
    expect(() => matrixShape(zeros([1, 2, 3]), 'transpose')).toThrow(ShapeError)
  })

  test('refuseNaN names the first cell', () => {
    refuseNaN(matrix([1, -Infinity]), 'f')
    expect(() => refuseNaN(matrix([1, 2], [NaN, NaN]), 'argmax')).toThrow(/argmax .*\[1, 0\] is NaN/)
    expect(() => refuseNaN(vector(1, NaN), 'argmax')).toThrow(/entry \[1\] is NaN/)
    const images = zeros([2, 3, 4, 5])
    images.data[(1 * 4 + 3) * 5 + 2] = NaN
    expect(() => refuseNaN(images, 'conv2d')).toThrow(
      'conv2d wants numbers, but entry [0, 1, 3, 2] is NaN. Look for where it was born.',
    )
    expect(() => refuseNaN(tensor([], [NaN]), 'f')).toThrow('f wants numbers, but entry [0] is NaN.')
    expect(() => refuseNaN({ shape: [2], data: Float64Array.of(0, 0, 0, NaN) }, 'f')).toThrow(/entry \[3\] is NaN/)
  })

  test('checkLogits lets −∞ through as a mask, and refuses NaN, +∞ and a row of masks', () => {
    checkLogits(matrix([0, -Infinity], [5, 5]), 'softmax')
    checkLogits(zeros([0, 3]), 'softmax')
    expect(() => checkLogits(matrix([0, NaN]), 'softmax')).toThrow(ValueError)
    expect(() => checkLogits(matrix([0, 1], [Infinity, 0]), 'softmax')).toThrow(/\[1, 0\] is \+∞/)
    expect(() => checkLogits(matrix([0, 1], [-Infinity, -Infinity]), 'softmax')).toThrow(/row 1 is all −∞/)
    expect(() => checkLogits(vector(1), 'softmax')).toThrow(ShapeError)
  })

  test('checkLabels wants one whole number from 0 to K − 1 per row', () => {
    checkLabels([0, 2], zeros([2, 3]), 'loss')
    checkLabels(Uint8Array.of(1), zeros([1, 3]), 'loss')
    expect(() => checkLabels([0, 3], zeros([2, 3]), 'loss')).toThrow('loss wants labels from 0 to 2, but label 1 is 3.')
    expect(() => checkLabels([-1, 0], zeros([2, 3]), 'loss')).toThrow(/label 0 is -1/)
    expect(() => checkLabels([0.5, 0], zeros([2, 3]), 'loss')).toThrow(ValueError)
    expect(() => checkLabels([NaN, 0], zeros([2, 3]), 'loss')).toThrow(ValueError)
    expect(() => checkLabels([0], zeros([2, 3]), 'loss')).toThrow(/2 labels, one per row, but got \[1\]/)
    expect(() => checkLabels([], zeros([0, 3]), 'loss')).toThrow(/the batch is empty/)
  })
})
