import { relu } from '#kata/4-backprop/4-relu.ts'
import { Dense, forward } from '#kata/4-backprop/8-chain.ts'
import { lossGradient } from '#kata/4-backprop/9-gradient.ts'
import { gradientScatter } from '#lib/pictures/gradient-scatter'
import { createRandom } from '#lib/random'
import { type Tensor, tensor } from '#lib/tensor'
import * as oracle from '../../oracles/softmax.ts'

const labels = [0, 2, 1, 2]

export function picture() {
  const rng = createRandom(3)
  const drawn = (...shape: number[]) =>
    tensor(
      shape,
      Array.from({ length: shape.reduce((n, size) => n * size, 1) }, () => rng() - 0.5),
    )
  const x = drawn(4, 5)
  const chain = [Dense(drawn(5, 4), drawn(4), relu), Dense(drawn(4, 3), drawn(3))]
  const { gradient } = lossGradient(chain, x, labels)
  const pairs = chain.flatMap(({ W, b }, l) => [
    { analytic: gradient[l].W, numeric: quotients(W, () => lossOf(forward(chain, x))) },
    { analytic: gradient[l].b, numeric: quotients(b, () => lossOf(forward(chain, x))) },
  ])
  return gradientScatter(
    'two layers: your gradient against difference quotients',
    pairs.flatMap(({ analytic }) => Array.from(analytic.data)),
    pairs.flatMap(({ numeric }) => numeric),
  )
}

function lossOf(logits: Tensor): number {
  const p = oracle.softmax(logits)
  return labels.reduce((total, y, n) => total - Math.log(p.data[3 * n + y]), 0) / labels.length
}

function quotients({ data }: Tensor, loss: () => number): number[] {
  return Array.from(data, (v, i) => {
    data[i] = v + 1e-5
    const above = loss()
    data[i] = v - 1e-5
    const below = loss()
    data[i] = v
    return (above - below) / 2e-5
  })
}
