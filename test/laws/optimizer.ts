import { applyGradient } from '#kata/6-mnist/4-apply-gradient.ts'
import { expectClose, expectEqual, expectThat, expectThrows } from '#lib/judge/assert/expect'
import { given } from '#lib/judge/assert/given'
import { law, test } from '#lib/judge/assert/law'
import { copyOf } from '#lib/judge/assert/whole'
import { type Tensor, ShapeError, float32, matrix, vector, zeros } from '#lib/tensor'

/** A step with a memory, in place. */
type Step = (parameter: Tensor, gradient: Tensor, rate: number) => void

/** The parameter after each of these gradients. */
type Path = (p: Tensor, gradients: readonly Tensor[], rate: number) => readonly Tensor[]

/** The parameter after each of these gradients is what is expected. Copies take the steps. */
export function expectPath(
  take: Step,
  from: Tensor,
  gradients: readonly Tensor[],
  rate: number,
  expected: readonly Tensor[],
): void {
  const p = copyOf(from)
  gradients.forEach((g, t) => {
    take(p, copyOf(g), rate)
    expectClose(p, expected[t], { name: `the parameter after step ${t + 1}`, terms: 4, scale: 1 })
  })
}

const drawn = given({ p: 'BK', q: 'BK', g0: 'BK', g1: 'BK', g2: 'BK' })

/** What holds of every step with a memory. `make` makes one, and `path` is the truth. */
export function optimizerLaws(name: string, make: () => Step, path: Path): void {
  memoryLaws(name, make, path)
  gradientLaws(name, make, path)
  refusals(name, make)

  test(`${name} makes a step that applyGradient takes at each parameter`, () => {
    const [W, b, V] = [matrix([1, 2]), vector(3), matrix([4], [5])]
    const [dW, db, dV] = [matrix([1, -1]), vector(2), matrix([3], [0.5])]
    const after = [path(W, [dW, dW], 0.1)[1], path(b, [db, db], 0.1)[1], path(V, [dV, dV], 0.1)[1]]
    const take = make()
    for (let t = 0; t < 2; t++) applyGradient([{ W, b }, { W: V }], [{ W: dW, b: db }, { W: dV }], 0.1, take)
    expectClose(W, after[0], 'W of the first layer, after two steps')
    expectClose(b, after[1], 'b of the first layer, after two steps')
    expectClose(V, after[2], 'W of the second layer, after two steps')
  })

  test(`${name} makes a step that works in float32 too`, () => {
    const [p, gradients] = [matrix([1, 2]), [matrix([0.5, -3]), matrix([0.25, 1])]]
    const [own, take] = [float32(p), make()]
    for (const g of gradients) take(own, float32(g), 0.5)
    expectClose(own, float32(path(p, gradients, 0.5)[1]), 'the float32 parameter after two steps')
  })
}

function memoryLaws(name: string, make: () => Step, path: Path): void {
  law(`${name} keeps the memories of two parameters of one shape apart`, drawn, ({ p, q, g0, g1, g2 }) => {
    const [ofP, ofQ] = [path(p, [g0, g2], 0.5), path(q, [g1, g2, g0], 0.5)]
    const take = make()
    for (const [parameter, g] of [
      [p, g0],
      [q, g1],
      [q, g2],
      [p, g2],
      [q, g0],
    ])
      take(parameter, copyOf(g), 0.5)
    expectClose(p, ofP[1], { name: 'the first parameter, after its two steps of five,', terms: 4, scale: 1 })
    expectClose(q, ofQ[2], { name: 'the second parameter, after its three steps of five,', terms: 4, scale: 1 })
  })

  law(`${name} makes a step that knows nothing of another one`, drawn, ({ p, g0, g1 }) => {
    const once = path(p, [g0], 0.5)[0]
    const twice = path(once, [g1], 0.5)[0]
    const [first, second] = [make(), make()]
    first(p, copyOf(g0), 0.5)
    second(p, copyOf(g1), 0.5)
    expectClose(p, twice, { name: 'the parameter, after the first steps of two optimizers,', terms: 4, scale: 1 })
  })

  test(`${name} remembers a parameter whose data becomes another array, with other numbers`, () => {
    const p: { shape: number[]; data: Tensor['data'] } = { shape: [2], data: Float64Array.of(1, 2) }
    const [gradients, take] = [[vector(10, -20), vector(5, 8)], make()]
    const [once, twice] = path(vector(1, 2), gradients, 0.1)
    take(p, gradients[0], 0.1)
    p.data = Float64Array.of(100, 200)
    take(p, gradients[1], 0.1)
    const moved = once.data.map((v, i) => 100 * (i + 1) + twice.data[i] - v)
    expectClose(p, { shape: [2], data: moved }, 'the parameter, whose data was set to another array with [100, 200],')
  })
}

function gradientLaws(name: string, make: () => Step, path: Path): void {
  law(`${name} leaves the gradients alone, in every step`, drawn, ({ p, g0, g1, g2 }) => {
    const [gradients, take] = [[g0, g1, g2], make()]
    const before = gradients.map(copyOf)
    for (const g of gradients) take(p, g, 0.5)
    gradients.forEach(({ data }, t) => {
      expectEqual(data, before[t].data, `the gradient of step ${t + 1}, after step 3,`)
    })
  })

  law(`${name} keeps nothing of a gradient whose array the caller overwrites`, drawn, ({ p, g0, g1, g2 }) => {
    const [gradients, take] = [[g0, g1, g2], make()]
    const expected = path(p, gradients, 0.5)
    const g = copyOf(g0)
    gradients.forEach(({ data }, t) => {
      g.data.set(data)
      take(p, g, 0.5)
      g.data.fill(1000)
      expectClose(p, expected[t], {
        name: `the parameter after step ${t + 1}, with one array for all gradients,`,
        terms: 4,
        scale: 1, // the parameter may end near 0: then its terms cancel
      })
    })
  })
}

/** The step refuses a gradient of this shape, shows both, and leaves the parameter alone. */
function expectRefused(take: Step, p: Tensor, shape: readonly number[], name: string): void {
  const [before, g] = [copyOf(p), zeros(shape)]
  g.data.fill(1)
  const shapes = [p.shape, shape].map((sizes) => sizes.join(', '))
  const call = (): void => take(p, g, 1)
  expectThrows(call, ShapeError, [`[${shapes[0]}]`, `[${shapes[1]}]`], `${name} of (${shapes[0]}) by (${shapes[1]})`)
  expectThat(
    p.data.every((v, i) => v === before.data[i]),
    `${name} changed a parameter whose gradient it refused.`,
  )
}

function refusals(name: string, make: () => Step): void {
  const other = [
    [
      [2, 3],
      [2, 2],
    ],
    [[3], [4]],
  ] as const
  const asMany = [
    [
      [2, 3],
      [3, 2],
    ],
    [[2], [2, 1]],
    [[2, 1], [2]],
  ] as const

  test(`${name} makes a step that refuses a gradient with fewer entries, or more`, () => {
    for (const [parameter, gradient] of other) expectRefused(make(), zeros(parameter), gradient, 'a step')
  })

  test(`${name} makes a step that refuses a gradient of another shape with as many entries`, () => {
    for (const [parameter, gradient] of asMany) expectRefused(make(), zeros(parameter), gradient, 'a step')
  })

  test(`${name} makes a step that refuses a gradient of another shape at a later step too`, () => {
    for (const [parameter, gradient] of [...other, ...asMany]) {
      const [take, p] = [make(), zeros(parameter)]
      take(p, zeros(parameter), 1)
      expectRefused(take, p, gradient, 'the second step')
    }
  })
}
