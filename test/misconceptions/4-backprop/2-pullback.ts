import type * as kata from '#kata/4-backprop/2-pullback.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { withoutList, wrapBack } from '../../answer-parts/4-backprop.ts'

/** a·b, with another way back */
function mulBack(back: (a: number, b: number, dy: number) => [da: number, db: number]): typeof kata.mul {
  return (a, b) => [a * b, (dy) => back(a, b, dy)]
}

/** sin x, with another way back */
function sinBack(back: (x: number, dy: number) => number): typeof kata.sin {
  return (x) => [Math.sin(x), (dy) => [back(x, dy)]]
}

/** A function somewhere in a composition, when it does not matter, or is not noticed, what goes in and out */
type Loose = (...args: unknown[]) => [y: unknown, back: (...dy: unknown[]) => unknown[]]

/** Composing is generic, and so are its mistakes: what the types would have said, these do not hear. */
function composing(wrong: (f: Loose, g: Loose) => Loose): Pick<typeof kata, 'compose'> {
  return { compose: wrong as unknown as typeof kata.compose }
}

interface Step {
  readonly f_back: ReturnType<Loose>[1]
  readonly g_back: ReturnType<Loose>[1]
  readonly g: Loose
  readonly args: unknown[]
}

/** the right way forward, with another way back */
function composeBack(back: (dz: unknown, step: Step) => unknown[]): (f: Loose, g: Loose) => Loose {
  return (f, g) =>
    (...args) => {
      const [y, f_back] = f(...args)
      const [z, g_back] = g(y)
      return [z, (dz) => back(dz, { f_back, g_back, g, args })]
    }
}

