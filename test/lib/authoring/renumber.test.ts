import { expect, test } from 'vitest'
import { findMentions, locateMention, renumber } from '../../../lib/authoring/renumber.ts'
import { select } from '../../../lib/course/exercises.ts'

/** One exercise is inserted after 4.5 and one after 9.4. */
const moves = (id: string, to: string) =>
  select(id).map((from) => ({ from, to: { ...from, id: to, path: pathAt(from, to) } }))

function pathAt({ stage, name }: { stage: string; name: string }, id: string): string {
  return `${stage}/${id.split('.')[1]}-${name}`
}

const backprop = [...moves('4.6', '4.7'), ...moves('4.7', '4.8'), ...moves('4.8', '4.9'), ...moves('4.9', '4.10')]
const speed = [...moves('9.5', '9.6'), ...moves('9.6', '9.7')]
const textAfter = (text: string, file = 'lib/x.ts', moved = backprop) => renumber(file, text, moved).text

test('a file moves, and what imports it or links to it follows', () => {
  expect(renumber('test/variants/4-backprop/7-softmax-cross-entropy.ts', '', backprop).file).toBe(
    'test/variants/4-backprop/8-softmax-cross-entropy.ts',
  )
  expect(renumber('katas/9-speed/assembly/5-simd.ts', '', speed).file).toBe('katas/9-speed/assembly/6-simd.ts')
  expect(textAfter("from '#kata/4-backprop/6-softmax.ts'")).toBe("from '#kata/4-backprop/7-softmax.ts'")
  expect(textAfter("from './8-chain.ts'", 'solutions/4-backprop/9-gradient.ts')).toBe("from './9-chain.ts'")
  expect(textAfter('[5](6-softmax.ts)', 'katas/4-backprop/README.md')).toBe('[5](7-softmax.ts)')
  expect(textAfter("'./assembly/5-simd.wasm?shared'", 'katas/9-speed/6-threads.ts', speed)).toBe(
    "'./assembly/6-simd.wasm?shared'",
  )
  expect(textAfter(' *   assembly/5-simd.ts', 'solutions/9-speed/5-simd.ts', speed)).toBe(' *   assembly/6-simd.ts')
})

test('what only looks like it stays', () => {
  for (const text of [
    "'/x/14-backprop/6-softmax.ts'",
    "'4-backprop/6-softmaxes.ts'",
    '| 9.5 simd |',
    '14.6 softmax',
    '4.61 softmax',
  ])
    expect(textAfter(text)).toBe(text)
  expect(textAfter("from './8-chain.ts'", 'solutions/5-chain-link/1-joints.ts')).toBe("from './8-chain.ts'")
})

test('a number moves beside the name, after the word exercise, in a header and in a stub, and alone in a text', () => {
  expect(textAfter('/**\n * 4.6  the way back\n')).toBe('/**\n * 4.7  the way back\n')
  expect(textAfter('### 4.7 softmax-cross-entropy')).toBe('### 4.8 softmax-cross-entropy')
  expect(textAfter('that is [exercise 4.9](x). Exercise 4.6.')).toBe('that is [exercise 4.10](x). Exercise 4.7.')
  expect(textAfter("todo('4.7 crossEntropy: L')")).toBe("todo('4.8 crossEntropy: L')")
  expect(textAfter('unreachable() // todo 9.5 product: y', 'a.ts', speed)).toBe('unreachable() // todo 9.6 product: y')
  expect(textAfter("['4.6', '4.5,4.8,6.1']")).toBe("['4.7', '4.5,4.9,6.1']")
})

test('a text of a number stays in the test of an exercise, where it may be a value, and its line is named', () => {
  const line = "  expectThrows(() => scale(4.6), ValueError, ['4.6'])"
  const file = 'test/6-mnist/2-batches.test.ts'
  expect(textAfter(line, file)).toBe(line)
  expect(findMentions([file], () => line, backprop)).toEqual([{ file, line: 0 }])
})

test('a mention is told by its file and line after the change', () => {
  const [old, now] = ['katas/4-backprop/6-softmax.ts', 'katas/4-backprop/7-softmax.ts']
  const [before, after] = ['a\nb 4.7\n', 'a\n\n\nb 4.7\n']
  const read = (text: string, name: string) => (file: string) => (file === name ? text : undefined)
  expect(locateMention({ file: old, line: 1 }, read(before, old), read(after, now), backprop)).toBe(`${now}:4`)
})

test('a number that stands alone is left, and its line is named', () => {
  const page =
    'see 4.8\n4.8 chain\nexercise 4.9\n<!-- begin: x -->\n4.6\n<!-- end: x -->\n| 4.9 | ms\n4.5 and 14.6 and 4.9.1'
  const solution = '/**\n * 4.9  a\n *\n * 20 minutes. Needs 4.7, 4.8.\n */\n// as in 4.7'
  const files: Record<string, string> = { 'page.md': page, 'solutions/a.ts': solution, 'katas/a.ts': solution }
  expect(textAfter('see 4.8, or 4.9 ms')).toBe('see 4.8, or 4.9 ms')
  expect(findMentions(Object.keys(files), (file) => files[file], backprop)).toEqual([
    { file: 'page.md', line: 0 },
    { file: 'page.md', line: 6 },
    { file: 'solutions/a.ts', line: 5 },
  ])
})
