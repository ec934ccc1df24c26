/** The exercises whose functions each room calls itself, by slug. */
export const uses = {
  chain: [
    'backprop/numerical-gradient',
    'chain-link/joints',
    'chain-link/loss',
    'chain-link/gradient',
    'chain-link/descend',
  ],
  softmax: [
    'softmax/softmax',
    'softmax/log-softmax',
    'cross-entropy/cross-entropy',
    'cross-entropy/from-logits',
    'backprop/softmax-cross-entropy',
  ],
  mnist: ['mnist/idx', 'mnist/batches', 'mnist/glorot', 'mnist/train', 'mnist/evaluate'],
  draw: ['softmax/softmax', 'backprop/relu', 'backprop/chain', 'mnist/batches', 'mnist/predict'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type RoomName = keyof typeof uses
