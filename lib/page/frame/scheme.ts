const dark = matchMedia('(prefers-color-scheme: dark)')

/** The column of the palette that the reader's system prefers. */
export function screen(): 0 | 1 {
  return dark.matches ? 1 : 0
}

/** Calls back when the colour scheme changes; returns what ends it. */
export function onScheme(listener: () => void): () => void {
  dark.addEventListener('change', listener)
  return () => dark.removeEventListener('change', listener)
}
