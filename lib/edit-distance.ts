/**
 * The Damerau–Levenshtein distance of two words. It is the number of letters to add, drop, replace, or swap with their neighbour, and
 * no letter takes part in two edits. d[i][j] is the distance of the first i and the first j letters.
 */
export function editDistance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j)) // i or j is 0
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      d[i][j] = Math.min(
        d[i - 1][j] + 1,
        d[i][j - 1] + 1,
        d[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
        isSwapped ? d[i - 2][j - 2] + 1 : Infinity,
      )
    }
  return d[a.length][b.length]
}
