import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Told, answersWith, graded, unfolded } from '../../answers.ts'

/** Wrong answers, written as a learner would write them, and the messages for their author. */
const { tree, remove } = answersWith({
  // reads b by columns: listed, in other words than these
  '1-tensor-ops/5-matmul': {
    exports: {
      matmul: `(a, b) => {
        const [K, N] = b.shape
        return right(a, { shape: b.shape, data: b.data.map((_, i) => b.data[(i % N) * K + Math.floor(i / N)]) })
      }`,
    },
  },
  // ∞ − ∞ in a way of its own
  '2-softmax/2-log-softmax': {
    exports: {
      logSoftmax: `(x) => {
        const [y, sums] = [right(x), logSumExp(x).data]
        x.data.forEach((xi, i) => {
          const lse = sums[Math.floor(i / x.shape[1])]
          y.data[i] = Math.exp(xi + 1000) - Math.exp(lse + 1000)
        })
        return y
      }`,
    },
  },
  // three times as large: on no list; and it prints what it is asked
  '4-backprop/4-relu': {
    exports: {
      relu: `(x) => {
        const [y, back] = right(x)
        return [y, (dy) => {
          x.data.forEach((v) => console.log('v is', Number(v.toPrecision(4))))
          return [{ shape: x.shape, data: back(dy)[0].data.map((d) => 3 * d) }]
        }]
      }`,
    },
  },
  // the way back of another function: triangulation
  '4-backprop/6-softmax': {
    exports: {
      softmax: `(x) => {
        const [p, back] = right(x)
        return [p, (dp) => [{ shape: x.shape, data: back(dp)[0].data.map((d, i) => p.data[i] * d) }]]
      }`,
    },
  },
  // a bias that is off by a little, in the last layer
  '4-backprop/9-gradient': {
    exports: {
      lossGradient: `(...network) => {
        const { gradient, ...others } = right(...network)
        const off = ({ shape, data }) => ({ shape, data: data.map((v) => v + 0.25) })
        return { ...others, gradient: gradient.map((layer, l) => (l > 0 ? { ...layer, b: off(layer.b) } : layer)) }
      }`,
    },
  },
  // the first base lives on
  '5-chain-link/1-joints': {
    exports: { joints: '(angles, base = [0, 0]) => right(angles, (joints.from ??= base))' },
  },
  // what belongs to everybody is changed, while it is loaded and when it is called
  '6-mnist/1-idx': { end: 'Math.abs = () => 0' },
  '6-mnist/4-apply-gradient': { exports: { step: '(...leaf) => void ((Object.is = () => true), right(...leaf))' } },
  '6-mnist/6-evaluate': { end: "void import('./1-idx.ts')" },
})
let told: Record<string, Told>
beforeAll(async () => {
  ;({ told } = await graded(tree, '1.5,1.6,2.2,4.4,4.5,4.6,4.8,4.9,5.1,6.1,6.4,6.6'))
}, 180_000)
afterAll(remove)

const raw = (slug: string, title: RegExp) => told[slug].failures.find((failure) => title.test(failure.title))
const first = (slug: string, title: RegExp) => {
  const failure = raw(slug, title)
  return failure && { ...failure, message: unfolded(failure.message) }
}

test('symptom first, then inputs, tables, diagnosis, and one line that shows it again', () => {
  const message = first('tensor-ops/matmul', /sum over k/)?.message ?? ''
  const parts = [
    /^wrong: matmul\(a, b\)\[\d, \d\] is \S+, expected/,
    /for the inputs\n {2}a: \(\d, \d\)/,
    /expected +received\n/,
    /again: npm test -- --code \S*answers-\w+ --stage 1\.5$/,
  ]
  const places = parts.map((part) => message.search(part))
  expect(
    places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1])),
    message,
  ).toBe(true)
})

test('the first frame is the file of the answer', () => {
  for (const { failures } of Object.values(told))
    for (const { at } of failures) expect(at).toContain(tree.replaceAll('\\', '/'))
})

