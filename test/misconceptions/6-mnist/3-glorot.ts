import type * as kata from '#kata/6-mnist/3-glorot.ts'
import { relu } from '#kata/4-backprop/4-relu.ts'
import { dense } from '#kata/4-backprop/5-dense.ts'
import { type Activation, type Chain, Dense, identity } from '#kata/4-backprop/8-chain.ts'
import { glorotUniform } from '#kata/6-mnist/3-glorot.ts'
import type { Answer, Misconception } from '#lib/judge/diagnose/answers'
import type { Random } from '#lib/random'
import { type Dtype, type Tensor, ValueError, zeros } from '#lib/tensor'

type Glorot = typeof kata.glorotUniform

/** wrong weights, and the network that is made of them */
function weights(W: Glorot): Answer<typeof kata> {
  return { glorotUniform: W, network: networking({ W }) }
}

/** every entry from a random number of its own, in the right order */
function entries(entry: (r: number, fanIn: number, fanOut: number) => number): Answer<typeof kata> {
  return weights((fanIn, fanOut, rng, dtype = 'float32') => {
    const W = zeros([fanIn, fanOut], dtype)
    for (let i = 0; i < W.data.length; i++) W.data[i] = entry(rng(), fanIn, fanOut)
    return W
  })
}

/** A network that is built in the right way, but for one belief. */
interface Plan {
  readonly W: Glorot
  readonly b: (fanOut: number, dtype: Dtype, rng: Random) => Tensor
  /** of layer l of L */
  readonly activation: (l: number, L: number, given: Activation, sizes: readonly number[]) => Activation
  readonly affine: (given: typeof dense) => typeof dense
}

const right: Plan = {
  W: glorotUniform,
  b: (fanOut, dtype) => zeros([fanOut], dtype),
  activation: (l, L, given) => (l < L - 1 ? given : identity),
  affine: (given) => given,
}

function networking(belief: Partial<Plan>): typeof kata.network {
  const { W, b, activation, affine } = { ...right, ...belief }
  return (sizes, rng, operations = { dense, relu }, dtype = 'float32') => {
    checkSizes(sizes)
    const L = sizes.length - 1
    return sizes
      .slice(1)
      .map((fanOut, l) =>
        Dense(
          W(sizes[l], fanOut, rng, dtype),
          b(fanOut, dtype, rng),
          activation(l, L, operations.relu, sizes),
          affine(operations.dense),
        ),
      )
  }
}

function checkSizes(sizes: readonly number[]): void {
  if (sizes.length >= 2) return
  throw new ValueError(`network wants at least two sizes, in and out, but got [${sizes.join(', ')}].`)
}

const width = (fanIn: number, fanOut: number): number => Math.sqrt(24 / (fanIn + fanOut))

