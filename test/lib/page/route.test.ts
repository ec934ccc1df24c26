import { expect, test } from 'vitest'
import { lessons } from '../../../lib/course/exercises.ts'
import { addressOf, lessonOf, roomsOf, routeOf } from '../../../lib/page/frame/route.ts'

test.each([
  ['#chain', { room: 'chain' }],
  ['#chain/5-chain-link', { room: 'chain', lesson: '5-chain-link' }],
  ['#lesson/1-tensor-ops', { lesson: '1-tensor-ops' }],
] as const)('%s is the address of what it shows', (address, route) => {
  expect(routeOf(address)).toEqual(route)
  expect(addressOf(route)).toBe(address)
})

test.each(['', '#', '#nowhere', '#lesson/7-nothing'])('“%s” shows the first room', (address) => {
  expect(routeOf(address)).toEqual({ room: 'chain' })
})

test('#softmax/nothing shows the room alone', () => {
  expect(routeOf('#softmax/nothing')).toEqual({ room: 'softmax', lesson: undefined })
})

test('every room has a lesson, which leads back to the room', () => {
  for (const [room, lesson] of Object.entries(lessonOf)) {
    expect(lessons).toContain(lesson)
    expect(roomsOf(lesson)).toContain(room)
  }
})

test('a lesson without a room of its own has those that call its exercises', () => {
  expect(roomsOf('2-softmax')).toEqual(['softmax'])
  expect(roomsOf('3-cross-entropy')).toEqual(['softmax'])
  expect(roomsOf('4-backprop')).toEqual(['chain', 'softmax', 'draw'])
  expect(roomsOf('9-speed')).toEqual([])
})
