import { expect, test } from 'vitest'
import { createRandom } from '#lib/random'
import { type Tensor, zeros } from '#lib/tensor'
import { bundle } from '../../lib/resolve/bundle.ts'
import { exercises } from '../../lib/course/exercises.ts'
import { resolver } from '../../lib/resolve/resolver.ts'
import { solutions } from '../../lib/course/trees.ts'
import type * as rungsModule from '../../lib/training/rungs.ts'
import { exerciseOfRung, rungNames, rungs } from '../../lib/training/rungs.ts'
import { expectClose } from '../../lib/judge/assert/expect.ts'
import * as oracle from '../oracles/tensor-ops.ts'

/** entries from −1 to 1, half of them 0 */
function drawn(shape: readonly number[], seed: number): Tensor {
  const [x, rng] = [zeros(shape, 'float32'), createRandom(seed)]
  for (let i = 0; i < x.data.length; i++) x.data[i] = rng() < 0.5 ? 0 : rng() * 2 - 1
  return x
}

const [A, B] = [drawn([33, 20], 1), drawn([20, 11], 2)]

test.each(rungNames)('the three products on the rung %s are right', async (rung) => {
  const { AB, AtB, ABt } = await rungs[rung]()
  const expected = oracle.matmul(A, B)
  for (const y of [AB(A, B), AtB(oracle.transpose(A), B), ABt(A, oracle.transpose(B))]) {
    expectClose(y, expected, { terms: 20, scale: 1, relative: 1e-6 })
  }
})

test('every rung is in a bundle too, kernels and all', async () => {
  const { module } = await bundle<typeof rungsModule>('lib/training/rungs.ts', [
    resolver({ tree: solutions, mode: 'own' }),
  ])
  for (const rung of module.rungNames) {
    const { AB } = await module.rungs[rung]()
    expectClose(AB(A, B), oracle.matmul(A, B), { terms: 20, scale: 1, relative: 1e-6 })
  }
  const { AB } = await module.rungs.threads()
  const [large, other] = [drawn([120, 110], 3), drawn([110, 130], 4)]
  expectClose(AB(large, other), oracle.matmul(large, other), { terms: 110, scale: 1, relative: 1e-6 })
}, 180_000)

test('every exercise of stage 9 is a rung', () => {
  const own = exercises.filter(({ stage }) => stage === '9-speed').map(({ slug }) => slug)
  expect([...new Set(rungNames.map(exerciseOfRung))]).toEqual(own)
})
