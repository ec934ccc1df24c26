/**
 * 6.7  predict: one digit, and its picture
 *
 *   predict(chain, image)   the digit with the largest probability, and all ten probabilities
 *   picture(image, 28)      the image as SVG: black ink on white, one rect per pixel that is not 0
 *
 * The picture, and in it the pixel in row r and column c, if its value v is above 0:
 *
 *   <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"> … </svg>
 *   <rect x="c" y="r" width="1" height="1" fill-opacity="v"/>      v with at most three decimals
 *
 * The laws: the probabilities sum to 1; the digit is their argmax; the ink of the picture is the ink of the image.
 *
 * 15 minutes. Needs 1.6, 2.1, 4.8.
 */
import { type Tensor, ShapeError } from '#lib/tensor'
import { argmax } from '../1-tensor-ops/6-one-hot.ts'
import { softmax } from '../2-softmax/1-softmax.ts'
import { type Chain, forward } from '../4-backprop/8-chain.ts'
import { todo } from '#lib/todo'

export interface Prediction {
  readonly digit: number
  /** one per class; they sum to 1 */
  readonly probabilities: readonly number[]
}

/** digit = argmax p, p = softmax(forward(chain, image))      image: (1, pixels), otherwise ShapeError */
export function predict(chain: Chain, image: Tensor): Prediction {
  return todo('6.7 predict: digit = argmax p, p = softmax(forward(chain, image))')
}

/** the image as SVG, `columns` pixels a row      image: (1, pixels) with values in [0, 1] */
export function picture(image: Tensor, columns = 28): string {
  return todo('6.7 picture: the image as SVG, `columns` pixels a row')
}
