import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance } from '../../lib/edit-distance.ts'

test.each([
  ['', '', 0],
  ['relu', 'relu', 0],
  ['relu', '', 4],
  ['relu', 'rel', 1],
  ['relu', 'reluu', 1],
  ['relu', 'rely', 1],
  ['matmul', 'matmlu', 1],
  ['kitten', 'sitting', 3],
  ['dense', 'softmax', 7],
  ['ca', 'abc', 3], // two, if a letter might be swapped and then have another put beside it
])('from “%s” to “%s” it takes %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance)
})

const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })

test('the distance is the same in both directions, and 0 only for the same word', () => {
  fc.assert(
    fc.property(words, words, (a, b) => {
      const distance = editDistance(a, b)
      expect(editDistance(b, a)).toBe(distance)
      expect(distance === 0).toBe(a === b)
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length))
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
    }),
  )
})

test('one edit makes a distance of 1', () => {
  fc.assert(
    fc.property(words, fc.nat(6), fc.constantFrom('a', 'b', 'c'), (word, place, letter) => {
      const at = Math.min(place, word.length)
      const [before, here, after] = [word.slice(0, at), word.slice(at), word.slice(at + 1)]
      const swapped = here.length > 1 ? here[1] + here[0] + here.slice(2) : here
      for (const edited of [before + letter + here, before + after, before + letter + after, before + swapped])
        expect(editDistance(word, edited), edited).toBe(edited === word ? 0 : 1)
    }),
  )
})
