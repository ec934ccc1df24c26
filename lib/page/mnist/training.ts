import { loadAssets } from './files.ts'
import type { Failed, FromWorker, Layer, Looked, Order, ToWorker, Went } from './messages.ts'
import { keep } from './trained.ts'

export type Phase = 'idle' | 'loading' | 'running' | 'paused' | 'stopped' | 'ended' | 'failed'

/** One training: its settings, and its progress so far. */
export interface Run {
  readonly order: Order
  network: string
  readonly at: number[]
  readonly losses: number[]
  mean: number
  /** the time of each finished epoch */
  readonly seconds: number[]
  readonly means: number[]
  /** each evaluation on the unseen images */
  readonly looks: { readonly epochs: number; readonly accuracy: number }[]
  looked: Looked | undefined
  layers: readonly Layer[]
  /** True if it runs an exercise that is known to be wrong. */
  isFaulty: boolean
}

/** After this number of seconds without a message, a loop may be endless. */
export const patience = 10

/** The training of this tab, one at a time. It continues when the reader leaves its room, and other rooms may use its network. */
class Training {
  phase: Phase = 'idle'
  run: Run | undefined
  /** all runs with at least one finished epoch, the current run included */
  readonly runs: Run[] = []
  failure: Failed | undefined
  /** True if a kata was saved after this run had begun. */
  isOutdated = false
  /** True if an exercise of the current code is known to be wrong. */
  private isFaulty = false
  private worker: Worker | undefined
  private heard = 0
  private watch: ReturnType<typeof setInterval> | undefined
  private readonly listeners = new Set<() => void>()

  /** Calls the listener after each change. Returns a function that ends it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  get isBusy(): boolean {
    return this.phase === 'loading' || this.phase === 'running' || this.phase === 'paused'
  }

  /** seconds since the last message of a running worker */
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

  /** Ends the training at once. The network stays. */
  stop(): void {
    this.end()
    this.move('stopped')
  }

  /** The room calls it after a save. A failed or silent run starts again. A healthy run continues to its end. */
  onSave(): void {
    this.isFaulty = false // until the next checkup
    const isStuck = this.phase === 'failed' || this.silence > patience
    if (isStuck && this.run) return void this.start(this.run.order)
    this.isOutdated = this.run !== undefined
    this.move(this.phase)
  }

  /** Receives the result of the checkup. A run with a wrong exercise starts again as soon as no exercise is wrong. */
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
  // in development the worker is a bundle, since the dev server would count the rounds of a kata's loops
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
