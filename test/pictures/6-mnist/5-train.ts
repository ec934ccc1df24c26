import { scale } from '#kata/6-mnist/2-batches.ts'
import { network } from '#kata/6-mnist/3-glorot.ts'
import { train } from '#kata/6-mnist/5-train.ts'
import { syntheticDigits } from '#lib/data/synthetic'
import { chartPicture } from '#lib/pictures/chart'
import { lossChart } from '#lib/pictures/loss-chart'
import { blocks } from '#lib/pictures/svg'
import { createRandom } from '#lib/random'

const [N, epochs, batchSize] = [200, 4, 20]

export function picture() {
  const digits = syntheticDigits(N, createRandom(5))
  const examples = { images: scale(digits), labels: digits.labels }
  const chain = network([784, 16, 10], createRandom(6))
  const steps = [...train(chain, examples, { epochs, batchSize, rate: 0.3, rng: createRandom(7) })]
  const losses = steps.map(({ loss }) => loss)
  const at = losses.map((_, i) => ((i + 1) * batchSize) / N)
  const { svg, text } = chartPicture('Your training on 200 drawn digits', lossChart(at, losses))
  return { svg, text: `${text} ${blocks(losses)}` }
}
