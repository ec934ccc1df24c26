import { expect, test } from 'vitest'
import { select } from '../../../../lib/course/exercises.ts'
import { explainError } from '../../../../lib/judge/sandbox/explain-errors.ts'
import { zeros } from '../../../../lib/tensor.ts'
import { withSizes } from '../../../laws/in-place.ts'

const explain = (error: Error): string => {
  explainError(error, select('9.5')[0])
  return error.message
}

const throwWith = (message: string) => (): never => {
  throw new RangeError(message)
}

test('a kernel that leaves its memory says for which sizes', () => {
  const multiply = withSizes(throwWith('memory access out of bounds'))
  try {
    multiply(zeros([2, 2]), zeros([2, 3]), zeros([3, 2]))
    expect.unreachable()
  } catch (error) {
    expect(explain(error as Error)).toBe(
      'The kernel reads or writes beyond its memory, for y (2, 2), a (2, 3) and b (3, 2). Addresses are counted in bytes, and the memory must have room.',
    )
    expect((error as Error).stack).toContain('for y (2, 2), a (2, 3) and b (3, 2)')
  }
})

test('a kernel that leaves its memory is explain when no sizes are known', () => {
  expect(explain(new RangeError('memory access out of bounds'))).toBe(
    'The kernel reads or writes beyond its memory. Addresses are counted in bytes, and the memory must have room.',
  )
})

test('another error of a product stays as it is', () => {
  expect(() => withSizes(throwWith('no kernel'))(zeros([1, 1]), zeros([1, 1]), zeros([1, 1]))).toThrow(/^no kernel$/)
})
