import { quoteWord } from '../terminal/terminal.ts'
import { describeStep } from './optimizers.ts'
import type { Settings } from './recipes.ts'

/** 60000 images, batches of 32, rate 0.1, 10 epochs, seed 0 */
export function recipeOf(settings: Settings, examples: number): string {
  const { batch, epochs, seed } = settings
  return `${examples} images, ${batchesOf(batch, examples)}, ${describeStep(settings)}, ${epochs} epoch${epochs === 1 ? '' : 's'}, seed ${seed}`
}

export function batchesOf(batch: number, examples: number): string {
  if (batch >= examples) return `all ${examples} at once`
  return batch === 1 ? 'one image at a time' : `batches of ${batch}`
}

/** The command that repeats this training. */
export function commandLineOf(
  { model, recipe, epochs, batch, rate, seed, optimizer = 'sgd', linearDecay, examples, validate }: Settings,
  { code, rung, data, out }: { code: string; rung: string; data?: string; out?: string },
): string {
  const options: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ['model', model],
    ['recipe', recipe],
    ['epochs', epochs],
    ['batch', batch === Infinity ? undefined : batch],
    ['rate', rate],
    ['optimizer', optimizer === 'sgd' ? undefined : optimizer],
    ['seed', seed],
    ['examples', examples],
    ['validate', validate],
    ['code', code],
    ['rung', rung],
    ['data', data],
    ['out', out],
  ]
  const words = options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, quoteWord(String(value))]))
  return ['npm run train --', ...words, ...(linearDecay ? ['--linear-decay'] : [])].join(' ')
}
