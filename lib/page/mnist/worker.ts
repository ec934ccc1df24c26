import type { FromWorker, ToWorker } from './messages.ts'
import type { WorkerHost } from './program.ts'

let goOn: (() => void) | undefined
let isPaused = false

const outside: WorkerHost = {
  tell: (said, transfer = []) => self.postMessage(said, { transfer: [...transfer] }),
  // a message to itself arrives after all waiting messages, and earlier than a timer
  breathe: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        if (isPaused) goOn = resolve
        else resolve()
      }
      port2.postMessage(null)
    }),
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.say === 'pause') isPaused = true
  else if (data.say === 'go') {
    isPaused = false
    goOn?.()
    goOn = undefined
  } else {
    // imported here, so an error of loading a kata becomes a message
    import('./program.ts')
      .then(({ run }) => run(data, outside))
      .then(() => outside.tell({ say: 'ended' }), reportFailure)
  }
}

function reportFailure(error: unknown): void {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const said: FromWorker = { say: 'failed', name, message, stack }
  outside.tell(said)
}
