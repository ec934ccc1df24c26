import type { Saboteur } from '#lib/judge/diagnose/saboteur'
import { float32, tensor } from '#lib/tensor'
import { changeNumbers, changeResults, changeTensors } from './parts/values.ts'

/** Answers whose numbers are wrong where numbers are large, small, special or many-digited. */

function spoilNumbers(
  id: string,
  does: string,
  change: (v: number) => number,
  needs: Saboteur['needs'] = [],
): Saboteur {
  return { id, does, needs, spoil: (right) => changeNumbers(right, change) }
}

const clip = (v: number, most: number): number => Math.max(-most, Math.min(most, v))

export const saboteurs: readonly Saboteur[] = [
  spoilNumbers('clips-at-10', 'clips its numbers at ±10', (v) => clip(v, 10)),
  spoilNumbers('clips-at-10000', 'clips its numbers at ±10,000', (v) => clip(v, 1e4)),
  spoilNumbers('clips-at-1e100', 'clips its numbers at ±1e100', (v) => clip(v, 1e100)),
  spoilNumbers('flushes-below-1e-7', 'takes numbers below 1e-7 for 0', (v) => (Math.abs(v) < 1e-7 ? 0 : v)),
  spoilNumbers('flushes-below-1e-12', 'takes numbers below 1e-12 for 0', (v) => (Math.abs(v) < 1e-12 ? 0 : v)),
  spoilNumbers('flushes-below-1e-150', 'takes numbers below 1e-150 for 0', (v) => (Math.abs(v) < 1e-150 ? 0 : v)),
  spoilNumbers('twelve-decimals', 'rounds to twelve decimals', (v) => (Math.abs(v) < 1e20 ? Number(v.toFixed(12)) : v)),
  spoilNumbers('ten-digits', 'rounds to ten digits', (v) => (Number.isFinite(v) ? Number(v.toPrecision(10)) : v)),
  spoilNumbers('in-float32', 'computes in float32', Math.fround),
  spoilNumbers('whole-numbers', 'rounds to whole numbers', Math.round),
  spoilNumbers('never-negative', 'gives no negative number', (v) => Math.abs(v)),
  spoilNumbers('opposite-sign', 'gives the opposite of each number', (v) => -v),
  spoilNumbers('nan-is-zero', 'takes NaN for 0', (v) => (Number.isNaN(v) ? 0 : v), ['gives NaN']),
  spoilNumbers('finite-at-most', 'takes ∞ for the largest number', (v) => clip(v, Number.MAX_VALUE), ['gives ∞']),
  spoilNumbers('one-percent-more', 'gives 1 % more of each number', (v) => v * 1.01),
  spoilNumbers('a-little-more', 'gives 1e-9 more of each number', (v) => v * (1 + 1e-9)),
  {
    id: 'reads-in-float32',
    does: 'reads its tensors in float32',
    needs: ['takes a tensor'],
    spoil: (right) => changeTensors(right, (x) => ({ shape: x.shape, data: x.data.map(Math.fround) })),
  },
  {
    id: 'always-float64',
    does: 'gives float64 whatever it was given',
    needs: ['gives a tensor'],
    spoil: (right) => changeResults(right, { tensor: ({ shape, data }) => tensor(shape, Float64Array.from(data)) }),
  },
  {
    id: 'always-float32',
    does: 'gives float32 whatever it was given',
    needs: ['gives a tensor'],
    spoil: (right) => changeResults(right, { tensor: (x) => float32(x) }),
  },
  {
    id: 'last-is-dropped',
    does: 'leaves the last number of a tensor at 0',
    needs: ['gives a tensor'],
    spoil: (right) =>
      changeResults(right, {
        tensor: (x) => ({ shape: x.shape, data: x.data.map((v, i) => (i === x.data.length - 1 ? 0 : v)) }),
      }),
  },
]