test('a right answer over a wrong earlier one is sent there first', () => {
  expect(told['backprop/dense'].state).toBe('wrong')
  const { failures } = told['backprop/dense']
  for (const { message } of failures)
    expect(message).toContain('4.5 dense is right here: the fault comes from 1.5 matmul, yours.')
})

test('over two wrong ones both are named, also those that only the tests build on', () => {
  const { failures } = told['backprop/chain']
  expect(failures.length).toBeGreaterThan(0)
  for (const { message } of failures) {
    expect(unfolded(message)).toContain(
      'one of yours that fail their own tests (1.5 matmul, 4.4 relu). Begin with the first.',
    )
    expect(message).not.toContain('The way back is at fault')
  }
})

test('what passes by itself and fails after others is told that something is kept', () => {
  const said = told['chain-link/joints'].failures.map(({ message }) => unfolded(message))
  expect(said.some((message) => message.includes('your code keeps state between calls'))).toBe(true)
  for (const message of said) expect(message).not.toContain('the fault comes from')
})

test('a kata that changes a shared object is told which one, and no other test notices', () => {
  const said = (slug: string): string => told[slug].failures.map(({ message }) => unfolded(message)).join('\n')
  expect(said('mnist/idx')).toContain('it changes Math.abs, which belongs to everybody')
  expect(said('mnist/apply-gradient')).toContain('it changes Object.is, which belongs to everybody')
  expect(told['tensor-ops/one-hot'].state).toBe('done')
})

test('what is imported while it runs is refused', () => {
  const [{ message }] = told['mnist/evaluate'].failures
  expect(message).toContain('A kata imports at the top of its file, with “import … from”: import(…) is refused.')
})

test('the birth of NaN has its line, its expression and its numbers', () => {
  const message = first('softmax/log-softmax', /^logSoftmax is x/)?.message ?? ''
  expect(message).toMatch(/NaN was born in line \d+, at `Math.exp\(xi \+ 1000\) - Math.exp\(lse \+ 1000\)`: ∞ - ∞/)
  expect(message).toMatch(/The ∞ in it: ∞ was born in line \d+, at `Math.exp\(xi \+ 1000\)`, of \d/)
})

test('a constant factor is named, by its size', () => {
  expect(first('backprop/relu', /masks with x/)?.message).toContain(
    'Every entry is 3 times what it should be, in all 3 examples that differ.',
  )
})

test('an example has the factor, too, that all results have', () => {
  expect(first('backprop/relu', /any number of axes/)?.message).toContain('Every entry is 3 times')
})

test('what was printed for the inputs that are shown stands under the failure, and nothing else', () => {
  const message = raw('backprop/relu', /masks with x/)?.message ?? ''
  const [, entries] = /\n {2}x: \(\d+, \d+\) (.*)/.exec(message) ?? []
  const printed = /\n\nit printed\n([^]*?)\n\nagain: /.exec(message)?.[1].split('\n')
  expect(printed).toEqual(entries.match(/[-\d.]+/g)?.map((v) => `  v is ${v}`))
})

describe('three witnesses say', () => {
  test('that the way back is at fault, where the way forward is right', () => {
    const message = first('backprop/softmax', /difference quotient/)?.message
    expect(raw('backprop/softmax', /difference quotient/)?.message).not.toMatch(/^(?! |again: ).{77,}$/m)
    expect(message).toContain(
      'Your way forward is right: its difference quotient is the expected gradient. The way back is at fault.',
    )
  })

  test('so of an example of the way back, too', () => {
    const message = first('backprop/softmax', /two equal classes/)?.message
    expect(message).toMatch(/^wrong: back\(\[1, 0\]\) at the logits \[0, 0\], entry \[0, 0\], is 0.125, expected 0.25/)
    expect(message).toContain('Your way forward is right')
  })
})

test('the first wrong link on the way back is marked, and what follows from it is left open', () => {
  const message = first('backprop/gradient', /goes back link by link/)?.message
  expect(message).toContain('the way back: ✓ dLogits  ✓ dW2  ✗ db2  · dh  · dz  · dW1  · db1  · dx')
})

