/** · not begun, ✗ wrong, ✓ done, ↻ to be run again; the current exercise is ▸ whatever its state */
export type Mark = 'empty' | 'wrong' | 'done' | 'stale'

export const signs: Record<Mark, string> = { empty: '·', wrong: '✗', done: '✓', stale: '↻' }
