import type { Model } from '../../training/recipes.ts'
import { button, choice } from '../frame/controls.ts'
import { freshId, h, set, write } from '../frame/dom.ts'
import type { Engine, Order } from './messages.ts'
import type { Phase, Run } from './training.ts'

/** The actions of the panel. */
export interface Actions {
  start(order: Order): void
  pause(): void
  go(): void
  stop(): void
}

/** The settings of the next training. They survive when the reader leaves the room. */
export const next: { model: Model; engine: Engine; epochs: number } = { model: 'mlp', engine: 'kernels', epochs: 10 }
const listeners = new Set<() => void>()

/** Calls the listener when the reader chooses other operations. Returns a function that ends it. */
export function onChosen(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The controls: network, operations, epochs, and start, pause, stop. */
export class Panel {
  readonly element: HTMLElement
  private readonly main: HTMLButtonElement
  private readonly stop: HTMLButtonElement
  private readonly bar = h('progress', { max: 1, value: 0, 'aria-label': 'Epochs behind it' })
  private phase: Phase = 'idle'

  constructor(doings: Actions) {
    this.main = button('Start', () => this.press(doings), 'main')
    this.stop = button('Stop', () => doings.stop())
    const id = freshId()
    const epochs = h('input', { id, type: 'number', min: 1, max: 100, step: 1, value: next.epochs })
    epochs.addEventListener('change', () => {
      next.epochs = Math.max(1, Math.min(100, Math.round(epochs.valueAsNumber) || 10))
      epochs.value = String(next.epochs)
    })
    this.element = h(
      'div',
      { class: 'order' },
      choice<Model>(
        'Network',
        [
          ['mlp', '784 → 32 → 10'],
          ['softmax', '784 → 10'],
        ],
        next.model,
        (model) => (next.model = model),
      ).element,
      choice<Engine>(
        'Operations',
        [
          ['kernels', 'lib’s kernels'],
          ['plain', 'the katas’ own'],
        ],
        next.engine,
        (engine) => {
          next.engine = engine
          for (const listener of listeners) listener()
        },
      ).element,
      h('div', { class: 'epochs' }, h('label', { for: id }, 'Epochs'), epochs),
      h('div', { class: 'buttons', role: 'group', 'aria-label': 'Training' }, this.main, this.stop),
      this.bar,
    )
  }

  private press(doings: Actions): void {
    if (this.phase === 'running') doings.pause()
    else if (this.phase === 'paused') doings.go()
    else if (this.phase !== 'loading') doings.start({ ...next, seed: 0 })
  }

  show(phase: Phase, run: Run | undefined): void {
    this.phase = phase
    const labels: Partial<Record<Phase, string>> = {
      idle: 'Start',
      loading: 'Loading …',
      running: 'Pause',
      paused: 'Go on',
    }
    write(this.main, labels[phase] ?? 'Start again')
    set(this.main, { 'aria-disabled': phase === 'loading' && 'true' })
    this.stop.disabled = !['loading', 'running', 'paused'].includes(phase)
    this.bar.value = run ? (run.at.at(-1) ?? 0) / run.order.epochs : 0
  }
}

/** A network and its operations in a few words. */
export function inShort({ model, engine }: Order): string {
  return `${model === 'mlp' ? '784 → 32 → 10' : '784 → 10'}, ${engine === 'kernels' ? 'kernels' : 'plain'}`
}
