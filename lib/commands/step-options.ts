import { optimizerNames, usualRate } from '../training/optimizers.ts'
import type { RecipeName, Settings } from '../training/recipes.ts'
import type { Option } from './command-option.ts'
import { type Args, UsageError } from './command.ts'

/** The options of a training that say how its steps are taken. */
export const stepOptions: Readonly<Record<string, Option>> = {
  rate: { value: 'X', about: 'learning rate' },
  optimizer: {
    value: optimizerNames.join('|'),
    about: 'plain steps (the default), those of 6.8, or those of 6.9; at 0.1, 0.02 or 0.001 without --rate',
  },
  'linear-decay': { about: 'the rate falls to 0; from 0.2, 0.05 or 0.003 without --rate' },
}

/** The steps that the options ask for. `rate`: that of the recipe. Throws a UsageError if they do not go together. */
export function readSteps(
  given: Args,
  recipe: RecipeName,
  rate: number,
): Pick<Settings, 'rate' | 'optimizer' | 'linearDecay'> {
  const optimizer = given.choice('optimizer', optimizerNames, 'sgd')
  const linearDecay = given.has('linear-decay')
  const isPlain = optimizer === 'sgd' && !linearDecay
  if (recipe === 'article' && !isPlain)
    throw new UsageError(
      `--recipe article takes plain steps, as the articles do. Leave out --${linearDecay ? 'linear-decay' : 'optimizer'}, or the recipe.`,
    )
  const usual = isPlain ? rate : usualRate(optimizer, linearDecay)
  const chosen = given.number('rate', usual, 'a number above 0', (value) => value > 0 && value < Infinity)
  return isPlain ? { rate: chosen } : { rate: chosen, optimizer, linearDecay }
}
