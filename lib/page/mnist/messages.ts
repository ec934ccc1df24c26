import type { Files } from '../../data/mnist.ts'
import type { Compiled } from '../../kernels/kernels.ts'
import type { Probe } from '../../training/probe.ts'
import type { Model } from '../../training/recipes.ts'
import type { SourceLocation } from '../frame/source-location.ts'

/** plain: the tree's own operations, in TypeScript   kernels: the tree's loop on lib's WebAssembly */
export type Engine = 'plain' | 'kernels'

/** The settings of a training. Batches have 32 images and the rate is 0.1, as in npm run train. */
export interface Order {
  readonly model: Model
  readonly engine: Engine
  readonly epochs: number
  readonly seed: number
}

export interface Begin {
  readonly say: 'begin'
  readonly order: Order
  readonly files: Files
  readonly kernels: Compiled
}

export type ToWorker = Begin | { readonly say: 'pause' } | { readonly say: 'go' }

/** The parameters of a layer by name. A dense layer has W: (fanIn, fanOut) and b: (fanOut). */
export type Layer = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>

/** The progress since the last message of this kind. */
export interface Went {
  readonly say: 'went'
  /** for each step: the number of epochs before it, and its loss */
  readonly at: Float32Array
  readonly losses: Float32Array
  /** the mean loss of the current epoch, or of the epoch that has just ended */
  readonly mean: number
  /** for each epoch that ended since: seconds of training, without evaluation and pauses, and the mean loss */
  readonly ended: readonly { readonly seconds: number; readonly loss: number }[]
  readonly layers: readonly Layer[]
}

/** The evaluation on the 10,000 unseen images, by 6.6. */
export interface Looked {
  readonly say: 'looked'
  readonly epochs: number
  readonly accuracy: number
  /** the confusion matrix: 10 · 10 counts, row by label, column by prediction */
  readonly confusion: Float64Array
  readonly predicted: Uint8Array
  readonly probe: Probe
}

export interface Failed {
  readonly say: 'failed'
  readonly name: string
  readonly message: string
  readonly stack: string
  /** the location, if it is known without the stack */
  readonly place?: SourceLocation
}

export type FromWorker =
  | { readonly say: 'began'; readonly network: string }
  | Went
  | Looked
  | { readonly say: 'ended' }
  | Failed
