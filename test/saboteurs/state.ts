import type { Call, Saboteur } from '#lib/judge/diagnose/saboteur'
import { isRecord, isWhole } from '#lib/judge/assert/whole'
import type { Tensor } from '#lib/tensor'
import { type List, changeResults, copyParts, copyTensor, isList, tensorsWithin } from './parts/values.ts'

/** Answers that keep something from call to call, share memory, or write where they should not. */

/** Keeps results by a key of the arguments. */
function remember(right: Call, keyFor: (args: unknown[]) => unknown): Call {
  const known = new Map<unknown, unknown>()
  return (...args) => {
    const key = keyFor(args)
    if (!known.has(key)) known.set(key, right(...args))
    return copyParts(known.get(key))
  }
}

/** One key for each object. */
function identities(): (value: unknown) => string {
  const numbers = new WeakMap<object, number>()
  let count = 0
  return (value) => {
    if (!isRecord(value)) return String(value)
    const known = numbers.get(value) ?? count++
    numbers.set(value, known)
    return `#${known}`
  }
}

function sizesOf(value: unknown): string {
  if (isWhole(value)) return `(${value.shape.join(', ')})`
  return isList(value) ? `[${value.length}]` : typeof value
}

function withIdentities(right: Call, parts: (arg: unknown) => unknown = (arg) => arg): Call {
  const keyOf = identities()
  return remember(right, (args) => args.map((arg) => keyOf(parts(arg))).join(' '))
}

