import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Told, answersWith, graded, unfolded } from '../lib/answers.ts'

/** Ten ways to freeze or crash, each in an exercise of its own, in one tree. */
const { tree, remove } = answersWith({
  '1-tensor-ops/1-map-zip': { exports: { map: '(x, f) => { for (let i = 0; i < x.data.length; ) f(x.data[i]) }' } },
  '1-tensor-ops/2-broadcast': {
    exports: {
      broadcast: `(...given) => {
        const y = right(...given)
        void Promise.resolve().then(() => { for (;;) y.data[0]++ })
        return y
      }`,
    },
  },
  '1-tensor-ops/3-reduce': { end: 'let spin = 0\nwhile (spin >= 0) spin++' },
  '1-tensor-ops/4-transpose': { end: 'await new Promise(() => undefined)' },
  '1-tensor-ops/6-one-hot': {
    exports: {
      argmax: `(x) => {
        const all = []
        while (x.shape[0] > 0) all.push([1, 2, 3, 4, 5, 6, 7, 8])
        return right(x)
      }`,
    },
  },
  '2-softmax/1-softmax': { exports: { softmax: '(x) => softmax(x)' } },
  '2-softmax/2-log-softmax': { exports: { logSumExp: '() => process.exit(0)' } },
  '3-cross-entropy/1-cross-entropy': { exports: { crossEntropy: "() => { throw 'not today' }" } },
  '4-backprop/4-relu': { exports: { relu: undefined }, end: 'export const rectifier = right_relu' },
  '4-backprop/5-dense': {
    exports: {
      dense: `(...given) => {
        const [y, back] = right(...given)
        const throwing = { get dx() { throw new Error('no dx') } }
        return [y, (dy) => Object.defineProperties({ ...back(dy) }, Object.getOwnPropertyDescriptors(throwing))]
      }`,
    },
  },
  // nothing of the kata loops here, and nothing can interrupt it while the file is loaded
  '5-chain-link/2-loss': { end: 'export const many = Array.from({ length: 4e9 }, () => 0)' },
})
let told: Record<string, Told>
let code: number | null
beforeAll(async () => {
  ;({ told, code } = await graded(tree, '1,2,3,4.4,4.5,5', ['--isolated'], { KATA_PATIENCE: '1000' }))
}, 120_000)
afterAll(remove)

test.each([
  [
    'an endless loop',
    'tensor-ops/map-zip',
    /The loop in line \d+ has not come to its end after 1 s\. Does its condition ever turn false\?/,
  ],
  ['an endless loop behind a promise', 'tensor-ops/broadcast', /The loop in line \d+ has not come to its end/],
  [
    'an endless loop while it is loaded',
    'tensor-ops/reduce',
    /could not be loaded[\s\S]*The loop in line \d+ has not come to its end/,
  ],
  ['a promise that never ends', 'tensor-ops/transpose', /A kata may not wait at its top level/],
  ['runaway memory', 'tensor-ops/one-hot', /The loop in line \d+ has (filled \d+ MB of memory|not come to its end)/],
  [
    'recursion without an end',
    'softmax/softmax',
    /nested too deeply for the stack: a function that calls itself without an end/,
  ],
  ['process.exit', 'softmax/log-softmax', /A kata may not end the process: it called process\.exit\./],
  ['a thrown string', 'cross-entropy/cross-entropy', /“not today” was thrown, which is no Error\./],
  ['a missing export', 'backprop/relu', /4-backprop\/4-relu\.ts exports no function of the name relu\./],
  ['a getter that throws', 'backprop/dense', /Error: no dx/],
  [
    'a process that dies',
    'chain-link/loss',
    /Its tests did not run to their end: the process they ran in has died, twice\. Did it run out of memory/,
  ],
])('%s is one clear failure of its exercise', (_, slug, words) => {
  expect(told[slug].state).toBe('wrong')
  const said = told[slug].failures.map(({ title, message }) => `${title}\n${message}`).join('\n\n')
  expect(unfolded(said)).toMatch(words)
})

test('the others still run, and are green', () => {
  for (const slug of [
    'tensor-ops/matmul',
    'cross-entropy/from-logits',
    'chain-link/joints',
    'chain-link/gradient',
    'chain-link/descend',
  ]) {
    expect(told[slug].state, slug).toBe('done')
  }
})

test('and the whole of it is red', () => {
  expect(code).toBe(1)
})
