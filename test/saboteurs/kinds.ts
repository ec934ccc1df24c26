import type { Saboteur } from '#lib/judge/diagnose/saboteur'
import { isError, isWhole } from '#lib/judge/assert/whole'
import type { Tensor } from '#lib/tensor'
import { changeResults, isList } from './parts/values.ts'

/** Answers that give a value of another kind. */
export const saboteurs: readonly Saboteur[] = [
  {
    id: 'gives-nothing',
    does: 'has no return',
    needs: ['gives something'],
    spoil:
      (right) =>
      (...args) =>
        void right(...args),
  },
  {
    id: 'gives-a-promise',
    does: 'gives a promise',
    needs: ['gives something'],
    spoil:
      (right) =>
      (...args) =>
        Promise.resolve(right(...args)),
  },
  {
    id: 'gives-a-list-around-it',
    does: 'gives its result in a list',
    needs: ['gives something'],
    spoil:
      (right) =>
      (...args) => [right(...args)],
  },
  {
    id: 'plain-array-as-data',
    does: 'gives tensors with a plain array as their data',
    needs: ['gives a tensor'],
    spoil: (right) => changeResults(right, { tensor: ({ shape, data }) => ({ shape, data: [...data] }) }),
  },
  {
    id: 'data-without-shape',
    does: 'gives the data of a tensor for the tensor',
    needs: ['gives a tensor'],
    spoil: (right) => changeResults(right, { tensor: ({ data }) => data }),
  },
  {
    id: 'sizes-as-text',
    does: 'gives shapes with text in place of numbers',
    needs: ['gives a tensor'],
    spoil: (right) => changeResults(right, { tensor: ({ shape, data }) => ({ shape: shape.map(String), data }) }),
  },
  {
    id: 'text-for-numbers',
    does: 'gives text for numbers',
    needs: ['gives a number'],
    spoil: (right) => changeResults(right, { number: String }),
  },
  {
    id: 'text-in-lists',
    does: 'gives lists of text for lists of numbers',
    needs: ['gives a list'],
    spoil:
      (right) =>
      (...args) => {
        const result = right(...args)
        return Array.isArray(result) ? result.map((one) => (typeof one === 'number' ? String(one) : one)) : result
      },
  },
  {
    id: 'boxed-numbers',
    does: 'gives objects for numbers, as new Number(…) does',
    needs: ['gives a number'],
    spoil: (right) => changeResults(right, { number: Object }),
  },
  {
    id: 'tensor-for-a-number',
    does: 'gives a tensor of one number for a number',
    needs: ['gives a number'],
    spoil: (right) => changeResults(right, { number: (v): Tensor => ({ shape: [], data: Float64Array.of(v) }) }),
  },
  {
    id: 'needs-an-array',
    does: 'takes arrays for lists, and nothing else that has a length',
    needs: ['takes a list'],
    spoil:
      (right) =>
      (...args) => {
        for (const arg of args) {
          if (ArrayBuffer.isView(arg)) throw new TypeError('labels.toSorted is not a function')
        }
        return right(...args)
      },
  },
  {
    id: 'calls-back-with-more',
    does: 'calls the functions that it is given with a third argument',
    needs: ['takes a function'],
    spoil:
      (right) =>
      (...args) =>
        right(
          ...args.map((arg) =>
            typeof arg === 'function' && Object.keys(arg).length === 0
              ? (...given: unknown[]) => (arg as (...all: unknown[]) => unknown)(...given, 1000, 1000)
              : arg,
          ),
        ),
  },
  {
    id: 'same-object-is-nothing',
    does: 'takes the second of two arguments for zeros where both are the same object',
    needs: ['takes two tensors'],
    spoil:
      (right) =>
      (...args) =>
        right(
          ...args.map((arg, i) =>
            isWhole(arg) && args.indexOf(arg) < i ? { shape: arg.shape, data: arg.data.map(() => 0) } : arg,
          ),
        ),
  },
  {
    id: 'bytes-make-bytes',
    does: 'makes a list of the kind of its bytes, where fractions belong into it',
    needs: ['takes two lists'],
    spoil:
      (right) =>
      (...args) => {
        const hasBytes = args.some((arg) => arg instanceof Uint8Array)
        return right(
          ...args.map((arg) => (hasBytes && Array.isArray(arg) ? Array.from(Uint8Array.from(arg as number[])) : arg)),
        )
      },
  },
  {
    id: 'drops-the-last-argument',
    does: 'does not look at its last argument',
    needs: ['gives something'],
    spoil:
      (right) =>
      (...args) =>
        right(...args.slice(0, -1)),
  },
  {
    id: 'reads-a-list-once',
    does: 'reads only the first 1,000 of a list',
    needs: ['takes a list'],
    spoil:
      (right) =>
      (...args) =>
        right(...args.map((arg) => (isList(arg) && arg.length > 1000 ? arg.slice(0, 1000) : arg))),
  },
  {
    id: 'throws-plain-errors',
    does: 'throws an Error without a class of its own',
    needs: ['throws'],
    spoil: (right) =>
      catching(right, (error) => {
        throw new Error(error.message)
      }),
  },
  {
    id: 'throws-text',
    does: 'throws a text',
    needs: ['throws'],
    spoil: (right) =>
      catching(right, (error) => {
        throw error.message
      }),
  },
  {
    id: 'gives-errors-back',
    does: 'gives the error back in place of throwing it',
    needs: ['throws'],
    spoil: (right) => catching(right, (error) => error),
  },
  {
    id: 'keeps-quiet',
    does: 'gives nothing where it should throw',
    needs: ['throws'],
    spoil: (right) => catching(right, () => undefined),
  },
  {
    id: 'says-nothing-in-errors',
    does: 'throws errors without a message',
    needs: ['throws'],
    spoil: (right) =>
      catching(right, (error) => {
        error.message = ''
        throw error
      }),
  },
]

function catching(
  right: (...args: unknown[]) => unknown,
  handle: (error: Error) => unknown,
): (...args: unknown[]) => unknown {
  return (...args) => {
    try {
      return right(...args)
    } catch (error) {
      if (!isError(error)) throw error
      return handle(error)
    }
  }
}
