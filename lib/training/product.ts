/** The products of 1.5 of the chosen tree: the entry of a bundle, to be timed by themselves. */
export { products } from '#kata/1-tensor-ops/5-matmul.ts'
