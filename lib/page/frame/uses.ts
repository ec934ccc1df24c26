/** The rooms of the page in the order of its navigation. A key is the name of a folder, and a value is the name for the reader. */
export const rooms = { chain: 'Chain', softmax: 'Softmax', mnist: 'MNIST, live', draw: 'Draw a digit' } as const

export type RoomName = keyof typeof rooms

/** The exercises whose functions each room calls directly, by slug. */
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
} as const satisfies Readonly<Record<RoomName, readonly string[]>>
