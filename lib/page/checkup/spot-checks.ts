import { ofBackprop } from './backprop.ts'
import { ofChainLink } from './chain-link.ts'
import { ofMnist } from './mnist.ts'
import type { SpotCheck } from './spot-check.ts'
import { ofSoftmax } from './softmax.ts'
import { ofTensorOps } from './tensor-ops.ts'

/** A spot check for each exercise that a room calls. */
export const spotChecks: readonly SpotCheck[] = [
  ...ofTensorOps,
  ...ofSoftmax,
  ...ofBackprop,
  ...ofChainLink,
  ...ofMnist,
]
