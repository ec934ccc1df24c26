import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import type { PoolOptions, PoolWorker, WorkerRequest } from 'vitest/node'

/**
 * Vitest’s pool of forks, with the next processes already started. While the learner types, they boot and load Vitest and
 * fast-check. Each run still has a process of its own. A save is followed by two runs: that of the exercise, and that of what
 * builds on it. So two processes wait when nothing has run for a moment.
 */
export class PrewarmedPool {
  readonly name = 'standby'
  private readonly waiting: ChildProcess[] = []
  private refill: NodeJS.Timeout | undefined
  private closed = false

  readonly createPoolWorker = (options: PoolOptions): PoolWorker => {
    const spawn = (): ChildProcess => {
      const child = fork(resolve(options.distPath, 'workers/forks.js'), [], {
        env: options.env,
        execArgv: [...options.execArgv, '--import', 'fast-check'],
        stdio: 'pipe',
        serialization: 'advanced',
      })
      child.stdout?.pipe(process.stdout)
      child.stderr?.pipe(process.stderr)
      return child
    }
    const take = (): ChildProcess => {
      clearTimeout(this.refill)
      for (let next = this.waiting.shift(); next; next = this.waiting.shift()) if (next.connected) return next
      return spawn()
    }
    const prepareNext = (): void => {
      if (this.closed) return // A run may end after the pool was closed. Then no process is started.
      if (this.waiting.length === 0) this.waiting.push(spawn())
      clearTimeout(this.refill)
      this.refill = setTimeout(() => {
        while (this.waiting.length < 2) this.waiting.push(spawn())
      }, pause)
    }
    return new Worker(this.name, take, prepareNext)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.refill)
    for (const child of this.waiting) child.kill()
  }
}

/** The time in milliseconds after a run until a second process is started: another run may follow, and needs the processor. */
const pause = 1500

type Listener = (argument: unknown) => void

class Worker implements PoolWorker {
  readonly name: string
  /**
   * Vitest would hand modules over as files, one for each id. When a run is cancelled, one of its files may be written after the files
   * of the next run. Vitest would then take it for the new code.
   */
  readonly cacheFs = false
  private child: ChildProcess | undefined
  private hasStarted = false
  private readonly take: () => ChildProcess
  private readonly prepareNext: () => void

  constructor(name: string, take: () => ChildProcess, prepareNext: () => void) {
    this.name = name
    this.take = take
    this.prepareNext = prepareNext
  }

  on(event: string, listener: Listener): void {
    const { child } = this
    if (event === 'message') this.tellOfEarlyDeath(listener)
    if (event === 'exit' && child && hasEnded(child)) setImmediate(listener, child.exitCode)
    else child?.on(event, listener)
  }

  /** Vitest waits a minute and a half for a process to start, also for one that has died on the way. */
  private tellOfEarlyDeath(listener: Listener): void {
    const { child } = this
    if (!child) return
    const tell = (): void => {
      const error = new Error('The process of the tests has died before they began.')
      if (!this.hasStarted) listener({ __vitest_worker_response__: true, type: 'started', error })
    }
    if (hasEnded(child)) setImmediate(tell)
    else child.once('exit', tell)
    child.once('message', () => (this.hasStarted = true))
  }

  off(event: string, listener: Listener): void {
    this.child?.off(event, listener)
  }

  send(message: WorkerRequest): void {
    this.child?.send(message)
  }

  deserialize(data: unknown): unknown {
    return data
  }

  start(): Promise<void> {
    this.child ??= this.take()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    const { child } = this
    if (!child) return
    const gone = new Promise<void>((done) => {
      if (hasEnded(child)) done()
      else child.once('exit', () => done())
    })
    const insist = setTimeout(() => child.kill('SIGKILL'), 1000) // The process may be in an endless loop.
    child.kill()
    await gone
    clearTimeout(insist)
    this.child = undefined
    this.prepareNext()
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}
