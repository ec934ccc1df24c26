/** The exercises to check. Each is loaded separately, so one that cannot be loaded does not stop the others. */
export const modules = {
  'tensor-ops/map-zip': () => import('#kata/1-tensor-ops/1-map-zip.ts'),
  'tensor-ops/broadcast': () => import('#kata/1-tensor-ops/2-broadcast.ts'),
  'tensor-ops/reduce': () => import('#kata/1-tensor-ops/3-reduce.ts'),
  'tensor-ops/transpose': () => import('#kata/1-tensor-ops/4-transpose.ts'),
  'tensor-ops/matmul': () => import('#kata/1-tensor-ops/5-matmul.ts'),
  'tensor-ops/one-hot': () => import('#kata/1-tensor-ops/6-one-hot.ts'),
  'softmax/softmax': () => import('#kata/2-softmax/1-softmax.ts'),
  'softmax/log-softmax': () => import('#kata/2-softmax/2-log-softmax.ts'),
  'cross-entropy/cross-entropy': () => import('#kata/3-cross-entropy/1-cross-entropy.ts'),
  'cross-entropy/from-logits': () => import('#kata/3-cross-entropy/2-from-logits.ts'),
  'backprop/numerical-gradient': () => import('#kata/4-backprop/1-numerical-gradient.ts'),
  'backprop/pullback': () => import('#kata/4-backprop/2-pullback.ts'),
  'backprop/relu': () => import('#kata/4-backprop/4-relu.ts'),
  'backprop/dense': () => import('#kata/4-backprop/5-dense.ts'),
  'backprop/softmax': () => import('#kata/4-backprop/6-softmax.ts'),
  'backprop/softmax-cross-entropy': () => import('#kata/4-backprop/7-softmax-cross-entropy.ts'),
  'backprop/chain': () => import('#kata/4-backprop/8-chain.ts'),
  'backprop/gradient': () => import('#kata/4-backprop/9-gradient.ts'),
  'chain-link/joints': () => import('#kata/5-chain-link/1-joints.ts'),
  'chain-link/loss': () => import('#kata/5-chain-link/2-loss.ts'),
  'chain-link/gradient': () => import('#kata/5-chain-link/3-gradient.ts'),
  'chain-link/descend': () => import('#kata/5-chain-link/4-descend.ts'),
  'mnist/idx': () => import('#kata/6-mnist/1-idx.ts'),
  'mnist/batches': () => import('#kata/6-mnist/2-batches.ts'),
  'mnist/glorot': () => import('#kata/6-mnist/3-glorot.ts'),
  'mnist/apply-gradient': () => import('#kata/6-mnist/4-apply-gradient.ts'),
  'mnist/train': () => import('#kata/6-mnist/5-train.ts'),
  'mnist/evaluate': () => import('#kata/6-mnist/6-evaluate.ts'),
  'mnist/predict': () => import('#kata/6-mnist/7-predict.ts'),
} as const

export type Slug = keyof typeof modules

export type ModuleOf<S extends Slug> = Awaited<ReturnType<(typeof modules)[S]>>
