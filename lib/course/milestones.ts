import { type Exercise, exercises } from './exercises.ts'

/** What becomes possible once all of some exercises are done. */
interface Milestone {
  /** slugs, or whole stages */
  readonly needs: readonly string[]
  readonly says: string
}

/** what a drawn digit goes through, and the network that reads it */
const reading = ['idx', 'batches', 'glorot', 'apply-gradient', 'train', 'evaluate', 'predict'].map(
  (name) => `mnist/${name}`,
)

const milestones: readonly Milestone[] = [
  { needs: ['2-softmax'], says: 'The room “Softmax” runs on your code now: npm run play' },
  { needs: ['5-chain-link'], says: 'Your own arm reaches for the target now, drag it: npm run play' },
  { needs: ['mnist/train'], says: 'Your own loop trains on all 60,000 images now: npm run train -- --code katas' },
  { needs: reading, says: 'Your own network reads digits now: draw one in npm run play, room “Draw a digit”' },
  { needs: ['speed/simd'], says: 'Train on your own kernel: npm run train -- --code katas --rung simd' },
]

/** The sentences about what this exercise, as the last missing one, has made possible. */
export function milestonesOf(finished: Exercise, isDone: (exercise: Exercise) => boolean): string[] {
  return milestones.flatMap(({ needs, says }) => {
    const needed = exercises.filter(({ slug, stage }) => needs.includes(slug) || needs.includes(stage))
    return needed.includes(finished) && needed.every(isDone) ? [says] : []
  })
}
