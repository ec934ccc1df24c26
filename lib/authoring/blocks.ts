/** What stands inside a block now, and what shall. */
export type Fill = (inside: string) => string

/**
 * The text of a Markdown page with each block <!-- begin: NAME --> … <!-- end: NAME --> filled by the function of its name. A block of
 * another name stays as it is. A function whose block is nowhere: Error.
 */
export function fillBlocks(text: string, page: string, fills: Readonly<Record<string, Fill>>): string {
  const missing = Object.keys(fills).find((name) => !text.includes(begin(name)) || !text.includes(end(name)))
  if (missing !== undefined)
    throw new Error(
      `${page} has no block “${missing}”. Write ${begin(missing)} before its place and ${end(missing)} after.`,
    )
  return text.replaceAll(/<!-- begin: ([^>]+?) -->([^]*?)<!-- end: \1 -->/g, (whole, name: string, inside: string) =>
    Object.hasOwn(fills, name) ? block(name, fills[name](inside)) : whole,
  )
}

export function block(name: string, inside: string): string {
  return `${begin(name)}${inside}${end(name)}`
}

function begin(name: string): string {
  return `<!-- begin: ${name} -->`
}

function end(name: string): string {
  return `<!-- end: ${name} -->`
}
