import { expect, test } from 'vitest'
import { mentions } from '#lib/judge/assert/mentions'

test.each<[word: string, messages: string[]]>([
  ['[2, 3]', ['got [2, 3]', 'got (2, 3)', 'got 2,3', 'got 2 × 3', 'got [2][3]', 'it is 2 by 3.', 'a 2x3 matrix']],
  ['[2]', ['got [2].', 'got (2)', 'got 2 labels', 'length 2.']],
  ['-2', ['got -2', 'got −2.']],
  ['∞', ['got ∞', 'got Infinity', 'is +∞']],
  ['Infinity', ['got Infinity', 'got ∞.']],
  ['0.5', ['got 0.5.', '(0.5)']],
  ['NaN', ['got NaN']],
  ['row 1', ['in row 1']],
])('%s is shown in several ways', (word, messages) => {
  expect(messages.filter((message) => !mentions(message, word))).toEqual([])
})

test.each<[word: string, messages: string[]]>([
  ['[2, 3]', ['got [12, 3]', 'got [2, 30]', 'got [2, 3.5]', 'got [3, 2]', 'got 23', 'got [2, -3]', 'shapes differ']],
  ['[2]', ['got [12]', 'got [2.5]', 'got x2', 'got -2']],
  ['-2', ['got 2']],
  ['∞', ['got a large number']],
  ['NaN', ['nan', 'not a number']],
  ['row 1', ['row 2']],
])('%s is not in what shows another value', (word, messages) => {
  expect(messages.filter((message) => mentions(message, word))).toEqual([])
})
