import { loadAssets } from './files.ts'
import type { Failed, FromWorker, Layer, Looked, Order, ToWorker, Went } from './messages.ts'
import { keep } from './trained.ts'

export type Phase = 'idle' | 'loading' | 'running' | 'paused' | 'stopped' | 'ended' | 'failed'

/** One training: what was ordered, and what has been seen of it so far. */
export interface Run {
  readonly order: Order
  network: string
  readonly at: number[]
  readonly losses: number[]
  mean: number
  /** of each epoch that ended */
  readonly seconds: number[]
  readonly means: number[]
  /** each look at the unseen images */
  readonly looks: { readonly epochs: number; readonly accuracy: number }[]
  looked: Looked | undefined
  layers: readonly Layer[]
  /** it runs code of which an exercise is known to be wrong */
  isFaulty: boolean
}

/** The code was silent for so many seconds: perhaps a loop has no end. */
export const patience = 10

/** The training of this tab: one at a time. It goes on when its room is left, and another room may read what it has learnt. */
class Training {
  phase: Phase = 'idle'
  run: Run | undefined
  /** all runs that finished at least an epoch, the current one included */
  readonly runs: Run[] = []
  failure: Failed | undefined
  /** a kata was saved after this run had begun */
  isOutdated = false
  /** an exercise is known to be wrong, as the code is now */
  private isFaulty = false
  private worker: Worker | undefined
  private heard = 0
  private watch: ReturnType<typeof setInterval> | undefined
  private readonly listeners = new Set<() => void>()

  /** calls back whenever something has changed; returns what ends it */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  get isBusy(): boolean {
    return this.phase === 'loading' || this.phase === 'running' || this.phase === 'paused'
  }

  /** seconds since the worker last said anything while it should */
  get silence(): number {
    return this.phase === 'running' ? (performance.now() - this.heard) / 1000 : 0
  }

  async start(order: Order): Promise<void> {
    this.end()
    const run: Run = {
      order,
      network: '',
      at: [],
      losses: [],
      mean: NaN,
      seconds: [],
      means: [],
      looks: [],
      looked: undefined,
      layers: [],
      isFaulty: this.isFaulty,
    }
    ;[this.run, this.failure, this.isOutdated] = [run, undefined, false]
    this.move('loading')
    try {
      const { files, kernels } = await loadAssets()
      if (this.run !== run || this.phase !== 'loading') return
      this.worker = startWorker((said) => this.run === run && this.hear(run, said))
      this.tell({ say: 'begin', order, files, kernels })
    } catch (error) {
      const { name, message } = error as Error
      if (this.run === run) this.fail({ say: 'failed', name, message, stack: '' })
    }
  }

  pause(): void {
    this.tell({ say: 'pause' })
    this.move('paused')
  }

  go(): void {
    this.tell({ say: 'go' })
    this.heard = performance.now()
    this.move('running')
  }

  /** Ends it, whatever it is doing; what it has learnt stays. */
  stop(): void {
    this.end()
    this.move('stopped')
  }

  /** A kata was saved: after a failure, or a long silence, that is another try; what runs, runs to its end. */
  onSave(): void {
    this.isFaulty = false // until the exercises are asked again
    const isStuck = this.phase === 'failed' || this.silence > patience
    if (isStuck && this.run) return void this.start(this.run.order)
    this.isOutdated = this.run !== undefined
    this.move(this.phase)
  }

  /** The exercises were asked as they are now: what ran with a wrong one begins anew as soon as none is wrong. */
  review(isFaulty: boolean): void {
    const { run } = this
    this.isFaulty = isFaulty
    if (!run) return
    if (isFaulty && !this.isOutdated) run.isFaulty = true
    const isLeft = this.phase === 'paused' || this.phase === 'stopped'
    if (!isFaulty && run.isFaulty && !isLeft) void this.start(run.order)
  }

  private tell(said: ToWorker): void {
    this.worker?.postMessage(said)
  }

  private end(): void {
    this.worker?.terminate()
    this.worker = undefined
    clearInterval(this.watch)
  }

  private move(phase: Phase): void {
    this.phase = phase
    for (const listener of this.listeners) listener()
  }

  private fail(failure: Failed): void {
    this.end()
    this.failure = failure
    this.move('failed')
  }

  private hear(run: Run, said: FromWorker): void {
    this.heard = performance.now()
    if (said.say === 'failed') return this.fail(said)
    if (said.say === 'began') {
      run.network = said.network
      this.watch = setInterval(() => this.silence > patience && this.move(this.phase), 1000)
      return this.move('running')
    }
    if (said.say === 'went') this.showProgress(run, said)
    if (said.say === 'looked') {
      run.looked = said
      run.looks.push({ epochs: said.epochs, accuracy: said.accuracy })
    }
    keep({
      model: run.order.model,
      layers: run.layers,
      epochs: run.at.at(-1) ?? 0,
      accuracy: run.looked?.accuracy,
    })
    if (said.say === 'ended') {
      this.end()
      return this.move('ended')
    }
    this.move(this.phase)
  }

  private showProgress(run: Run, { at, losses, mean, ended, layers }: Went): void {
    run.at.push(...at)
    run.losses.push(...losses)
    ;[run.mean, run.layers] = [mean, layers]
    for (const { seconds, loss } of ended) {
      run.seconds.push(seconds)
      run.means.push(loss)
    }
    if (ended.length > 0 && !this.runs.includes(run)) this.runs.push(run)
  }
}

let count = 0

function startWorker(hear: (said: FromWorker) => void): Worker {
  // in development bundled by the dev server, which otherwise counts the rounds of a kata's loops
  const worker = import.meta.hot
    ? new Worker(`/training.js?at=${Date.now()}-${count++}`, { type: 'module' })
    : new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => hear(data)
  worker.onerror = (event) => {
    event.preventDefault()
    hear({ say: 'failed', name: 'Error', message: event.message || 'The worker could not be loaded.', stack: '' })
  }
  return worker
}

export const training = new Training()

import.meta.hot?.on('kata:saved', () => training.onSave())
