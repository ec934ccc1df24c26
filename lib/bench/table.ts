import { formatPercent } from '../format.ts'
import { median } from '../stats.ts'

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
  /** floating-point operations of what was timed, as if no zero were skipped */
  readonly flops?: number
  /** is more better? seconds: no, GFLOP/s: yes */
  readonly higher?: boolean
}

/** What tables are drawn with: the aims of the works, and the most multiply-adds a core can do in WebAssembly, in GFLOP/s. */
export interface BenchTargets {
  readonly targets: ReadonlyMap<string, number>
  readonly roof?: number
}

const first = 34

/** A table per work: median, best, beside naive, beside the roofline, beside the best peer at the same threads. */
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

/** GFLOP/s, zeros counted, and the share of the most that so many cores can do: above 100 % where zeros are skipped */
function ofRoof(row: Row, roof: number | undefined): Cell[] {
  const done = row.higher ? median(row.rounds) : (row.flops ?? NaN) / median(row.rounds) / 1e9
  const share = roof === undefined || row.isPeer ? '' : formatPercent(done / (roof * row.threads), 0)
  return [
    [Number.isNaN(done) ? '' : digits(done), 9],
    [share, 9],
  ]
}

/** the last loss; how much memory, and how much was added after the first step */
function ofTraining({ loss, scaled, memory, taken }: Row): Cell[] {
  const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '' : (bytes / 1e6).toFixed(0))
  return [
    [loss === undefined || scaled ? '' : loss.toFixed(4), 8],
    [megabytes(memory), 6],
    [megabytes(taken), 7],
  ]
}

/** of the best peer’s time, at the same number of threads */
function beside(row: Row, rows: readonly Row[], target: number | undefined): string {
  if (row.isPeer || row.higher) return ''
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
