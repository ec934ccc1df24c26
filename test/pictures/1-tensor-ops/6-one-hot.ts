import { argmax, oneHot } from '#kata/1-tensor-ops/6-one-hot.ts'
import { heatMaps } from '#lib/pictures/heat'
import { vector } from '#lib/tensor'

export function picture() {
  const labels = [3, 1, 4, 1, 5, 0]
  const encoded = oneHot(labels, 6)
  return heatMaps('labels, one row each, and back again', [
    { name: 'labels', tensor: vector(...labels) },
    { name: 'oneHot(labels, 6)', tensor: encoded },
    { name: 'argmax', tensor: vector(...argmax(encoded)) },
  ])
}
