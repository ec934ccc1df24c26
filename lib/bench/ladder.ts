import { label, picture } from '../pictures/svg.ts'
import { type Row, baseOf, speed } from './table.ts'

const [width, left, line] = [760, 250, 22]

/** An SVG for light and dark screens: per workload a bar for each contender, with its speed-up over the lowest rung, on a logarithmic axis. */
export function ladder(rows: readonly Row[]): string {
  const blocks = [...new Set(rows.map(({ work }) => work))].flatMap((id) => {
    const own = rows.filter(({ work }) => work === id)
    const base = baseOf(own)
    return base && own.length > 1 ? [own.map((row) => ({ row, times: speed(row) / speed(base) }))] : []
  })
  const most = Math.max(10, ...blocks.flat().map(({ times }) => times))
  const x = (times: number): number => left + (Math.log(Math.max(times, 1)) / Math.log(most)) * (width - left - 60)
  const parts: string[] = []
  let y = 44
  for (const block of blocks) {
    const { work, title } = block[0].row
    parts.push(label(12, y, `${work}  ${title}`, 'style="font-weight:600"'))
    y += 8
    for (const { row, times } of block.toSorted((a, b) => a.times - b.times)) {
      const name = `${row.contender}${row.threads > 1 ? `, ${row.threads} threads` : ''}`
      parts.push(
        `<text x="${left - 8}" y="${y + 15}" text-anchor="end">${name}</text>`,
        `<rect x="${left}" y="${y + 3}" width="${Math.max(2, x(times) - left).toFixed(1)}" height="${line - 7}" fill="var(${row.isPeer ? '--peer' : '--line'})"/>`,
        `<text x="${(x(times) + 6).toFixed(1)}" y="${y + 15}">${times >= 100 ? times.toFixed(0) : times.toFixed(1)}×</text>`,
      )
      y += line
    }
    y += 30
  }
  const title = 'times as fast as the naive rung, logarithmic; blue: ours, grey: other libraries'
  return picture([width, y], title, [label(12, 20, title), ...parts]).svg
}
