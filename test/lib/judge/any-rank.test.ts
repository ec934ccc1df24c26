import { expect, test } from 'vitest'
import { expectClose } from '#lib/judge/assert/expect'
import { distinctSizes, given } from '#lib/judge/assert/given'
import { type KataTest, collect, law } from '#lib/judge/assert/law'
import { findErrorPattern } from '#lib/judge/diagnose/error-pattern'
import { outcomesOf } from '#lib/judge/diagnose/fingerprint'
import { pictureOfMismatch } from '#lib/judge/pictures'
import { type Tensor, zeros } from '#lib/tensor'

/** y[n, i, j, o] = Σₖₗ x[n, i + k, j + l, 0] · F[k, l, 0, o]: a convolution of images with one channel */
function convolve(x: Tensor, F: Tensor, filter = (o: number) => o): Tensor {
  const [B, H, W] = x.shape
  const [K, L, , O] = F.shape
  const y = zeros([B, H - K + 1, W - L + 1, O])
  let at = 0
  for (let n = 0; n < B; n++)
    for (let i = 0; i + K <= H; i++)
      for (let j = 0; j + L <= W; j++)
        for (let o = 0; o < O; o++, at++)
          for (let k = 0; k < K; k++)
            for (let l = 0; l < L; l++)
              y.data[at] += x.data[(n * H + i + k) * W + j + l] * F.data[(k * L + l) * O + filter(o)]
  return y
}

async function only(declare: () => void): Promise<KataTest> {
  const [exam] = await collect(async () => declare())
  return exam
}

function thrownBy(run: () => void): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

/** Each panel of a picture: its name, its caption, and the boxed number. */
function panelsIn(svg = ''): string[] {
  return Array.from(svg.matchAll(/<g transform[^>]*>(.*?)<\/g>/gs), ([, body]) => {
    const [name, caption] = Array.from(body.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text]) => text)
    const [, boxed] = /stroke-width="3"\/><text[^>]*>([^<]*)</.exec(body) ?? []
    return `${name} ${caption}${boxed === undefined ? '' : ` boxed: ${boxed}`}`
  })
}

test('a law over tensors of four axes shows the smallest shapes, the index, the plane, and a panel for each plane', async () => {
  const inputs = given({ x: 'BHW1', F: 'KK1O' }, { H: [3, 4], W: [3, 4], K: ({ H, W }) => [2, Math.min(H, W)] })
  const axes = { F: [0, 1] } as const
  const holds = ({ x, F }: { x: Tensor; F: Tensor }) =>
    expectClose(
      convolve(x, F, () => 0),
      convolve(x, F),
      'convolve(x, F)',
    )
  const exam = await only(() => law('convolve has a channel for each filter', inputs, holds, { axes }))
  const error = thrownBy(exam.run)
  expect(error.message).toMatchInlineSnapshot(`
    "convolve(x, F)[0, 1, 1, 1] is 0, expected 1; 1 of 8 differ.

    for the inputs
      x: (1, 3, 3, 1)
        [0, :, :, 0]
        [ 0  0   0 ]
        [ 0  0   0 ]
        [ 0  0  -1 ]
      F: (2, 2, 1, 2)
        [:, :, 0, 0]   [:, :, 0, 1]
        [ 0  0 ]       [ 0   0 ]
        [ 0  0 ]       [ 0  -1 ]

      expected [0, :, :, 1]   received [0, :, :, 1]
      [ 0  0 ]                [ 0  0 ]
      [ 0 ▸1◂]                [ 0 ▸0◂]"
  `)
  expect(panelsIn(pictureOfMismatch(error)?.svg)).toMatchInlineSnapshot(`
    [
      "expected [0, :, :, 0] of (1, 2, 2, 2)",
      "yours [0, :, :, 0] of (1, 2, 2, 2)",
      "yours − expected [0, :, :, 0] of (1, 2, 2, 2)",
      "expected [0, :, :, 1] boxed: 1",
      "yours [0, :, :, 1] boxed: 0",
      "yours − expected [0, :, :, 1] boxed: −1",
    ]
  `)
})

test('a gradient of filters (K, L, C, O) is drawn in the planes that it is told', () => {
  const F = zeros([2, 3, 1, 2])
  const received = { ...F, data: F.data.map((_, i) => (i === 9 ? 1 : 0)) }
  const error = thrownBy(() => expectClose(received, F, { name: 'dF', plane: [0, 1] }))
  expect(panelsIn(pictureOfMismatch(error)?.svg).slice(3)).toEqual([
    'expected [:, :, 0, 1] boxed: 0',
    'yours [:, :, 0, 1] boxed: 1',
    'yours − expected [:, :, 0, 1] boxed: 1',
  ])
  expect(panelsIn(pictureOfMismatch(thrownBy(() => expectClose(zeros([1, 3, 2]), F, { plane: [0, 1] })))?.svg)).toEqual(
    [
      'expected [:, :, 0, 0] of (2, 3, 1, 2)',
      'expected [:, :, 0, 1]',
      'yours [:, :, 0] of (1, 3, 2)',
      'yours [:, :, 1]',
    ],
  )
})

test('a result whose channels stand before its rows is told so, and drawn beside the expected shape', async () => {
  const channelsFirst = ({ shape: [B, H, W, C], data }: Tensor): Tensor => {
    const y = zeros([B, C, H, W])
    data.forEach((v, at) => {
      const c = at % C
      const [n, pixel] = [Math.floor(at / (C * H * W)), Math.floor(at / C) % (H * W)]
      y.data[(n * C + c) * H * W + pixel] = v
    })
    return y
  }
  const exam = await only(() =>
    law('f', distinctSizes('BHWC', { x: 'BHWC' }), ({ x }) => expectClose(channelsFirst(x), x, 'f(x)')),
  )
  const error = thrownBy(exam.run)
  expect(error.message).toMatch(/^f\(x\) has shape \((\d), (\d), (\d), (\d)\), expected \(\1, \3, \4, \2\)\.\n/)
  expect(findErrorPattern(outcomesOf(exam))).toBe(
    'These are the right numbers in another order: the axes are in the order 0, 3, 1, 2.',
  )
  expect(panelsIn(pictureOfMismatch(error)?.svg)).toHaveLength(12)
})

test('a law over any number of axes shrinks to a shape without those that may be missing', async () => {
  const exam = await only(() =>
    law('f', given({ x: 'T?B?HWC' }, { W: [2, 3] }), ({ x }) =>
      expectClose({ ...x, data: x.data.map((v) => Math.min(v, 1)) }, x, 'f(x)'),
    ),
  )
  expect(thrownBy(exam.run).message).toMatchInlineSnapshot(`
    "f(x)[1, 1, 0] is 1, expected 2; 1 of 4 differ.

    for the inputs
      x: (2, 2, 1)
        [0, :, :]   [1, :, :]
        [ 0 ]       [ 0 ]
        [ 0 ]       [ 2 ]

      expected [1, :, :]   received [1, :, :]
      [ 0 ]                [ 0 ]
      [▸2◂]                [▸1◂]"
  `)
})
