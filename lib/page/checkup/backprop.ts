import { matrix, vector } from '../../tensor.ts'
import { layer, relu as gate } from './network.ts'
import { spotCheck } from './spot-check.ts'
import { logits, probabilities } from './softmax.ts'

const x = () => matrix([1, 2, 3], [4, 5, 6])
const W = () => matrix([1, 0], [2, -1], [0, 3])
const dy = () => matrix([1, 2], [3, -1])

/** A network 3 → 2 → 3 with relu between, and two examples for it. */
export const chain = () => [
  layer(matrix([0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]), vector(0.1, 0.2), gate),
  layer(matrix([1, -1, 0.5], [-0.5, 0.25, 2]), vector(0, 0.1, -0.1)),
]
export const images = () => matrix([1, 2, 0.5], [-1, 0.5, 2])

/** The gradient of the mean loss over the two examples, with the labels 2 and 0. */
const gradientOfChain = [
  {
    W: [
      [-0.0301492, -1.3501884],
      [-0.0602984, 0.2810412],
      [-0.0150746, 2.3063238],
    ],
    b: [-0.0301492, 1.034946],
  },
  {
    W: [
      [0.0218419, 0.0183354, -0.0401773],
      [-0.8459372, 0.0809173, 0.7650199],
    ],
    b: [-0.4545213, 0.0579185, 0.3966029],
  },
]

