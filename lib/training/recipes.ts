import type { OptimizerName } from './optimizers.ts'

/** The settings of `npm run train`. */
export interface Settings {
  readonly model: Model
  readonly recipe: RecipeName
  readonly epochs: number
  /** examples per step; Infinity: all of them */
  readonly batch: number
  readonly rate: number
  readonly seed: number
  /** train on the first so many images; undefined: on all */
  readonly examples?: number
  /** the share of them that is held out for validation; undefined: none */
  readonly validate?: number
  /** plain steps by default */
  readonly optimizer?: OptimizerName
  /** the rate falls to 0 */
  readonly linearDecay?: boolean
}

export type Model = 'softmax' | 'mlp'
export type RecipeName = 'minibatch' | 'article'

export const models: readonly Model[] = ['softmax', 'mlp']
export const recipeNames: readonly RecipeName[] = ['minibatch', 'article']

/** The sizes between the pixels and the ten digits. */
export const hidden: Record<Model, readonly number[]> = { softmax: [], mlp: [32] }

/**
 * minibatch: 32 images at a time, shuffled in each epoch. article: as in the two articles, in the order of the file;
 * softmax takes one image at a time, mlp all images at once.
 */
export const recipes: Record<
  Model,
  Record<RecipeName, { epochs: number; batch: number; rate: number; shuffled: boolean }>
> = {
  softmax: {
    minibatch: { epochs: 10, batch: 32, rate: 0.1, shuffled: true },
    article: { epochs: 1, batch: 1, rate: 0.01, shuffled: false },
  },
  mlp: {
    minibatch: { epochs: 10, batch: 32, rate: 0.1, shuffled: true },
    article: { epochs: 100, batch: Infinity, rate: 0.1, shuffled: false },
  },
}
