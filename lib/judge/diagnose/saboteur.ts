import type { Exercise } from '../../course/exercises.ts'

/** A function of a kata, without its types. */
export type Call = (...args: unknown[]) => unknown

/** What a function takes, gives and does somewhere in the tests of its exercise. */
export type Fact =
  | 'takes a tensor'
  | 'takes two tensors'
  | 'takes a list'
  | 'takes two lists'
  | 'takes a function'
  | 'gives a tensor'
  | 'gives a list'
  | 'gives a number'
  | 'gives a record'
  | 'gives something'
  | 'gives nothing'
  | 'gives NaN'
  | 'gives ∞'
  | 'throws'

/**
 * A saboteur makes a wrong function out of any right one. None may live in a function that it applies to. So a fault that an
 * author once thought of is looked for in every exercise, also in later ones.
 */
export interface Saboteur {
  readonly id: string
  /** what a spoiled function does: “keeps its first result” */
  readonly does: string
  /** It applies to functions for which all of these hold. */
  readonly needs: readonly Fact[]
  /** Called again for each use, since some keep state. */
  readonly spoil: (right: Call) => Call
}

/** Saboteurs that cannot make these functions wrong, with the reason. */
export interface Harmless {
  readonly targets: readonly string[]
  readonly saboteurs: readonly string[]
  readonly because: string
}

/**
 * A function that can be spoiled: the path of an export, “products.AB”. Depth 1 is a function that this one returns, such as
 * the way back of a pullback. Depth 2 is a function that such a function returns.
 */
export interface Target {
  readonly exercise: Exercise
  readonly path: readonly string[]
  readonly depth: number
}
