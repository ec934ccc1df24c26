/** Whose code runs: in the page as JSON, and sent anew after each save. */
export interface Whose {
  /** of the tree, as a person reads it: katas */
  readonly tree: string
  /** slugs of the exercises that are not empty */
  readonly yours: readonly string[]
}

/** The dev server's event kata:saved. `at` is the moment, and makes the addresses of modules new. */
export interface Saved {
  readonly at: number
  readonly whose: Whose
}