/** normal weights of this variance, each from two uniform numbers (Box and Muller) */
function normal(variance: (fanIn: number, fanOut: number) => number): Glorot {
  return (fanIn, fanOut, rng, dtype = 'float32') => {
    const [W, deviation] = [zeros([fanIn, fanOut], dtype), Math.sqrt(variance(fanIn, fanOut))]
    for (let i = 0; i < W.data.length; i++) {
      const length = Math.sqrt(-2 * Math.log(1 - rng()))
      W.data[i] = deviation * length * Math.cos(2 * Math.PI * rng())
    }
    return W
  }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'M18',
    belief: 'weights are random numbers above 0',
    diagnosis: 'All weights are positive here, so they never cancel: look at the mean of what rng gives.',
    answer: () => entries((r, fanIn, fanOut) => r * width(fanIn, fanOut)),
  },
  {
    id: 'glorot-unscaled',
    belief: 'weights around zero are enough, whatever the layer is',
    diagnosis: 'The weights reach from −½ to ½ in every layer, however wide it is.',
    answer: () => entries((r) => r - 0.5),
  },
  {
    id: 'glorot-six',
    belief: 'it is the root of 6 / (fanIn + fanOut)',
    diagnosis: 'The spread is half of what it should be: √(6/…) is how far the weights reach to one side.',
    answer: () => entries((r, fanIn, fanOut) => (r - 0.5) * Math.sqrt(6 / (fanIn + fanOut))),
  },
  {
    id: 'glorot-both-sides',
    belief: 'the root is how far the weights reach to each side',
    diagnosis: 'The spread is twice what it should be: the weights reach √(24/…) to each side.',
    answer: () => entries((r, fanIn, fanOut) => (2 * r - 1) * width(fanIn, fanOut)),
  },
  {
    id: 'glorot-no-root',
    belief: 'the factor is the variance',
    diagnosis: 'The factor is 24 / (fanIn + fanOut) itself, without the root.',
    answer: () => entries((r, fanIn, fanOut) => ((r - 0.5) * 24) / (fanIn + fanOut)),
  },
  {
    id: 'glorot-in-only',
    belief: 'only the inputs matter: a variance of 1 / fanIn',
    diagnosis: 'The spread depends on fanIn alone: a layer with twice as many outputs begins with the same weights.',
    answer: () => entries((r, fanIn) => (r - 0.5) * Math.sqrt(12 / fanIn)),
  },
  {
    id: 'glorot-product',
    belief: 'it is divided by the number of weights',
    diagnosis: 'The root has fanIn · fanOut in it. Compare that with the formula for 784 and 32.',
    answer: () => entries((r, fanIn, fanOut) => (r - 0.5) * Math.sqrt(24 / (fanIn * fanOut))),
  },
  {
    id: 'glorot-one-number',
    belief: 'the random number is drawn once, before the loop',
    diagnosis: 'All weights of a layer are the same number: how often is rng called?',
    answer: () =>
      weights((fanIn, fanOut, rng, dtype = 'float32') => {
        const W = zeros([fanIn, fanOut], dtype)
        W.data.fill((rng() - 0.5) * width(fanIn, fanOut))
        return W
      }),
  },
  {
    id: 'glorot-by-columns',
    belief: 'the weights of one output are drawn together',
    diagnosis: 'The right numbers stand in the wrong places: rng is read column by column here.',
    answer: () =>
      weights((fanIn, fanOut, rng, dtype = 'float32') => {
        const W = zeros([fanIn, fanOut], dtype)
        for (let j = 0; j < fanOut; j++)
          for (let i = 0; i < fanIn; i++) W.data[i * fanOut + j] = (rng() - 0.5) * width(fanIn, fanOut)
        return W
      }),
  },
  {
    id: 'glorot-out-by-in',
    belief: 'W is (fanOut, fanIn), as in W·x',
    diagnosis: 'The shape is (fanOut, fanIn), as for columns. In this house a layer is x·W.',
    answer: () => weights((fanIn, fanOut, ...rest) => glorotUniform(fanOut, fanIn, ...rest)),
  },
  {
    id: 'glorot-float64',
    belief: 'numbers are float64 unless one says otherwise',
    diagnosis: 'Without a dtype the weights are float64 here: look at the default of the last argument.',
    answer: () => weights((fanIn, fanOut, rng, dtype = 'float64') => glorotUniform(fanIn, fanOut, rng, dtype)),
  },
  {
    id: 'glorot-dtype-forgotten',
    belief: 'zeros(shape) has the dtype that was asked for',
    diagnosis: 'The weights are float64, whatever dtype is asked for: where does the last argument go?',
    answer: () => weights((fanIn, fanOut, rng) => glorotUniform(fanIn, fanOut, rng, 'float64')),
  },
  {
    id: 'glorot-always-float32',
    belief: 'weights are float32',
    diagnosis: 'The weights are float32, whatever dtype is asked for: where does the last argument go?',
    answer: () => ({ glorotUniform: (fanIn, fanOut, rng) => glorotUniform(fanIn, fanOut, rng, 'float32') }),
  },
  {
    id: 'glorot-no-parentheses',
    belief: '24 / fanIn + fanOut is 24 / (fanIn + fanOut)',
    diagnosis: 'fanOut is added to a quotient here, so a wide layer begins with huge weights. What is divided by what?',
    answer: () => entries((r, fanIn, fanOut) => (r - 0.5) * Math.sqrt(24 / fanIn + fanOut)),
  },
  {
    id: 'glorot-root-of-24-only',
    belief: 'the root is that of 24',
    diagnosis: 'Only the 24 is under the root: the weights are too small, and more so in a wide layer.',
    answer: () => entries((r, fanIn, fanOut) => ((r - 0.5) * Math.sqrt(24)) / (fanIn + fanOut)),
  },
  {
    id: 'glorot-he',
    belief: 'a layer with relu has a variance of 2 / fanIn',
    diagnosis: 'The variance is 2 / fanIn here. That is the rule of He, which looks at the inputs alone.',
    answer: () => entries((r, fanIn) => (r - 0.5) * Math.sqrt(24 / fanIn)),
  },
  {
    id: 'glorot-one-over-root',
    belief: 'the weights reach to 1/√fanIn on each side',
    diagnosis: 'The weights reach to 1/√fanIn on each side: the number of outputs does not enter.',
    answer: () => entries((r, fanIn) => (2 * r - 1) / Math.sqrt(fanIn)),
  },
  {
    id: 'glorot-normal',
    belief: 'weights are normal, and two random numbers make one of them',
    diagnosis: 'The weights are normal here, with the right variance, and each reads two numbers of rng.',
    answer: () => weights(normal((fanIn, fanOut) => 2 / (fanIn + fanOut))),
  },
  {
    id: 'glorot-he-normal',
    belief: 'weights are normal, with a variance of 2 / fanIn',
    diagnosis: 'The weights are normal here, with the variance 2 / fanIn of He, and each reads two numbers of rng.',
    answer: () => weights(normal((fanIn) => 2 / fanIn)),
  },
  {
    id: 'M17',
    belief: 'a network begins at zero, and learns the rest',
    diagnosis:
      'All weights of the network are 0: all hidden units are the same, get the same gradient and stay the same.',
    answer: () => ({
      network: networking({ W: (fanIn, fanOut, _, dtype = 'float32') => zeros([fanIn, fanOut], dtype) }),
    }),
  },
  {
    id: 'network-relu-last',
    belief: 'every layer has a relu',
    diagnosis: 'The last layer has a relu too: it can never give a negative logit.',
    answer: () => ({ network: networking({ activation: (_, __, given) => given }) }),
  },
  {
    id: 'network-linear',
    belief: 'relu is no part of the network',
    diagnosis: 'No layer has a relu: two layers without it are one.',
    answer: () => ({ network: networking({ activation: () => identity }) }),
  },
  {
    id: 'network-relu-first',
    belief: 'relu comes after the first layer',
    diagnosis: 'Only the first layer has a relu: look at a network of three layers, and at one of a single layer.',
    answer: () => ({ network: networking({ activation: (l, _, given) => (l === 0 ? given : identity) }) }),
  },
  {
    id: 'network-relu-by-first-place',
    belief: 'indexOf says which layer this is',
    diagnosis: 'Which layer is the last one is asked of its size: sizes that repeat are found at their first place.',
    answer: () => ({
      network: networking({
        activation: (l, L, given, sizes) => (sizes.indexOf(sizes[l + 1]) < L ? given : identity),
      }),
    }),
  },
  {
    id: 'network-relu-by-size',
    belief: 'the last layer is the one with the last size',
    diagnosis:
      'Layers that are as wide as the last one have no relu: being last is asked of the size, not of the place.',
    answer: () => ({
      network: networking({
        activation: (l, L, given, sizes) => (sizes[l + 1] === sizes[L] ? identity : given),
      }),
    }),
  },
  {
    id: 'network-shared-weights',
    belief: 'layers of the same sizes begin with the same weights',
    diagnosis: 'Layers of the same sizes have one and the same W: what one of them learns, the other has learned too.',
    answer: () => ({
      network(sizes, rng, ...rest) {
        const drawn = new Map<string, Tensor>()
        const W: Glorot = (fanIn, fanOut, ...more) => {
          const known = drawn.get(`${fanIn} ${fanOut}`) ?? glorotUniform(fanIn, fanOut, ...more)
          drawn.set(`${fanIn} ${fanOut}`, known)
          return known
        }
        return networking({ W })(sizes, rng, ...rest)
      },
    }),
  },
  {
    id: 'network-shared-biases',
    belief: 'zeros are zeros: one tensor of them will do',
    diagnosis: 'Layers of the same size share one bias: it is 0 for both only until one of them learns.',
    answer: () => ({
      network(sizes, rng, ...rest) {
        const made = new Map<number, Tensor>()
        const b: Plan['b'] = (fanOut, dtype) => {
          const known = made.get(fanOut) ?? zeros([fanOut], dtype)
          made.set(fanOut, known)
          return known
        }
        return networking({ b })(sizes, rng, ...rest)
      },
    }),
  },
  {
    id: 'network-kept-biases',
    belief: 'zeros are zeros, for the next network too',
    diagnosis: 'The biases of one network are those of the next one too: it begins with what the first has learned.',
    answer: () => {
      const made = new Map<string, Tensor>()
      const b: Plan['b'] = (fanOut, dtype) => {
        const known = made.get(`${fanOut} ${dtype}`) ?? zeros([fanOut], dtype)
        made.set(`${fanOut} ${dtype}`, known)
        return known
      }
      return { network: networking({ b }) }
    },
  },
  {
    id: 'network-eats-sizes',
    belief: 'a list may be worked off',
    diagnosis: 'The list of sizes that was handed in is shorter afterwards: a second network has no sizes left.',
    answer: () => {
      const network = networking({})
      return {
        network(sizes, ...rest) {
          const chain = network([...sizes], ...rest)
          if (Array.isArray(sizes)) sizes.length = 0
          return chain
        },
      }
    },
  },
  {
    id: 'network-random-biases',
    belief: 'biases are drawn like weights',
    diagnosis: 'The biases are random here: look at what they should begin with, and at who else reads the rng.',
    answer: () => ({
      network: networking({
        b: (fanOut, dtype, rng) => ({ shape: [fanOut], data: glorotUniform(1, fanOut, rng, dtype).data }),
      }),
    }),
  },
  {
    id: 'network-biases-of-one',
    belief: 'a bias begins at 1',
    diagnosis: 'The biases begin at 1 here.',
    answer: () => ({
      network: networking({ b: (fanOut, dtype) => ({ shape: [fanOut], data: zeros([fanOut], dtype).data.fill(1) }) }),
    }),
  },
  {
    id: 'network-float64-biases',
    belief: 'zeros have the dtype of the weights',
    diagnosis:
      'Weights and biases have different dtypes when none is asked for: zeros are float64 unless told otherwise.',
    answer: () => ({ network: networking({ b: (fanOut) => zeros([fanOut]) }) }),
  },
  {
    id: 'network-float32-biases',
    belief: 'a network is float32, its biases at least',
    diagnosis: 'Whatever dtype is asked for, the biases are float32: follow the last argument.',
    answer: () => ({ network: networking({ b: (fanOut) => zeros([fanOut], 'float32') }) }),
  },
  {
    id: 'network-float32',
    belief: 'a network is float32',
    diagnosis: 'Whatever dtype is asked for, the weights are float32: follow the last argument.',
    answer: () => ({ network: networking({ W: (fanIn, fanOut, rng) => glorotUniform(fanIn, fanOut, rng) }) }),
  },
  {
    id: 'network-last-layer-first',
    belief: 'the order in which layers are drawn makes no difference',
    diagnosis:
      'The last layer reads the rng first: the same seed gives other weights than drawing from the first to the last.',
    answer: () => ({
      network(sizes, rng, operations = { dense, relu }, dtype = 'float32'): Chain {
        checkSizes(sizes)
        const drawn: Tensor[] = []
        for (let l = sizes.length - 2; l >= 0; l--) drawn[l] = glorotUniform(sizes[l], sizes[l + 1], rng, dtype)
        let l = 0
        return networking({ W: () => drawn[l++] })(sizes, rng, operations, dtype)
      },
    }),
  },
  {
    id: 'network-own-dense',
    belief: 'Dense knows how to multiply',
    diagnosis: 'operations.dense is never called: every layer has the default one.',
    answer: () => ({ network: networking({ affine: () => dense }) }),
  },
  {
    id: 'network-own-relu',
    belief: 'there is only one relu',
    diagnosis: 'operations.relu is never called: the layers have the imported one.',
    answer: () => ({ network: networking({ activation: (l, L) => (l < L - 1 ? relu : identity) }) }),
  },
  {
    id: 'network-hidden-only',
    belief: 'the last size is that of the output, which is no layer',
    diagnosis: 'A layer is missing: three sizes should make two layers.',
    answer: () => {
      const network = networking({})
      return {
        network(sizes, ...rest) {
          checkSizes(sizes)
          return sizes.length === 2 ? [] : network(sizes.slice(0, -1), ...rest)
        },
      }
    },
  },
]
