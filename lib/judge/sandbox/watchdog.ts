import { Worker } from 'node:worker_threads'
import { isDebugged, limits } from './deadline.ts'

/** Longer than any test may take: a process that is silent for this long never answers. */
const patience = 3 * limits.milliseconds

const watcher = `
const { workerData: { beats, patience } } = require('node:worker_threads')
let [seen, since] = [0, Date.now()]
setInterval(() => {
  const now = Atomics.load(beats, 0)
  if (now !== seen) [seen, since] = [now, Date.now()]
  else if (Date.now() - since > patience) process.kill(process.pid, 'SIGKILL')
}, 1000)
`

/**
 * Starts a thread that ends this process when it is blocked for three times as long as a test may take. It stops code that neither
 * the loop guard nor V8 can interrupt, for example while a file is loaded. Vitest then reports the file, and starts another process for the others.
 * With a debugger attached there is no watchdog. Returns a function that resets its timer.
 */
export function startWatchdog(): () => void {
  const running = Reflect.get(globalThis, '__kataBeat') as (() => void) | undefined
  if (running || isDebugged()) return running ?? (() => undefined)
  const beats = new Int32Array(new SharedArrayBuffer(4))
  const beat = (): void => void Atomics.add(beats, 0, 1)
  const heart = new Worker(watcher, { eval: true, workerData: { beats, patience } })
  heart.unref()
  setInterval(beat, 500).unref()
  Object.assign(globalThis, { __kataBeat: beat })
  return beat
}
