/** What a training with --validate takes of the tree. It is bundled by itself, since other trainings do without it. */
export { bestEpoch, split } from '#kata/6-mnist/10-split.ts'
