/** The ladder of stage 9, from the bottom. Apart from its code, so that its names can be known without it. */
export const rungNames = ['naive', 'loop-order', 'in-place', 'skip-zeros', 'tiles', 'simd', 'threads'] as const
export type Rung = (typeof rungNames)[number]
