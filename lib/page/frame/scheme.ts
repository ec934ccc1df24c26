const dark = matchMedia('(prefers-color-scheme: dark)')

/** The column of the palette for the reader's colour scheme. */
export function screen(): 0 | 1 {
  return dark.matches ? 1 : 0
}

/** Calls the listener when the colour scheme changes. Returns a function that ends it. */
export function onScheme(listener: () => void): () => void {
  dark.addEventListener('change', listener)
  return () => dark.removeEventListener('change', listener)
}
