import { type ChildProcess, fork } from 'node:child_process'
import { resolve } from 'node:path'
import type { PoolOptions, PoolWorker, WorkerRequest } from 'vitest/node'

/**
 * Vitest’s pool of forks, with the next process already waiting: in watch mode a save is tested in a process that has booted
 * and has loaded Vitest and fast-check while the learner was typing. Each run still has a process of its own.
 */
export class Standby {
  readonly name = 'standby'
  private waiting: ChildProcess | undefined
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
    return new Worker(
      this.name,
      () => {
        const { waiting } = this
        this.waiting = undefined
        return waiting?.connected ? waiting : spawn()
      },
      () => {
        // a run may still put its process away when everything else is closed
        if (!this.closed) this.waiting ??= spawn()
      },
    )
  }

  close(): void {
    this.closed = true
    this.waiting?.kill()
  }
}

class Worker implements PoolWorker {
  readonly name: string
  readonly cacheFs = true
  private child: ChildProcess | undefined
  private readonly take: () => ChildProcess
  private readonly prepareNext: () => void

  constructor(name: string, take: () => ChildProcess, prepareNext: () => void) {
    this.name = name
    this.take = take
    this.prepareNext = prepareNext
  }

  on(event: string, callback: (argument: unknown) => void): void {
    this.child?.on(event, callback)
  }

  off(event: string, callback: (argument: unknown) => void): void {
    this.child?.off(event, callback)
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
      if (child.exitCode !== null || child.signalCode !== null) done()
      else child.once('exit', () => done())
    })
    const insist = setTimeout(() => child.kill('SIGKILL'), 1000) // it may be in a loop without an end
    child.kill()
    await gone
    clearTimeout(insist)
    this.child = undefined
    this.prepareNext()
  }
}