export const ofBackprop = [
  spotCheck('backprop/numerical-gradient', ({ numericalGradient }, checks) => {
    const f = ({ data: [a, b, c, d] }: { data: ArrayLike<number> & Iterable<number> }): number => a * a + 3 * b - c * d
    checks.tensor(
      'numericalGradient(x₀² + 3·x₁ − x₂·x₃, [[1, 2], [3, 4]])',
      numericalGradient(f, matrix([1, 2], [3, 4])),
      [
        [2, 3],
        [-4, -3],
      ],
    )
  }),
  spotCheck('backprop/pullback', ({ mul, sin, compose }, checks) => {
    const [product, ofProduct] = checks.pair('mul(3, 4)', mul(3, 4))
    checks.number('mul(3, 4)', product, 12)
    checks.list('back(2) of mul(3, 4)', ofProduct(2), [8, 6])
    const [wave, ofWave] = checks.pair('sin(1)', sin(1))
    checks.number('sin(1)', wave, Math.sin(1))
    checks.list('back(2) of sin(1)', ofWave(2), [2 * Math.cos(1)])
    const [both, ofBoth] = checks.pair('compose(mul, sin)(3, 4)', compose(mul, sin)(3, 4))
    checks.number('compose(mul, sin)(3, 4)', both, Math.sin(12))
    checks.list('back(2) of compose(mul, sin)(3, 4)', ofBoth(2), [8 * Math.cos(12), 6 * Math.cos(12)])
  }),
  spotCheck('backprop/relu', ({ relu }, checks) => {
    const [y, back] = checks.pair('relu([[−1, 20], [0, 0.5]])', relu(matrix([-1, 20], [0, 0.5])))
    checks.tensor('relu([[−1, 20], [0, 0.5]])', y, [
      [0, 20],
      [0, 0.5],
    ])
    const [dx] = checks.array('back([[5, 6], [7, −8]]) of relu([[−1, 20], [0, 0.5]])', back(matrix([5, 6], [7, -8])), 1)
    checks.tensor('back([[5, 6], [7, −8]]) of relu([[−1, 20], [0, 0.5]])', dx, [
      [0, 6],
      [0, -8],
    ])
  }),
  spotCheck('backprop/dense', ({ dense }, checks) => {
    const [y, back] = checks.pair('dense(x, W, b)', dense(x(), W(), vector(10, 20)))
    checks.tensor('dense(x, W, b)', y, [
      [15, 27],
      [24, 33],
    ])
    const { dx, dW, db } = checks.parts('back(dy) of dense', back(dy()))
    checks.tensor('dx of dense', dx, [
      [1, 0, 6],
      [3, 7, -3],
    ])
    checks.tensor('dW of dense', dW, [
      [13, -2],
      [17, -1],
      [21, 0],
    ])
    checks.tensor('db of dense', db, [4, 1])
  }),
  spotCheck('backprop/softmax', ({ softmax }, checks) => {
    const [p, back] = checks.pair('softmax(x)', softmax(matrix([1, 2, 3])))
    checks.tensor('softmax(x)', p, [[0.0900306, 0.2447285, 0.665241]])
    const [dx] = checks.array('back(dp) of softmax(x)', back(matrix([1, 0, 0])), 1)
    checks.tensor('back(dp) of softmax(x)', dx, [[0.0819251, -0.022033, -0.059892]])
  }),
  spotCheck('backprop/softmax-cross-entropy', ({ crossEntropy, softmaxCrossEntropy }, checks) => {
    const [L, back] = checks.pair('softmaxCrossEntropy(x, [0, 0])', softmaxCrossEntropy(logits(), [0, 0]))
    checks.number('softmaxCrossEntropy(x, [0, 0])', L, 1.3235753)
    checks.tensor('back() of softmaxCrossEntropy(x, [0, 0])', back(), [
      [-0.4549847, 0.1223642, 0.3326205],
      [-0.106507, 0.0532535, 0.0532535],
    ])
    const [ofP, backOfP] = checks.pair('crossEntropy(p, [1, 2])', crossEntropy(probabilities(), [1, 2]))
    checks.number('crossEntropy(p, [1, 2])', ofP, 0.8714847)
    checks.tensor('back() of crossEntropy(p, [1, 2])', backOfP(), [
      [0, -2, 0],
      [0, 0, -0.7142857],
    ])
  }),
  spotCheck('backprop/chain', ({ Dense, forward }, checks) => {
    const first = checks.parts('Dense(W, b, relu)', Dense(W(), vector(-10, -10), gate)) as unknown as ReturnType<
      typeof Dense
    >
    checks.tensor('Dense(W, b, relu).W', first.W, [
      [1, 0],
      [2, -1],
      [0, 3],
    ])
    checks.tensor('Dense(W, b, relu).b', first.b, [-10, -10])
    const [y, back] = checks.pair('Dense(W, b, relu).pullback(x)', first.pullback(x()))
    const rows = [
      [0, 0],
      [4, 3],
    ]
    checks.tensor('Dense(W, b, relu).pullback(x)', y, rows)
    const gradient = checks.parts('back(dy) of Dense', back(dy()))
    checks.tensor('dx of Dense', gradient.dx, [
      [0, 0, 0],
      [3, 7, -3],
    ])
    checks.tensor('dW of Dense', gradient.dW, [
      [12, -4],
      [15, -5],
      [18, -6],
    ])
    checks.tensor('db of Dense', gradient.db, [3, -1])
    checks.tensor('Dense(W, b, relu)(x)', checks.callable('Dense(W, b, relu)', first)(x()), rows)
    checks.tensor('Dense(W, b)(x)', checks.callable('Dense(W, b)', Dense(W(), vector(-10, -10)))(x()), [
      [-5, -3],
      [4, 3],
    ])
    checks.tensor('forward(chain, x)', forward([first, layer(matrix([1], [2]), vector(1))], x()), [[1], [11]])
  }),
  spotCheck('backprop/gradient', ({ lossGradient }, checks) => {
    const found = checks.parts('lossGradient(chain, x, labels)', lossGradient(chain(), images(), [2, 0]))
    checks.number('the loss of lossGradient', found.loss, 2.3102777)
    const gradient = checks.array('the gradient of lossGradient', found.gradient, 2)
    gradientOfChain.forEach((expected, l) => {
      const part = checks.parts(`the gradient of layer ${l + 1}`, gradient[l])
      checks.tensor(`the gradient of W of layer ${l + 1}`, part.W, expected.W)
      checks.tensor(`the gradient of b of layer ${l + 1}`, part.b, expected.b)
    })
  }),
]
