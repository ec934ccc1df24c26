import { scale } from '#kata/6-mnist/2-batches.ts'
import { network } from '#kata/6-mnist/3-glorot.ts'
import { train } from '#kata/6-mnist/5-train.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { lossCurve } from '#lib/pictures/curve'
import { blocks } from '#lib/pictures/svg'
import { seeded } from '#lib/random'

const [N, epochs, batchSize] = [200, 4, 20]

export function picture() {
  const digits = syntheticDigits(N, seeded(5))
  const examples = { images: scale(digits), labels: digits.labels }
  const chain = network([784, 16, 10], seeded(6))
  const steps = [...train(chain, examples, { epochs, batchSize, rate: 0.3, rng: seeded(7) })]
  const losses = steps.map(({ loss }) => loss)
  const means = Array.from({ length: epochs }, (_, epoch) => {
    const own = steps.filter((step) => step.epoch === epoch)
    return own.reduce((sum, { loss }) => sum + loss, 0) / own.length
  })
  const curve = { epochs: losses.map((_, i) => ((i + 1) * batchSize) / N), losses }
  const title = 'Your training on 200 drawn digits'
  return { svg: lossCurve(curve, means, title), text: `${title}: loss ${blocks(losses)} ${means.at(-1)?.toFixed(3)}` }
}
