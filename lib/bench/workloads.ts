/** A workload, named by its sizes. A batch of Infinity is all images at once. */
export interface Workload {
  readonly id: string
  readonly layers: readonly number[]
  readonly batch: number
  readonly rate: number
  /** the unit of work that the seconds measure */
  readonly per: 'step' | 'epoch'
  /** the kernels should take at most this share of the best peer’s time at the same number of threads */
  readonly target: number
}

export const works: readonly Workload[] = [
  { id: 'W1', layers: [784, 32, 10], batch: Infinity, rate: 0.1, per: 'step', target: 0.7 },
  { id: 'W2', layers: [784, 32, 10], batch: 64, rate: 0.1, per: 'epoch', target: 0.7 },
  { id: 'W3', layers: [784, 10], batch: 1, rate: 0.01, per: 'epoch', target: 0.3 },
  { id: 'W3b', layers: [784, 10], batch: 64, rate: 0.1, per: 'epoch', target: 0.6 },
  { id: 'W4a', layers: [784, 128, 10], batch: 128, rate: 0.1, per: 'epoch', target: 0.8 },
  { id: 'W4b', layers: [784, 512, 256, 10], batch: 128, rate: 0.1, per: 'epoch', target: 1.2 },
]

/** The number of measured steps with all images in one batch. */
export const fullSteps = 5

export function title({ layers, batch, per }: Workload): string {
  return `${layers.join('-')}, ${sizeOf(batch)}, s/${per}`
}

function sizeOf(batch: number): string {
  if (batch === Infinity) return 'all at once'
  return batch === 1 ? 'one at a time' : `batches of ${batch}`
}

export function stepsOf({ batch }: Workload, images: number): number {
  return batch === Infinity ? fullSteps : Math.ceil(images / batch)
}

/** Floating-point operations of one step or epoch, skipped zeros included: 2 for each multiply-add. */
export function flopsOf({ layers }: Workload, images: number): number {
  // forward, the gradient of W, and the gradient of the input for all layers but the first
  return images * layers.slice(1).reduce((sum, O, l) => sum + 2 * layers[l] * O * (l > 0 ? 3 : 2), 0)
}
