import { confusion } from '#kata/6-mnist/6-evaluate.ts'
import { heatMaps } from '#lib/pictures/heat'

export function picture() {
  const truth = [0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 4]
  const read = [0, 0, 1, 1, 2, 2, 2, 3, 3, 2, 4, 4, 4, 1]
  return heatMaps('truth by row, what was read by column: what is right lies on the diagonal', [
    { name: 'confusion', tensor: confusion(read, truth, 5) },
  ])
}