const right = composeBack((dz, { f_back, g_back }) => f_back(...g_back(dz)))

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'mul-own-factor',
    belief: 'the gradient of a is a’s own value times dy',
    diagnosis: 'Each factor gets itself back. How much does a·b rise when a rises by a little?',
    answer: () => ({ mul: mulBack((a, b, dy) => [dy * a, dy * b]) }),
  },
  {
    id: 'mul-forgets-dy',
    belief: 'the way back is the derivative, and dy is for another function',
    diagnosis: 'The way back of mul is the same for every dy: the argument is not used.',
    answer: () => ({ mul: mulBack((a, b) => [b, a]) }),
  },
  {
    id: 'mul-dy-once',
    belief: 'dy goes to the first argument',
    diagnosis: 'Only the first of the two gradients depends on dy.',
    answer: () => ({ mul: mulBack((a, b, dy) => [dy * b, a]) }),
  },
  {
    id: 'mul-like-plus',
    belief: 'every argument of an operation gets dy',
    diagnosis: 'Both arguments get dy as it came. That is the way back of a + b.',
    answer: () => ({ mul: mulBack((_a, _b, dy) => [dy, dy]) }),
  },
  {
    id: 'mul-product',
    belief: 'the gradient of a product is the product',
    diagnosis: 'Both gradients are dy·a·b. How much does a·b rise when a rises by a little?',
    answer: () => ({ mul: mulBack((a, b, dy) => [dy * a * b, dy * a * b]) }),
  },
  {
    id: 'mul-product-rule',
    belief: 'the product rule adds: a′·b + a·b′, so both get a + b',
    diagnosis:
      'Both gradients are dy·(a + b), as if a and b moved together. Each gradient is for one of them moving alone.',
    answer: () => ({ mul: mulBack((a, b, dy) => [dy * (a + b), dy * (a + b)]) }),
  },
  {
    id: 'mul-square',
    belief: 'mul(a, a) is a², and its derivative is 2a',
    diagnosis: 'Where both factors are equal, both gradients are dy·2a: each counts the other’s part as well.',
    answer: () => ({ mul: mulBack((a, b, dy) => (a === b ? [dy * 2 * a, dy * 2 * a] : [dy * b, dy * a])) }),
  },
  {
    id: 'mul-dy-or-1',
    belief: 'dy || 1 is dy, or 1 if it was left out',
    diagnosis:
      'A dy of 0 counts as left out here. The loss does not react to the output then, and yet the result is not 0.',
    answer: () => ({ mul: mulBack((a, b, dy) => [(dy || 1) * b, (dy || 1) * a]) }),
  },
  {
    id: 'mul-B18',
    belief: 'one place to remember the arguments is enough',
    diagnosis: 'The way back of mul uses the arguments of the latest call, not of the call it came from.',
    answer: () => {
      let latest: [number, number]
      return {
        mul: (a, b) => {
          latest = [a, b]
          return [a * b, (dy) => [dy * latest[1], dy * latest[0]]]
        },
      }
    },
  },
  {
    id: 'sin-forgets-dy',
    belief: 'the way back of sin is its derivative, cos x',
    diagnosis: 'The way back of sin is the same for every dy: the argument is not used.',
    answer: () => ({ sin: sinBack((x) => Math.cos(x)) }),
  },
  {
    id: 'sin-sign',
    belief: 'the derivative of sin is −cos',
    diagnosis: 'The sign of sin’s derivative is turned round: it is cos whose derivative has a minus.',
    answer: () => ({ sin: sinBack((x, dy) => -dy * Math.cos(x)) }),
  },
  {
    id: 'sin-keeps',
    belief: 'sin is its own derivative, as exp is',
    diagnosis: 'The way back multiplies with the value of sin, not with its slope.',
    answer: () => ({ sin: sinBack((x, dy) => dy * Math.sin(x)) }),
  },
  {
    id: 'sin-at-y',
    belief: 'the slope is taken at the output',
    diagnosis: 'The slope of sin is taken at y = sin x here, not where sin was called.',
    answer: () => ({ sin: sinBack((x, dy) => dy * Math.cos(Math.sin(x))) }),
  },
  {
    id: 'sin-of-dy',
    belief: 'dy goes into the cosine: cos(dy·x)',
    diagnosis: 'dy stands inside the cosine. A way back is linear: twice the dy is twice the gradient.',
    answer: () => ({ sin: sinBack((x, dy) => Math.cos(dy * x)) }),
  },
  {
    id: 'sin-B26',
    belief: 'the way back may be that of x − x³/6, since it is nearly sin',
    diagnosis:
      'Forward and back are two different functions here: the way back fits a polynomial that is only close to sin.',
    answer: () => ({ sin: sinBack((x, dy) => dy * (1 - (x * x) / 2)) }),
  },
  {
    id: 'sin-dy-or-1',
    belief: 'dy || 1 is dy, or 1 if it was left out',
    diagnosis:
      'A dy of 0 counts as left out here. The loss does not react to the output then, and yet the result is not 0.',
    answer: () => ({ sin: sinBack((x, dy) => (dy || 1) * Math.cos(x)) }),
  },
  {
    id: 'sin-no-brackets',
    belief: 'there is one gradient, so back returns it',
    diagnosis: 'The way back of sin returns a number, and not a list with a number in it.',
    answer: () => ({ sin: withoutList(sinBack((x, dy) => dy * Math.cos(x))) }),
  },
  {
    id: 'sin-B18',
    belief: 'one place to remember x is enough',
    diagnosis: 'The way back of sin uses the argument of the latest call, not of the call it came from.',
    answer: () => {
      let latest = 0
      return {
        sin: (x) => {
          latest = x
          return [Math.sin(x), (dy) => [dy * Math.cos(latest)]]
        },
      }
    },
  },
  {
    id: 'compose-order',
    belief: 'compose(f, g) is f∘g: g first, then f',
    diagnosis: 'This calls g first, and f with its result.',
    answer: () => composing((f, g) => right(g, f)),
  },
  {
    id: 'compose-back-in-order',
    belief: 'on the way back f comes first, as on the way forward',
    diagnosis:
      'On the way back f’s pullback gets dz first. For numbers the product is the same in either order; for anything else it is not what f’s pullback takes.',
    answer: () => composing(composeBack((dz, { f_back, g_back }) => g_back(...f_back(dz)))),
  },
  {
    id: 'compose-back-in-order-each',
    belief: 'on the way back f comes first, and each of its gradients goes through g',
    diagnosis:
      'On the way back f’s pullback gets dz first. For numbers the product is the same in either order; for anything else it is not what f’s pullback takes.',
    answer: () => composing(composeBack((dz, { f_back, g_back }) => f_back(dz).flatMap((d) => g_back(d)))),
  },
  {
    id: 'compose-back-in-order-whole',
    belief: 'on the way back f comes first, and g takes what f’s pullback returns',
    diagnosis:
      'On the way back f’s pullback gets dz first, and g’s pullback gets the whole list that f’s returns. Which step was the last on the way forward?',
    answer: () => composing(composeBack((dz, { f_back, g_back }) => g_back(f_back(dz)))),
  },
  {
    id: 'compose-at-x',
    belief: 'the chain rule is g′(x)·f′(x)',
    diagnosis: 'g’s slope is taken at x here, but it was f(x) that went into g.',
    answer: () => composing(composeBack((dz, { f_back, g, args }) => f_back(...g(...args)[1](dz)))),
  },
  {
    id: 'compose-forgets-f',
    belief: 'the outer derivative is enough',
    diagnosis: 'The result has been through g’s pullback only: it is the gradient of f’s result.',
    answer: () => composing(composeBack((dz, { g_back }) => g_back(dz))),
  },
  {
    id: 'compose-forgets-g',
    belief: 'dz goes to f, which holds the arguments',
    diagnosis: 'f’s pullback gets dz as it came: g is left out on the way back.',
    answer: () => composing(composeBack((dz, { f_back }) => f_back(dz))),
  },
  {
    id: 'compose-forgets-dz',
    belief: 'the way back begins with 1',
    diagnosis: 'The way back of a composition begins with 1 whatever it is called with: dz is not used.',
    answer: () => composing(composeBack((_, { f_back, g_back }) => f_back(...g_back(1)))),
  },
  {
    id: 'compose-whole-list',
    belief: 'f’s pullback takes what g’s pullback returns',
    diagnosis:
      'What g’s pullback returns is a list, and f’s pullback gets it whole. Arithmetic turns a list of one number into a number; nothing else does.',
    answer: () => composing(composeBack((dz, { f_back, g_back }) => f_back(g_back(dz)))),
  },
  {
    id: 'compose-slope-of-g',
    belief: 'g has a slope, g.back(1), and dz is multiplied by it',
    diagnosis:
      'g’s pullback is called with 1, and dz multiplied afterwards. That fits where z is a number; dz can be anything that z can.',
    answer: () =>
      composing(
        composeBack((dz, { f_back, g_back }) => f_back(...g_back(1).map((slope) => Number(slope) * Number(dz)))),
      ),
  },
  {
    id: 'compose-dz-or-1',
    belief: 'dz || 1 is dz, or 1 if it was left out',
    diagnosis:
      'A dz of 0 counts as left out here. The loss does not react to the output then, and yet the result is not 0.',
    answer: () => composing(composeBack((dz, { f_back, g_back }) => f_back(...g_back(dz || 1)))),
  },
  {
    id: 'compose-two-arguments',
    belief: 'a function has at most two arguments',
    diagnosis: 'Only two arguments are passed on to f, however many there are.',
    answer: () => composing((f, g) => (a, b) => right(f, g)(a, b)),
  },
  {
    id: 'compose-spreads-y',
    belief: 'a list that f returns is a list of arguments for g',
    diagnosis:
      'Where f’s value is a list, its entries are handed to g one by one. g takes one argument, whatever that is.',
    answer: () => composing((f, g) => right(f, (y) => g(...(Array.isArray(y) ? (y as unknown[]) : [y])))),
  },
  {
    id: 'compose-again',
    belief: 'the way back has to run the way forward once more',
    diagnosis: 'f and g are called again on the way back. Their pullbacks were there already.',
    answer: () =>
      composing((f, g) => (...args) => [g(f(...args)[0])[0], (dz) => right(f, g)(...args)[1](dz)]),
  },
  {
    id: 'compose-B18',
    belief: 'a composition has one pair of pullbacks, kept beside f and g',
    diagnosis: 'The way back of an earlier call uses the pullbacks of a later one: they are kept in one place for all.',
    answer: () =>
      composing((f, g) => {
        let [f_back, g_back]: ReturnType<Loose>[1][] = []
        return (...args) => {
          let y, z
          ;[y, f_back] = f(...args)
          ;[z, g_back] = g(y)
          return [z, (dz) => f_back(...g_back(dz))]
        }
      }),
  },
  {
    id: 'compose-B16',
    belief: 'gradients add up from call to call',
    diagnosis: 'Asked a second time, the way back gives the sum of both answers: something is kept between the calls.',
    answer: () =>
      composing((f, g) =>
        wrapBack(right(f, g), (back, ...args) => {
          const total = args.map(() => 0)
          return (dz) => {
            back(dz).forEach((d, i) => (total[i] += Number(d)))
            return [...total]
          }
        }),
      ),
  },
]
