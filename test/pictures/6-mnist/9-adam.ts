import { step } from '#kata/6-mnist/4-apply-gradient.ts'
import { momentum } from '#kata/6-mnist/8-momentum.ts'
import { adam } from '#kata/6-mnist/9-adam.ts'
import { descend, valleyPicture } from '#lib/pictures/valley'

export function picture() {
  const paths = [
    descend('step', step, 0.075, 40),
    descend('momentum', momentum(0.7), 0.03, 40),
    descend('adam', adam(), 0.1, 40),
  ]
  return valleyPicture('40 steps in a valley that is 25 times as steep across as along', paths)
}
