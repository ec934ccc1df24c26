/** What the judge makes of a failure. */
export interface Diagnosis {
  readonly text: string
  /** ids of the misconceptions it names */
  readonly names: readonly string[]
  /** it takes the place of what the test itself makes of the failure: another exercise is at fault, say */
  readonly isInstead?: boolean
}

/** A diagnosis as properties of a test, for hints and reports: Vitest's UI shows them as well, so they are words. */
export function metaOf({ text, names }: Diagnosis): Record<string, string> {
  return { diagnosis: text, ...(names.length > 0 ? { misconception: names.join(', ') } : {}) }
}

export function diagnosisOf(meta: object): Pick<Diagnosis, 'text' | 'names'> | undefined {
  const { diagnosis: text, misconception } = meta as { diagnosis?: unknown; misconception?: unknown }
  if (typeof text !== 'string') return undefined
  return { text, names: typeof misconception === 'string' ? misconception.split(', ') : [] }
}
