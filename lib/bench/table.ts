import { median } from '../training/median.ts'
/** The measurements of one contender at one work: seconds, GFLOP/s or µs of each round. */
export interface Row {
  readonly work: string
  readonly title: string
  readonly contender: string
  readonly threads: number
  readonly isPeer: boolean
  readonly rounds: number[]
  readonly loss?: number
  readonly scaled?: boolean
  /** ours: bytes taken for numbers after the first step */
  readonly taken?: number
  /** bytes: ours, of all numbers, images included; a peer's, the most its process had */
  readonly memory?: number
  /** is more better? seconds: no, GFLOP/s: yes */
  readonly higher?: boolean
}

/** A table per work: median, best, beside naive TypeScript, beside the best peer at the same threads. */
export function table(rows: readonly Row[], targets: ReadonlyMap<string, number>): string {
  const ids = [...new Set(rows.map(({ work }) => work))]
  return ids
    .map((id) =>
      block(
        rows.filter(({ work }) => work === id),
        targets.get(id),
      ),
    )
    .join('\n\n')
}

function block(rows: readonly Row[], target: number | undefined): string {
  const [{ work, title, higher = false }] = rows
  const speed = (row: Row): number => (higher ? median(row.rounds) : 1 / median(row.rounds))
  const base = rows.find(({ contender }) => contender === 'plain TypeScript')
  const lines = rows
    .toSorted((a, b) => speed(b) - speed(a))
    .map((row) => {
      const best = higher ? Math.max(...row.rounds) : Math.min(...row.rounds)
      const name = `${row.contender}${row.threads > 1 ? `, ${row.threads} threads` : ''}`
      const times = base ? `${(speed(row) / speed(base)).toFixed(1)}×` : ''
      return `  ${name.padEnd(34)}${digits(median(row.rounds)).padStart(9)}${digits(best).padStart(9)}${times.padStart(9)}${row.loss === undefined ? '' : (row.scaled ? '' : row.loss.toFixed(4)).padStart(9)}${memory(row)}  ${row.scaled ? 'scaled up' : beside(row, rows, target, speed)}`
    })
  const head = `  ${''.padEnd(34)}${'median'.padStart(9)}${'best'.padStart(9)}${'× plain'.padStart(9)}${rows.some(({ loss }) => loss !== undefined) ? `${'loss'.padStart(9)}${'MB'.padStart(7)}${'+ MB'.padStart(7)}` : ''}`
  return [`${work}  ${title}`, head, ...lines].join('\n')
}

/** of the best peer’s time, at the same number of threads */
function beside(row: Row, rows: readonly Row[], target: number | undefined, speed: (row: Row) => number): string {
  if (row.isPeer || row.higher) return ''
  const peers = rows.filter(({ isPeer, threads, scaled }) => isPeer && threads === row.threads && !scaled)
  if (peers.length === 0) return ''
  const best = peers.reduce((a, b) => (speed(a) >= speed(b) ? a : b))
  const share = speed(best) / speed(row)
  const aim = target === undefined ? '' : `, aim ≤ ${target}: ${share <= target ? 'reached' : 'missed'}`
  return `${share.toFixed(2)} of ${best.contender}’s time${aim}`
}

/** how much memory, and how much was added after the first step */
function memory({ loss, memory, taken }: Row): string {
  if (loss === undefined) return ''
  const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1e6).toFixed(0))
  return megabytes(memory).padStart(7) + megabytes(taken).padStart(7)
}

function digits(v: number): string {
  return v >= 100 ? v.toFixed(0) : v >= 1 ? v.toFixed(2) : v.toPrecision(3)
}
