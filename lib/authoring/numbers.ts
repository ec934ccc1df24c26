const words =
  'no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  )

/** ten, or 35: a number as a sentence has it. */
export function inWords(n: number): string {
  return words[n] ?? String(n)
}

/** 2¾: minutes as hours, to the quarter; never less than one quarter. */
export function inHours(minutes: number): string {
  const quarters = Math.max(1, Math.round(minutes / 15))
  const whole = Math.floor(quarters / 4)
  return `${whole === 0 ? '' : whole}${['', '¼', '½', '¾'][quarters % 4]}`
}
