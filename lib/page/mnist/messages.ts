import type { Files } from '../../data/mnist.ts'
import type { Compiled } from '../../kernels/kernels.ts'
import type { Probe } from '../../training/probe.ts'
import type { Model } from '../../training/recipes.ts'
import type { SourceLocation } from '../frame/source-location.ts'

/** plain: the operations of the tree itself, in TypeScript · kernels: the tree's loop, on lib's WebAssembly */
export type Engine = 'plain' | 'kernels'

/** What is to be trained: in batches of 32 at a rate of 0.1, as npm run train does. */
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

/** One layer's parameters, by name      of a dense one W: (fanIn, fanOut), b: (fanOut) */
export type Layer = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>

/** What happened since the last message of this kind. */
export interface Went {
  readonly say: 'went'
  /** of each step: the epochs behind it, and its loss */
  readonly at: Float32Array
  readonly losses: Float32Array
  /** the mean loss of the epoch so far, or of the one that has just ended */
  readonly mean: number
  /** seconds of training in each epoch that ended since, evaluation and pauses left out; and its mean loss */
  readonly ended: readonly { readonly seconds: number; readonly loss: number }[]
  readonly layers: readonly Layer[]
}

/** What the network makes of the 10,000 images it has not seen, by 6.6. */
export interface Looked {
  readonly say: 'looked'
  readonly epochs: number
  readonly accuracy: number
  /** 10 · 10 counts: what it is by row, what was read by column */
  readonly confusion: Float64Array
  readonly predicted: Uint8Array
  readonly probe: Probe
}

export interface Failed {
  readonly say: 'failed'
  readonly name: string
  readonly message: string
  readonly stack: string
  /** where, if that is known without looking at the stack */
  readonly place?: SourceLocation
}

export type FromWorker =
  | { readonly say: 'began'; readonly network: string }
  | Went
  | Looked
  | { readonly say: 'ended' }
  | Failed
