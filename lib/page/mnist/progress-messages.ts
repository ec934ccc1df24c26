import type { Log } from '../../training/log.ts'
import type { Layer, Went } from './messages.ts'

/** Returns a function that makes the messages about a training. Each has the steps and epochs since the message before. */
export function progressMessages(log: Log): (layers: readonly Layer[]) => Went {
  let [steps, epochs] = [0, 0]
  return (layers) => {
    const at = Float32Array.from(log.steps.epochs.slice(steps))
    const losses = Float32Array.from(log.steps.losses.slice(steps))
    const ended = log.losses.slice(epochs).map((loss, i) => ({ seconds: log.seconds[epochs + i], loss }))
    steps += at.length
    epochs += ended.length
    return { say: 'went', at, losses, mean: log.mean, ended, layers }
  }
}
