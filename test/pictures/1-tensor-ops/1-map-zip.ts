import { map, zip } from '#kata/1-tensor-ops/1-map-zip.ts'
import { heatMaps } from '#lib/pictures/heat'
import { matrix } from '#lib/tensor'

export function picture() {
  const [a, b] = [matrix([1, -2, 3], [-4, 5, -6]), matrix([3, 3, 3], [-2, -2, -2])]
  return heatMaps('map squares every entry, zip adds two tensors entry by entry', [
    { name: 'a', tensor: a },
    { name: 'map(a, v²)', tensor: map(a, (v) => v * v) },
    { name: 'b', tensor: b },
    { name: 'zip(a, b, +)', tensor: zip(a, b, (v, w) => v + w) },
  ])
}
