/**
 * Does a message show a value, in whatever way it is written? [2, 3] is there as (2, 3), 2,3, 2 × 3 and [2][3] as well, −2 with
 * either minus, and ∞ as Infinity. A word is there as it stands.
 */
export function mentions(message: string, word: string): boolean {
  if (message.includes(word)) return true
  const list = /^\[(.+)\]$/.exec(word)
  const values = (list ? list[1] : word).split(', ')
  if (!values.every((value) => forms(value) !== undefined)) return false
  const between = String.raw`[\s,;×x*·\]\[()]+(?:by |and )?`
  return new RegExp(String.raw`(?<![\w.−-])${values.map(forms).join(between)}(?![\w]|\.\d)`).test(message)
}

/** How a number may be written, as a pattern. undefined: it is no number. */
function forms(value: string): string | undefined {
  if (value === '∞' || value === 'Infinity') return '(?:∞|Infinity)'
  if (value === '-Infinity') return '[-−](?:∞|Infinity)'
  if (!/^-?\d+(\.\d+)?$/.test(value)) return undefined
  return value.replace('-', '[-−]').replace('.', String.raw`\.`)
}