export const saboteurs: readonly Saboteur[] = [
  {
    id: 'keeps-first-result',
    does: 'keeps its first result',
    needs: ['gives something'],
    spoil: (right) => remember(right, () => 0),
  },
  {
    id: 'remembers-by-shape',
    does: 'remembers a result by the shapes of its arguments',
    needs: ['takes a tensor', 'gives something'],
    spoil: (right) => remember(right, (args) => args.map(sizesOf).join(' ')),
  },
  {
    id: 'remembers-by-object',
    does: 'remembers a result by its arguments, though their numbers may change',
    needs: ['takes a tensor', 'gives something'],
    spoil: (right) => withIdentities(right),
  },
  {
    id: 'remembers-by-list',
    does: 'remembers a result by the lists it was given, though their numbers may change',
    needs: ['takes a list', 'gives something'],
    spoil: (right) => withIdentities(right),
  },
  {
    id: 'copies-tensors-once',
    does: 'copies each tensor when it first sees it, and reads the copy from then on',
    needs: ['takes a tensor'],
    spoil(right) {
      const copies = new WeakMap<object, Tensor>()
      const copied = (x: unknown): unknown => {
        if (!isWhole(x)) return x
        const copy = copies.get(x) ?? copyTensor(x)
        copies.set(x, copy)
        return copy
      }
      return (...args) => {
        const written = args.map((arg) => (isWhole(arg) ? arg.data.slice() : undefined))
        const given = args.map(copied)
        const result = right(...given)
        if (result === undefined) {
          // It writes into its first argument, so the copy is written back.
          const [x, y] = [args[0], given[0]]
          if (isWhole(x) && isWhole(y) && written[0]) x.data.set(y.data)
        }
        return result
      }
    },
  },
  {
    id: 'one-buffer',
    does: 'writes the tensors of all its results into one buffer',
    needs: ['gives a tensor'],
    spoil(right) {
      const buffers: Tensor['data'][] = []
      return (...args) => {
        let at = 0
        return changeResultsOnly(right, (x) => {
          const [i, { length }] = [at++, x.data]
          if (!(buffers[i]?.length >= length) || buffers[i].constructor !== x.data.constructor)
            buffers[i] = x.data.slice()
          buffers[i].set(x.data)
          return { shape: x.shape, data: buffers[i].subarray(0, length) }
        })(...args)
      }
    },
  },
  {
    id: 'one-list',
    does: 'fills the same list for all its results',
    needs: ['gives a list'],
    spoil(right) {
      const kept: List[] = []
      return (...args) => {
        let at = 0
        return changeListsOnly(right, (list) => {
          const i = at++
          if (!Array.isArray(list)) {
            if (kept[i]?.length !== list.length) kept[i] = list.slice() as List
            ;(kept[i] as Uint8Array).set(list as Uint8Array)
            return kept[i]
          }
          const one = ((kept[i] as unknown[] | undefined) ??= []) as unknown[]
          one.length = 0
          one.push(...list.slice(0, 10_000))
          return one
        })(...args)
      }
    },
  },
  {
    id: 'one-record',
    does: 'fills the same record for all its results',
    needs: ['gives a record'],
    spoil(right) {
      const kept: Record<string, unknown> = {}
      return (...args) => {
        const result = right(...args)
        return isRecord(result) && !isWhole(result) && !isList(result) ? Object.assign(kept, result) : result
      }
    },
  },
  {
    id: 'gives-an-input-back',
    does: 'gives an input back where the result has the same numbers',
    needs: ['takes a tensor', 'gives a tensor'],
    spoil:
      (right) =>
      (...args) => {
        const inputs = tensorsWithin(args)
        return changeResultsOnly(right, (x) => inputs.find((input) => isSame(input, x)) ?? x)(...args)
      },
  },
  {
    id: 'gives-a-view-of-an-input',
    does: 'gives memory of an input back where the result has the same numbers',
    needs: ['takes a tensor', 'gives a tensor'],
    spoil:
      (right) =>
      (...args) => {
        const inputs = tensorsWithin(args)
        return changeResultsOnly(right, (x) => {
          const same = inputs.find(
            ({ data }) =>
              data.length === x.data.length &&
              data.every((v, i) => v === x.data[i]) &&
              data.constructor === x.data.constructor,
          )
          return same ? { shape: x.shape, data: same.data } : x
        })(...args)
      },
  },
  {
    id: 'shares-zeros',
    does: 'gives the same zeros for every result that is zero',
    needs: ['gives a tensor'],
    spoil(right) {
      const zeros = new Map<string, Tensor>()
      return changeResultsOnly(right, (x) => {
        if (!x.data.every((v) => v === 0)) return x
        const key = `${x.data.constructor.name} ${x.shape.join(' ')}`
        zeros.set(key, zeros.get(key) ?? x)
        return zeros.get(key)
      })
    },
  },
  {
    id: 'writes-into-an-input',
    does: 'writes its result into an input of the same size',
    needs: ['takes a tensor', 'gives a tensor'],
    spoil:
      (right) =>
      (...args) => {
        const result = right(...args)
        const [x] = tensorsWithin(result)
        const input = args.find((arg) => isWhole(arg) && x && arg.data.length === x.data.length)
        if (isWhole(input)) input.data.set(x.data)
        return result
      },
  },
  {
    id: 'writes-into-the-last-input',
    does: 'sets the first number of its last tensor to 0 when it is done',
    needs: ['takes a tensor', 'gives something'],
    spoil:
      (right) =>
      (...args) => {
        const result = right(...args)
        tensorsWithin(args.filter(isWhole)).at(-1)?.data.fill(0, 0, 1)
        return result
      },
  },
  {
    id: 'sorts-a-list-in-place',
    does: 'turns the lists it is given the other way round when it is done',
    needs: ['takes a list', 'gives something'],
    spoil:
      (right) =>
      (...args) => {
        const result = right(...args)
        for (const arg of args) if (isList(arg) && !Object.isFrozen(arg)) arg.reverse()
        return result
      },
  },
  {
    id: 'flattens-its-input',
    does: 'changes the shape of its first input to one axis when it is done',
    needs: ['takes a tensor', 'gives something'],
    spoil:
      (right) =>
      (...args) => {
        const result = right(...args)
        const x = args.find(isWhole)
        if (x) Object.assign(x, { shape: [x.data.length] })
        return result
      },
  },
  {
    id: 'works-only-once',
    does: 'gives zeros from its second call on',
    needs: ['gives something'],
    spoil(right) {
      let calls = 0
      const empty = changeResults(right, {
        number: () => 0,
        tensor: (x) => ({ shape: x.shape, data: x.data.map(() => 0) }),
      })
      return (...args) => (calls++ === 0 ? right : empty)(...args)
    },
  },
  {
    id: 'adds-up',
    does: 'adds to a tensor of its own, which is never emptied',
    needs: ['gives a tensor'],
    spoil(right) {
      const sums = new Map<string, Tensor>()
      return (...args) => {
        let at = 0
        return changeResultsOnly(right, (x) => {
          const key = `${at++} ${x.data.constructor.name} ${x.shape.join(' ')}`
          const sum = sums.get(key) ?? { shape: x.shape, data: x.data.map(() => 0) }
          sums.set(key, sum)
          for (let i = 0; i < x.data.length; i++) sum.data[i] += x.data[i]
          return copyTensor(sum)
        })(...args)
      }
    },
  },
]

function changeResultsOnly(right: Call, tensor: (x: Tensor) => unknown): Call {
  return (...args) => mapTensors(right(...args), tensor)
}

function mapTensors(value: unknown, change: (x: Tensor) => unknown): unknown {
  if (isWhole(value)) return change(value)
  if (Array.isArray(value)) return value.map((one: unknown) => mapTensors(one, change))
  if (!isRecord(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTensors(one, change)]))
}

function changeListsOnly(right: Call, change: (list: List) => unknown): Call {
  return (...args) => {
    const result = right(...args)
    return isList(result) ? change(result) : result
  }
}

function isSame(a: Tensor, b: Tensor): boolean {
  return (
    a.shape.join() === b.shape.join() &&
    a.data.constructor === b.data.constructor &&
    a.data.every((v, i) => Object.is(v, b.data[i]))
  )
}