test('no message says “simply”, “just” or “obviously”, and none shows a frame of a library', () => {
  const all = Object.values(told)
    .flatMap(({ failures }) => failures.map(({ message }) => message))
    .join('\n')
  expect(all).not.toMatch(/\b(simply|just|obviously)\b/i)
  expect(all).not.toContain('node_modules')
})

describe('what is told of another place', () => {
  const planted = answersWith({
    '3-cross-entropy/1-cross-entropy': {
      exports: {
        perClass: `(weight, K) => {
          if (weight.length !== K && typeof weight !== 'number') throw new Error('wrong count')
          return right(weight, K)
        }`,
        crossEntropy: '(p, labels, weight = 1) => right(p, labels, perClass(weight, p.shape[1])) * labels.length',
      },
    },
    '3-cross-entropy/2-from-logits': {
      top: "import { logSoftmax as earlier } from '../2-softmax/2-log-softmax.ts'",
      exports: { crossEntropyFromLogits: '(logits) => earlier(logits.data).data[0]' },
    },
    '4-backprop/8-chain': { exports: { forward: undefined }, end: 'export const forwards = () => undefined' },
    '2-softmax/1-softmax': {
      top: 'import { maxOf } from "#lib/tensor"',
      exports: { softmax: '(x) => right(maxOf(x))' },
    },
    '1-tensor-ops/5-matmul': {
      top: "import turned from './4-transpose.ts'",
      exports: { products: undefined },
      end: 'export const products = { ...right_products, AtB: (a, b) => right_products.AB(turned(a), b) }',
    },
    '4-backprop/4-relu': {
      top: "import * as ops from '../1-tensor-ops/1-map-zip.ts'",
      exports: { relu: '(x) => right(ops.nope(x))' },
    },
    '1-tensor-ops/4-transpose': {
      exports: {
        transpose: `(x) => {
          if (x.shape[1] > 1) throw null
          return right(x)
        }`,
      },
    },
  })
  let there: Record<string, Told>
  beforeAll(async () => {
    ;({ told: there } = await graded(planted.tree, '1.4,1.5,2.1,3.1,3.2,4.4,6.6'))
  }, 180_000)
  afterAll(planted.remove)

  test('a missing export is that of the file it is imported from, with what that exports instead', () => {
    const [{ message }] = there['mnist/evaluate'].failures
    expect(unfolded(message)).toContain(
      '4-backprop/8-chain.ts exports no function of the name forward. It exports identity, Dense, forwards.',
    )
  })

  test('a default export, or one of a namespace, is missed in the file that is imported, too', () => {
    const messageOf = (slug: string): string => there[slug].failures.map(({ message }) => unfolded(message)).join('\n')
    expect(messageOf('tensor-ops/matmul')).toContain(
      '1-tensor-ops/4-transpose.ts exports no function of the name default.',
    )
    expect(messageOf('backprop/relu')).toContain('1-tensor-ops/1-map-zip.ts exports no function of the name nope.')
  })

  test('null that is thrown is told as that', () => {
    expect(unfolded(there['tensor-ops/transpose'].failures[0].message)).toContain('null was thrown, which is no Error.')
  })

  test('what lib does not have is missed there', () => {
    const [{ message }] = there['softmax/softmax'].failures.filter(({ title }) => title.startsWith('softmax'))
    expect(unfolded(message)).toContain('#lib/tensor exports no function of the name maxOf.')
  })

  test('where an earlier exercise throws, the line of this one that called it comes first', () => {
    const { failures } = there['cross-entropy/from-logits']
    expect(failures.length).toBeGreaterThan(0)
    for (const { at } of failures) expect(at).toContain('2-from-logits.ts')
  })

  test('no message sends a learner from a function to the one that calls it', () => {
    const { failures } = there['cross-entropy/cross-entropy']
    const own = failures.filter(({ title }) => title.startsWith('perClass'))
    expect(own.length).toBeGreaterThan(0)
    for (const { message } of own) expect(unfolded(message)).not.toContain('look there first')
  })
})
