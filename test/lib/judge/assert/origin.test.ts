import { beforeEach, describe, expect, test } from 'vitest'
import { explainOwnError, forgetResults, isOwnError, noteResult } from '#lib/judge/assert/origin'
import { Inconclusive, Mismatch } from '#lib/judge/assert/mismatch'
import { matrix, zeros } from '#lib/tensor'
import { todo } from '#lib/todo'

function thrownBy(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

/** An error with these frames, each a path within the repository or an absolute one. */
function thrownAt(...files: readonly string[]): Error {
  const frames = files.map((file) => `    at f (${/^(\/|file:|node:)/.test(file) ? file : `${root}/${file}`}:3:1)`)
  return Object.assign(new TypeError('oh'), { stack: ['TypeError: oh', ...frames].join('\n') })
}

const root = process.cwd().replaceAll('\\', '/')

describe('an error is the test’s own', () => {
  test.each([
    ['in an oracle', ['test/oracles/tensor-ops.ts', 'test/1-tensor-ops/5-matmul.test.ts']],
    [
      'in the judge',
      ['lib/judge/assert/print.ts', 'test/1-tensor-ops/5-matmul.test.ts', 'katas/1-tensor-ops/5-matmul.ts'],
    ],
    ['in lib, called by a test', ['lib/argument.ts', 'lib/tensor.ts', 'test/oracles/tensor-ops.ts']],
    ['under a file URL', [`file://${root.startsWith('/') ? '' : '/'}${root}/lib/judge/assert/parts.ts`]],
  ])('%s', (_, files) => {
    expect(isOwnError(thrownAt(...files))).toBe(true)
  })

  test('where a test takes a wrong result apart', () => {
    const error = thrownBy(() => (undefined as unknown as { data: unknown }).data)
    expect(isOwnError(error)).toBe(true)
  })
})

describe('an error is not the test’s own', () => {
  test.each([
    ['in a kata', ['katas/1-tensor-ops/5-matmul.ts', 'lib/judge/assert/contract.ts', 'test/oracles/tensor-ops.ts']],
    [
      'in lib, called by a kata',
      ['lib/argument.ts', 'lib/tensor.ts', 'katas/1-tensor-ops/5-matmul.ts', 'test/laws/form.ts'],
    ],
    ['in a submission', ['/home/ada/5-matmul.ts', 'lib/judge/assert/contract.ts']],
    ['in a misconception', ['test/misconceptions/1-tensor-ops/5-matmul.ts', 'lib/judge/assert/contract.ts']],
    ['in a part of one', ['test/answer-parts/1-tensor-ops.ts', 'lib/judge/assert/contract.ts']],
    ['without a stack', []],
  ])('%s', (_, files) => {
    expect(isOwnError(thrownAt(...files))).toBe(false)
  })

  test.each<[string, () => unknown]>([
    ['a wrong answer', () => { throw new Mismatch('y is 2') }], // prettier-ignore
    ['a point that cannot tell', () => { throw new Inconclusive('kink') }], // prettier-ignore
    ['an unwritten function', () => todo('1.1')],
    [
      'a text',
      () => {
        throw 'no'
      },
    ], // prettier-ignore oxlint-disable-line no-throw-literal
  ])('%s', (_, run) => {
    expect(isOwnError(thrownBy(run))).toBe(false)
  })
})

describe('its message', () => {
  beforeEach(forgetResults)

  test('shows the last result, the inputs, and that the learner’s code did not throw', () => {
    noteResult({ name: 'dense(x, W, b)' }, zeros([1, 2]))
    noteResult({ name: 'matmul(a, b)' }, matrix([1, 2]))
    expect(explainOwnError(new TypeError('x is not iterable\n\nfor the inputs\n  a: 3'))).toBe(
      'The test broke on a result that it did not expect. The last result was that of matmul(a, b): (1, 2) [1, 2]. Compare its kind, its shape and its length with the docstring.' +
        '\n\nfor the inputs\n  a: 3' +
        '\n\nWhat broke is the test’s own code, with TypeError: x is not iterable',
    )
  })

  test('says as much without a result', () => {
    expect(explainOwnError(new RangeError('oh'))).toMatch(
      /^The test broke on a result that it did not expect\. Compare/,
    )
  })
})
