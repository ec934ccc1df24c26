import { formatPercent } from '../format.ts'
import { median } from '../stats.ts'

/** The measurements of one contender in one workload: seconds, GFLOP/s or µs of each round. */
export interface Row {
  readonly work: string
  readonly title: string
  readonly contender: string
  readonly threads: number
  readonly isPeer: boolean
  /** the contender that does the same with plain steps, if this one has steps of 6.8 or 6.9 */
  readonly base?: string
  readonly rounds: number[]
  readonly loss?: number
  readonly scaled?: boolean
  /** bytes that were allocated for numbers after the first step; peers have none */
  readonly taken?: number
  /** bytes: of all numbers, images included; for a peer, the peak of its process */
  readonly memory?: number
  /** floating-point operations of the timed work, skipped zeros included */
  readonly flops?: number
  /** True if more is better, as for GFLOP/s. */
  readonly higher?: boolean
}

/** The targets of the workloads, and the peak of a core in WebAssembly, in GFLOP/s. */
export interface BenchTargets {
  readonly targets: ReadonlyMap<string, number>
  readonly roof?: number
}

const first = 34

/** A table per workload: median, best, speed-up over naive, share of the roofline, share of the best peer's time at the same threads. */
export function table(rows: readonly Row[], ruler: BenchTargets): string {
  const ids = [...new Set(rows.map(({ work }) => work))]
  const blocks = ids.map((id) =>
    block(
      rows.filter(({ work }) => work === id),
      ruler,
    ),
  )
  return blocks.join('\n\n')
}

/** The baseline of the speed-up column: the slowest rung that was measured. */
export function baseOf(rows: readonly Row[]): Row | undefined {
  return (
    rows.find(({ contender }) => contender.includes('naive')) ?? rows.find(({ contender }) => contender === plainName)
  )
}

export const plainName = 'plain TypeScript'

export function speed({ higher, rounds }: Row): number {
  return higher ? median(rounds) : 1 / median(rounds)
}

function block(rows: readonly Row[], { targets, roof }: BenchTargets): string {
  const [{ work, title, higher = false }] = rows
  const base = baseOf(rows)
  const isTraining = rows.some(({ loss }) => loss !== undefined)
  const hasFlops = higher || rows.some(({ flops }) => flops !== undefined)
  const lines = rows
    .toSorted((a, b) => speed(b) - speed(a))
    .map((row) => {
      const best = higher ? Math.max(...row.rounds) : Math.min(...row.rounds)
      const name = `${row.contender}${row.threads > 1 ? `, ${row.threads} threads` : ''}`
      const cells = [
        [digits(median(row.rounds)), 9],
        [digits(best), 9],
        [base ? `${digits(speed(row) / speed(base))}×` : '', 9],
        ...(hasFlops ? ofRoof(row, roof) : []),
        ...(isTraining ? ofTraining(row) : []),
      ] as const
      const note = row.scaled ? 'scaled up' : beside(row, rows, targets.get(work))
      return `  ${name.padEnd(first)}${right(cells)}  ${note}`.trimEnd()
    })
  const head = [
    ['median', 9],
    ['best', 9],
    ['× naive', 9],
    ...(hasFlops
      ? ([
          ['GFLOP/s', 9],
          ['of roof', 9],
        ] as const)
      : []),
    ...(isTraining
      ? ([
          ['loss', 8],
          ['MB', 6],
          ['+ MB', 7],
        ] as const)
      : []),
  ] as const
  return [`${work}  ${title}`, `  ${''.padEnd(first)}${right(head)}`, ...lines].join('\n')
}

type Cell = readonly [text: string, width: number]

function right(cells: readonly Cell[]): string {
  return cells.map(([text, width]) => text.padStart(width)).join('')
}

/** GFLOP/s with zeros counted, and its share of the peak of these cores. It exceeds 100 % if zeros are skipped. */
function ofRoof(row: Row, roof: number | undefined): Cell[] {
  const done = row.higher ? median(row.rounds) : (row.flops ?? NaN) / median(row.rounds) / 1e9
  const share = roof === undefined || row.isPeer ? '' : formatPercent(done / (roof * row.threads), 0)
  return [
    [Number.isNaN(done) ? '' : digits(done), 9],
    [share, 9],
  ]
}

/** The last loss, the memory, and the memory that was added after the first step. */
function ofTraining({ loss, scaled, memory, taken }: Row): Cell[] {
  const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1e6).toFixed(0))
  return [
    [loss === undefined || scaled ? '' : loss.toFixed(4), 8],
    [megabytes(memory), 6],
    [megabytes(taken), 7],
  ]
}

/** The share of the best peer’s time at the same number of threads. A contender with a `base` is compared with that instead. */
function beside(row: Row, rows: readonly Row[], target: number | undefined): string {
  if (row.isPeer || row.higher) return ''
  if (row.base !== undefined) {
    const base = rows.find(({ contender, threads }) => contender === row.base && threads === row.threads)
    return base ? `${(speed(base) / speed(row)).toFixed(2)} × the time of plain steps` : ''
  }
  const peers = rows.filter(({ isPeer, threads, scaled }) => isPeer && threads === row.threads && !scaled)
  if (peers.length === 0) return ''
  const best = peers.reduce((a, b) => (speed(a) >= speed(b) ? a : b))
  const share = speed(best) / speed(row)
  const aim = target === undefined ? '' : `, aim ≤ ${target}: ${share <= target ? 'reached' : 'missed'}`
  return `${share.toFixed(2)} of ${best.contender}’s time${aim}`
}

function digits(v: number): string {
  if (v >= 100) return v.toFixed(0)
  if (v >= 10) return v.toFixed(1)
  return v >= 1 ? v.toFixed(2) : v.toPrecision(3)
}
