import type * as kata from '#kata/5-chain-link/1-joints.ts'
import { type Point, joints, nextPosition } from '#kata/5-chain-link/1-joints.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { withJoints } from '../../answer-parts/5-chain-link.ts'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'recursion',
    how: 'an arm is a link with an arm at its end',
    answer: () => {
      const list = ([angle, ...rest]: readonly number[], base: Point = [0, 0]): Point[] =>
        angle === undefined ? [base] : [base, ...list(rest, nextPosition(base, angle))]
      return {
        joints: list,
        predict: function end([angle, ...rest], base = [0, 0]): Point {
          return angle === undefined ? base : end(rest, nextPosition(base, angle))
        },
      }
    },
  },
  {
    id: 'running-sums',
    how: 'two sums, of sines and of cosines, in typed arrays',
    answer: () => ({
      nextPosition: (p, angle) => [Math.sin(angle) + p[0], Math.cos(angle) + p[1]],
      joints(angles, [x0, y0] = [0, 0]) {
        const x = new Float64Array(angles.length + 1).fill(x0)
        const y = new Float64Array(angles.length + 1).fill(y0)
        for (let i = 0; i < angles.length; i++) {
          x[i + 1] = x[i] + Math.sin(angles[i])
          y[i + 1] = y[i] + Math.cos(angles[i])
        }
        return Array.from(x, (xi, i): Point => [xi, y[i]])
      },
      predict(angles, [x, y] = [0, 0]) {
        for (const angle of angles) {
          x += Math.sin(angle)
          y += Math.cos(angle)
        }
        return [x, y]
      },
    }),
  },
  {
    id: 'from-the-last-link',
    how: 'predict sums from the last link to the first, and the base comes last',
    answer: () => ({
      predict(angles, base = [0, 0]) {
        let [x, y] = [0, 0]
        for (let i = angles.length - 1; i >= 0; i--) [x, y] = nextPosition([x, y], angles[i])
        return [base[0] + x, base[1] + y]
      },
    }),
  },
  {
    id: 'complex',
    how: 'a link is a complex number i·e^(−iθ), and predict is the last of the joints',
    answer: () => {
      const list: typeof kata.joints = (angles, base) => joints(angles, base)
      return {
        nextPosition: ([re, im], angle) => [re + Math.cos(Math.PI / 2 - angle), im + Math.sin(Math.PI / 2 - angle)],
        joints: list,
        predict: (angles, base = [0, 0]) => list(angles, base).at(-1) ?? base,
      }
    },
  },
  {
    id: 'iterable',
    how: 'an arm is an object that can be walked along: joints collects its points, and predict keeps the last',
    answer: () => {
      class Arm implements Iterable<Point> {
        private readonly angles: readonly number[]
        private readonly base: Point
        constructor(angles: readonly number[], base: Point) {
          ;[this.angles, this.base] = [angles, base]
        }
        *[Symbol.iterator](): Generator<Point, void> {
          let [x, y] = this.base
          yield [x, y]
          for (const angle of this.angles) yield [(x += Math.sin(angle)), (y += Math.cos(angle))]
        }
      }
      return {
        nextPosition: (p, angle) => Array.from(new Arm([angle], p))[1],
        joints: (angles, base = [0, 0]) => [...new Arm(angles, base)],
        predict(angles, base = [0, 0]) {
          let end = base
          for (const joint of new Arm(angles, base)) end = joint
          return end
        },
      }
    },
  },
  {
    id: 'halves',
    how: 'an arm is two arms, of which the second begins where the first ends; a link is turned by a matrix',
    answer: () => {
      const link = ([x, y]: Point, angle: number): Point => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)]
        const [straight_x, straight_y] = [0, 1]
        return [x + c * straight_x + s * straight_y, y + c * straight_y - s * straight_x]
      }
      /** the joints after the base */
      const after = (angles: readonly number[], base: Point): Point[] => {
        if (angles.length < 2) return angles.map((angle) => link(base, angle))
        const first = after(angles.slice(0, angles.length >> 1), base)
        return [...first, ...after(angles.slice(angles.length >> 1), first[first.length - 1])]
      }
      return { nextPosition: link, ...withJoints((angles, base = [0, 0]) => [base, ...after(angles, base)]) }
    },
  },
]
