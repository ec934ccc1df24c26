/**
 * The rungs of stage 9, from the slowest. They are apart from their code, so that a command can name them without
 * loading it.
 */
export const rungNames = ['naive', 'loop-order', 'in-place', 'skip-zeros', 'tiles', 'simd', 'threads'] as const
export type Rung = (typeof rungNames)[number]
