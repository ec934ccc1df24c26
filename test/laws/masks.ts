import { type Tensor, matrix } from '#lib/tensor'

const logits = [0.5, -1, 2, 0]
/** The places of a row that are masked: every set of them, but for all four. */
const masks = Array.from({ length: 15 }, (_, set) => logits.map((_, j) => Math.floor(set / 2 ** j) % 2 === 1))

/** 15 rows of four logits, masked in every way: a mask is −∞. */
export function maskedInEveryWay(): Tensor {
  return matrix(...masks.map((isMasked) => logits.map((v, j) => (isMasked[j] ? -Infinity : v))))
}

/** Σ exp over what is left of each of these rows */
export const sumsOfTheRest = masks.map((isMasked) =>
  logits.reduce((sum, v, j) => (isMasked[j] ? sum : sum + Math.exp(v)), 0),
)
