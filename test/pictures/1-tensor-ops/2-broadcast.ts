import { broadcast } from '#kata/1-tensor-ops/2-broadcast.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix, vector } from '#lib/tensor'

export function picture() {
  const [x, row, column] = [matrix([1, 2, 3], [4, 5, 6]), vector(10, 0, -10), matrix([-3], [3])]
  const plus = (a: number, b: number) => a + b
  return heatMaps('a row is added to every row, a column to every column', [
    { name: 'x', tensor: x },
    { name: 'row', tensor: row },
    { name: 'x + row', tensor: broadcast(x, row, plus) },
    { name: 'column', tensor: column },
    { name: 'x + column', tensor: broadcast(x, column, plus) },
  ])
}
