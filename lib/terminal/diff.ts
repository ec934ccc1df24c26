/** One line of a comparison: in both, only in the first (−), or only in the second (+). */
export interface Line {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/**
 * The shortest edit from one list of lines to another, by their longest common subsequence. It is meant for a few
 * hundred lines.
 */
export function diffLines(from: readonly string[], to: readonly string[]): Line[] {
  // common[i][j]: how many lines from.slice(i) and to.slice(j) have in common, in order
  const common = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1))
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length - 1; j >= 0; j--)
      common[i][j] = from[i] === to[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1])
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      lines.push({ sign: ' ', text: from[i] })
      ;[i, j] = [i + 1, j + 1]
    } else if (j >= to.length || (i < from.length && common[i + 1][j] >= common[i][j + 1]))
      lines.push({ sign: '-', text: from[i++] })
    else lines.push({ sign: '+', text: to[j++] })
  }
  return lines
}

/** A unified diff without file names: hunks with `context` equal lines around them. Returns '' if nothing differs. */
export function formatUnifiedDiff(from: string, to: string, context = 3): string {
  const lines = diffLines(linesOf(from), linesOf(to))
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some(({ sign }) => sign !== ' '),
  )
  let [a, b] = [1, 1]
  const hunks: string[] = []
  let hunk: { head: [a: number, b: number]; lines: Line[] } | undefined
  lines.forEach((line, i) => {
    if (near[i]) (hunk ??= { head: [a, b], lines: [] }).lines.push(line)
    else if (hunk) hunks.push(formatHunk(hunk))
    if (!near[i]) hunk = undefined
    if (line.sign !== '+') a++
    if (line.sign !== '-') b++
  })
  return [...hunks, ...(hunk ? [formatHunk(hunk)] : [])].join('\n')
}

function formatHunk({ head: [a, b], lines }: { head: [a: number, b: number]; lines: readonly Line[] }): string {
  const count = (sign: '-' | '+'): number => lines.filter((line) => line.sign !== sign).length
  const head = `@@ -${a},${count('+')} +${b},${count('-')} @@`
  return [head, ...lines.map(({ sign, text }) => `${sign}${text}`)].join('\n')
}

function linesOf(text: string): string[] {
  return text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n')
}
