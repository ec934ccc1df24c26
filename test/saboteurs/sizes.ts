import type { Call, Saboteur } from '#lib/judge/diagnose/saboteur'
import { isWhole } from '#lib/judge/assert/whole'
import type { Tensor } from '#lib/tensor'
import { changeResults, changeTensors, isList } from './parts/values.ts'

/** Answers that are wrong for many numbers, for few, for none, or for sizes that are equal. */

function lengthsOf(args: readonly unknown[]): readonly number[] {
  return args.flatMap((arg) => {
    if (isWhole(arg)) return [arg.data.length]
    return isList(arg) ? [arg.length] : []
  })
}

function recurse(depth: number): number {
  return depth === 0 ? 0 : 1 + recurse(depth - 1)
}

function count(...all: number[]): number {
  return all.length
}

function inFront(right: Call, before: (args: unknown[]) => void): Call {
  return (...args) => {
    before(args)
    return right(...args)
  }
}

function zeroFrom(first: number, x: Tensor): Tensor {
  return { shape: x.shape, data: x.data.map((v, i) => (i < first ? v : 0)) }
}

export const saboteurs: readonly Saboteur[] = [
  {
    id: 'spreads-its-data',
    does: 'hands the numbers of a tensor to a function one by one, as f(...data)',
    needs: ['takes a tensor'],
    spoil: (right) => inFront(right, (args) => args.filter(isWhole).forEach(({ data }) => count(...data))),
  },
  {
    id: 'spreads-its-list',
    does: 'hands the numbers of a list to a function one by one, as f(...list)',
    needs: ['takes a list'],
    spoil: (right) => inFront(right, (args) => args.filter(isList).forEach((list) => count(...(list as number[])))),
  },
  {
    id: 'recurses-by-row',
    does: 'calls itself for each row',
    needs: ['takes a tensor'],
    spoil: (right) => inFront(right, (args) => args.filter(isWhole).forEach(({ shape }) => recurse(shape[0] ?? 0))),
  },
  {
    id: 'recurses-by-number',
    does: 'calls itself for each number of a tensor or list',
    needs: [],
    spoil: (right) => inFront(right, (args) => lengthsOf(args).forEach(recurse)),
  },
  {
    id: 'drops-the-last-of-many',
    does: 'computes 1,000 numbers of a tensor, and leaves the others at 0',
    needs: ['gives a tensor'],
    spoil: (right) => changeResults(right, { tensor: (x) => zeroFrom(1000, x) }),
  },
  {
    id: 'sixteen-bit-places',
    does: 'counts places with 16 bits',
    needs: ['gives a tensor'],
    spoil: (right) => changeResults(right, { tensor: (x) => zeroFrom(2 ** 16, x) }),
  },
  {
    id: 'fails-on-nothing',
    does: 'throws a TypeError when there is nothing in a tensor or list',
    needs: [],
    spoil: (right) =>
      inFront(right, (args) => {
        if (lengthsOf(args).includes(0)) throw new TypeError('Cannot read properties of undefined')
      }),
  },
  {
    id: 'drops-axes-of-one',
    does: 'gives a result without its axes of size 1',
    needs: ['gives a tensor'],
    spoil: (right) =>
      changeResults(right, { tensor: ({ shape, data }) => ({ shape: shape.filter((n) => n !== 1), data }) }),
  },
  {
    id: 'turns-square-results',
    does: 'turns a result with two equal sizes',
    needs: ['gives a tensor'],
    spoil: (right) =>
      changeResults(right, {
        tensor: ({ shape, data }) => {
          const [M, N] = shape
          if (shape.length !== 2 || M !== N) return { shape, data }
          return { shape, data: data.map((_, i) => data[(i % N) * N + Math.floor(i / N)]) }
        },
      }),
  },
  {
    id: 'ignores-the-offset',
    does: 'reads a tensor from the beginning of its buffer',
    needs: ['takes a tensor'],
    spoil: (right) =>
      changeTensors(right, ({ shape, data }) => {
        const Data = data.constructor as Float64ArrayConstructor
        return { shape, data: new Data(data.buffer as ArrayBuffer, 0, data.length) }
      }),
  },
  {
    id: 'reads-the-whole-buffer',
    does: 'takes the whole buffer of a tensor for its numbers',
    needs: ['takes a tensor'],
    spoil: (right) =>
      changeTensors(right, (x) => {
        const Data = x.data.constructor as Float64ArrayConstructor
        const data = new Data(x.data.buffer as ArrayBuffer)
        return data.length === x.data.length ? x : { shape: [data.length], data }
      }),
  },
]
