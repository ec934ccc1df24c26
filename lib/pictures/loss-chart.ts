import type { Chart } from './chart.ts'

/**
 * The losses of a training: a dot for each step, and a line through their means.
 * at: the number of epochs before each step   epochs: the end of the axis; by default that of the current epoch
 */
export function lossChart(
  at: readonly number[],
  losses: readonly number[],
  epochs = Math.max(1, Math.ceil(at.at(-1) ?? 1)),
): Chart {
  return {
    name: 'Training loss',
    dots: { x: at, y: losses },
    line: meansOf(at, losses),
    unit: 'epoch',
    end: epochs,
  }
}

/** The losses after each epoch, on the images for training and on those for validation. */
export function twoLossChart({
  training,
  validation,
}: Readonly<Record<'training' | 'validation', readonly number[]>>): Chart {
  const epochs = training.map((_, e) => e + 1)
  return {
    name: 'Loss',
    line: { x: epochs, y: training },
    beside: { line: { x: epochs, y: validation }, names: ['training', 'validation'] },
    unit: 'epoch',
    end: Math.max(1, epochs.length),
  }
}

/** The mean losses per tenth of an epoch, each at its middle. If an epoch has less than a hundred steps, one mean per epoch. */
export function meansOf(at: readonly number[], losses: readonly number[]): { x: number[]; y: number[] } {
  const pieces = at.length < 100 * (at.at(-1) ?? 0) ? 1 : 10
  const [x, y]: [number[], number[]] = [[], []]
  let [sum, count, piece] = [0, 0, 0]
  const put = (): void => {
    if (count === 0) return
    x.push((piece + 0.5) / pieces)
    y.push(sum / count)
  }
  for (let i = 0; i < at.length; i++) {
    const next = Math.ceil(at[i] * pieces - 1e-6) - 1
    if (next !== piece) {
      put()
      ;[sum, count, piece] = [0, 0, next]
    }
    sum += losses[i]
    count++
  }
  put()
  return { x, y }
}
