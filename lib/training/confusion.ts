/** (K, K): row t, column p: how many are a t and were read as p */
export interface Confusion {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

export interface ConfusionCell {
  readonly truth: number
  readonly read: number
  readonly count: number
  /** of all that are a `truth` */
  readonly share: number
}

export interface ConfusionTable {
  /** a row for each digit, by what it is */
  readonly rows: readonly { readonly truth: number; readonly total: number; readonly cells: readonly ConfusionCell[] }[]
  /** what was read wrong, the largest share of its row first */
  readonly mistakes: readonly ConfusionCell[]
}

/** The counts with their shares of the row, for a page or a terminal. */
export function confusionTable({ shape: [K], data }: Confusion): ConfusionTable {
  const digits = Array.from({ length: K }, (_, k) => k)
  const rows = digits.map((truth) => {
    const counts = digits.map((read) => data[truth * K + read])
    const total = counts.reduce((sum, count) => sum + count, 0)
    return { truth, total, cells: counts.map((count, read) => ({ truth, read, count, share: count / total })) }
  })
  const wrong = rows.flatMap(({ truth, cells }) => cells.filter(({ read, count }) => read !== truth && count > 0))
  return { rows, mistakes: wrong.toSorted((a, b) => b.share - a.share) }
}

/** The table in a terminal. */
export function confusionText(confusion: Confusion): string {
  const { rows } = confusionTable(confusion)
  const line = (values: readonly (string | number)[]): string => values.map((v) => String(v).padStart(6)).join('')
  return [
    'what it is, by row; what was read, by column',
    line(['', ...rows.map(({ truth }) => truth)]),
    ...rows.map(({ truth, cells }) => line([truth, ...cells.map(({ count }) => count || '·')])),
  ].join('\n')
}
