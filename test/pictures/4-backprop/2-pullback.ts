import { compose, mul, sin } from '#kata/4-backprop/2-pullback.ts'
import { bars } from '#lib/pictures/bars'

export function picture() {
  const at: [number, number] = [0.5, 2]
  const [y, back] = compose(mul, sin)(...at)
  return bars(
    'sin(a·b) at a = 0.5, b = 2: forward, and back by the chain rule',
    [
      { name: 'a, b', values: at },
      { name: 'y = sin(a·b)', values: [y] },
      { name: '∂y/∂a, ∂y/∂b', values: back(1) },
    ],
    ['a', 'b'],
  )
}
