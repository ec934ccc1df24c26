import { readFileSync } from 'node:fs'
import { bars } from '#lib/pictures/bars'

/** The table of the lesson: rung, milliseconds for all numbers … one in five */
export function picture() {
  const rows = readFileSync('katas/9-speed/README.md', 'utf8').matchAll(
    /^\| (?:`matmulNaive` \(9.1\)|9\.\d+ (\S+)) \| ([\d.]+) \|[^|]*\| ([\d.]+) \|/gm,
  )
  const table = Array.from(rows, ([, name = 'naive', all, sparse]) => ({
    name,
    all: Number(all),
    sparse: Number(sparse),
  }))
  return bars(
    'milliseconds for (512, 784) · (784, 128), rung by rung',
    [
      { name: 'all numbers', values: table.map(({ all }) => all) },
      { name: 'one in five', values: table.map(({ sparse }) => sparse) },
    ],
    table.map(({ name }) => name),
  )
}
