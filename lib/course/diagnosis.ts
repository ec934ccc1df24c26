/** What the judge says about a failure. */
export interface Diagnosis {
  readonly text: string
  /** the ids of the misconceptions that it names */
  readonly names: readonly string[]
  /** true: the text replaces the test's own message, for example because another exercise is at fault */
  readonly isInstead?: boolean
}

/** A diagnosis as properties of a test, for hints and reports. Vitest's UI shows them too, so they are words. */
export function metaOf({ text, names }: Diagnosis): Record<string, string> {
  return { diagnosis: text, ...(names.length > 0 ? { misconception: names.join(', ') } : {}) }
}

export function diagnosisOf(meta: object): Pick<Diagnosis, 'text' | 'names'> | undefined {
  const { diagnosis: text, misconception } = meta as { diagnosis?: unknown; misconception?: unknown }
  if (typeof text !== 'string') return undefined
  return { text, names: typeof misconception === 'string' ? misconception.split(', ') : [] }
}
