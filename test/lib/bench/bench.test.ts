import { expect, test } from 'vitest'
import { type Row, baseOf, speed, table } from '../../../lib/bench/table.ts'
import { flopsOf, stepsOf, works } from '../../../lib/bench/workloads.ts'

const row = (contender: string, rounds: number[], more: Partial<Row> = {}): Row => ({
  work: 'W2',
  title: '784-32-10',
  contender,
  threads: 1,
  isPeer: false,
  rounds,
  flops: 8e9,
  loss: 0.2766,
  ...more,
})

const rows = [
  row('plain TypeScript', [8, 8.2], { scaled: true }),
  row('9.1 naive', [20, 20], { scaled: true }),
  row('kernels', [0.3, 0.1, 0.2]),
  row('kernels', [0.1], { threads: 2 }),
  row('jax scan', [0.25], { isPeer: true }),
  row('torch jit', [0.5], { isPeer: true }),
  row('torch jit', [0.1], { isPeer: true, scaled: true }),
]
const ruler = { targets: new Map([['W2', 0.7]]), roof: 40 }

test('a table has the fastest first, its median and best, beside the naive rung, the roof and the best peer of as many threads', () => {
  const lines = table(rows, ruler).split('\n')
  expect(lines[0]).toBe('W2  784-32-10')
  expect(lines[1].trim().split(/\s{2,}/)).toEqual([
    'median',
    'best',
    '× naive',
    'GFLOP/s',
    'of roof',
    'loss',
    'MB',
    '+ MB',
  ])
  const kernels = lines.find((line) => /^ {2}kernels {4}/.test(line)) ?? ''
  // 8 GFLOP in 0.2 s are 40 GFLOP/s, all of the roof; 20 s / 0.2 s
  expect(kernels).toMatch(/ 0\.200 +0\.100 +100× +40\.0 +100 % +0\.2766/)
  expect(kernels).toContain('0.80 of jax scan’s time, aim ≤ 0.7: missed')
  expect(lines.findIndex((line) => line.includes('kernels, 2 threads'))).toBeLessThan(lines.indexOf(kernels))
  // two threads have a roof twice as high, and no peer here that has two
  expect(lines.find((line) => line.includes('kernels, 2 threads'))).toMatch(/200× +80\.0 +100 %/)
})

test('what was not measured to its end is said to be scaled up, and is no peer to be compared with', () => {
  const naive = table(rows, ruler)
    .split('\n')
    .find((line) => line.includes('9.1 naive'))
  expect(naive).toMatch(/1\.00× .* scaled up$/)
  const alone = table([row('kernels', [0.2]), row('numpy', [0.1], { isPeer: true, scaled: true })], ruler)
  expect(alone).not.toContain('numpy’s time')
})

test('an aim is reached at it, and not above', () => {
  const beside = (ours: number): string => table([row('kernels', [ours]), row('numpy', [1], { isPeer: true })], ruler)
  expect(beside(0.7)).toContain('0.70 of numpy’s time, aim ≤ 0.7: reached')
  expect(beside(0.72)).toContain('missed')
})

test('another step is compared with plain steps on as many threads, and with no peer', () => {
  const two = { threads: 2 }
  const lines = table(
    [
      row('kernels', [0.2]),
      row('kernels', [0.1], two),
      row('kernels, adam', [0.13], { ...two, base: 'kernels' }),
      row('kernels, momentum', [0.22], { base: 'kernels' }),
      row('numpy', [1], { isPeer: true }),
    ],
    ruler,
  ).split('\n')
  expect(lines.find((line) => line.includes('adam'))).toMatch(/ 1\.30 × the time of plain steps$/)
  expect(lines.find((line) => line.includes('momentum'))).toMatch(/ 1\.10 × the time of plain steps$/)
})

test('everything is compared with the lowest rung that was measured', () => {
  expect(baseOf(rows)?.contender).toBe('9.1 naive')
  expect(baseOf(rows.filter(({ contender }) => contender !== '9.1 naive'))?.contender).toBe('plain TypeScript')
  expect(baseOf([row('kernels', [1])])).toBeUndefined()
  expect(speed(row('kernels', [4, 2, 3]))).toBeCloseTo(1 / 3)
  expect(speed(row('kernels', [4, 2, 3], { higher: true }))).toBe(3)
})

test('the operations of a work: two products in the first layer, three in each other', () => {
  const of = (id: string) => works.find((work) => work.id === id) ?? works[0]
  expect(flopsOf(of('W3'), 10)).toBe(10 * 2 * 2 * 784 * 10)
  expect(flopsOf(of('W2'), 1)).toBe(2 * (2 * 784 * 32 + 3 * 32 * 10))
  expect(stepsOf(of('W2'), 60_000)).toBe(938)
})
