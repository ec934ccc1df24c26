import '../mnist/mnist.css'
import './draw.css'
import type { CodeOrigin } from '../../training/code-origin.ts'
import { formatPercent } from '../../format.ts'
import { exercises } from '../../course/exercises.ts'
import { button, card } from '../frame/controls.ts'
import { Announcer, h, write } from '../frame/dom.ts'
import { live } from '../frame/live.ts'
import { loadAssets } from '../mnist/files.ts'
import { onTrained, readTrained } from '../mnist/trained.ts'
import { training } from '../mnist/training.ts'
import type { ErrorPanel } from '../frame/error-panel.ts'
import { uses } from '../frame/uses.ts'
import type { Mounted, View } from '../frame/view.ts'
import { originsOfCalls, originsOfTraining } from '../frame/code-owners.ts'
import { centre } from './normalize-digit.ts'
import { Drawing, side } from './drawing.ts'
import { Paper } from './drawing-pad.ts'
import { type Katas, type Reading, read } from './reading.ts'
import { Stages } from './stages.ts'

const katas = await live<Katas>(import.meta.url, () => import('./katas.ts'))

/** It survives when the reader leaves the room. */
const drawing = new Drawing()
const nextOf = new Map<number, number>()

export const view: View = {
  slug: 'draw',
  title: 'Draw a digit',
  about: 'It is put where MNIST puts its digits, and read by forward (4.8) and softmax (2.1) while you draw.',
  origins,
  mount: (host, trouble) => new Room(host, trouble),
}

/** The code of its own calls, and of the training that it starts on lib's kernels if there is no network yet. */
function origins(): CodeOrigin[] {
  const calls = originsOfCalls(uses.draw)
  const isCalled = ({ exercise }: CodeOrigin): boolean => calls.some((one) => one.exercise === exercise)
  const ofTraining = originsOfTraining('kernels').filter((origin) => !isCalled(origin))
  return exercises.flatMap((exercise) => [...calls, ...ofTraining].filter((origin) => origin.exercise === exercise))
}

class Room implements Mounted {
  private readonly trouble: ErrorPanel
  private readonly announcer = new Announcer()
  private readonly paper = new Paper(
    drawing,
    () => this.later(),
    (text) => this.announcer.say(text),
  )
  private readonly stages = new Stages()
  private readonly digit = h('span', { class: 'digit' }, '–')
  private readonly sure = h('span', { class: 'sure' })
  private readonly network = h('p', { class: 'words' })
  private readonly train = button('Train it now', () => train())
  private readonly undo = button('Undo', () => this.act(() => drawing.undo()))
  private readonly clear = button('Clear', () => this.act(() => drawing.clear()))
  private readonly ends = [
    katas.onSave(() => this.later()),
    onTrained(() => this.later()),
    training.onChange(() => this.later()),
  ]
  private frame = 0
  private phase = training.phase

  constructor(host: HTMLElement, trouble: ErrorPanel) {
    this.trouble = trouble
    const examples = Array.from({ length: 10 }, (_, k) => {
      const one = button(String(k), () => void this.example(k))
      one.setAttribute('aria-label', `A ${k} from the test images`)
      return one
    })
    const buttons = h('div', { class: 'buttons', role: 'group', 'aria-label': 'Drawing' }, this.undo, this.clear)
    const result = h('p', { class: 'read' }, h('span', {}, 'Read as'), this.digit, this.sure)
    host.append(
      this.announcer.element,
      h(
        'div',
        { class: 'columns' },
        card(
          'Your digit',
          h('div', { class: 'desk' }, this.paper.surface, h('div', { class: 'beside-paper' }, result, buttons)),
          this.paper.help,
          h(
            'p',
            { class: 'note', id: 'examples' },
            'Or one of the 10,000 test images, each time the next of its kind:',
          ),
          h('div', { class: 'buttons examples', role: 'group', 'aria-labelledby': 'examples' }, ...examples),
          h('div', { class: 'network' }, this.network, this.train),
        ),
        card('Stage by stage', this.stages.element),
      ),
    )
    if (!readTrained() && !training.isBusy && training.phase !== 'failed') train()
    this.draw()
  }

  unmount(): void {
    cancelAnimationFrame(this.frame)
    this.announcer.stop()
    for (const end of this.ends) end()
  }

  review(isFaulty: boolean): void {
    training.review(isFaulty)
  }

  private act(change: () => void): void {
    change()
    this.paper.paint()
    this.later()
  }

  /** Draws the next test image of this digit. */
  private async example(digit: number): Promise<void> {
    const { testImages, testLabels } = (await loadAssets()).files
    const n = testLabels.indexOf(digit, Math.max(8, nextOf.get(digit) ?? 8)) - 8
    nextOf.set(digit, testLabels.indexOf(digit, n + 9))
    this.act(() => drawing.put(testImages.slice(16 + 784 * n, 16 + 784 * (n + 1))))
  }

  /** Schedules one update per frame, however often something changes. */
  private later(): void {
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => this.draw())
  }

  private draw(): void {
    const network = readTrained()
    const ink = centre(this.paper.ink, side)
    const bytes = Uint8Array.from(ink, (v) => Math.round(255 * v))
    const reading =
      network && !drawing.isEmpty
        ? this.trouble.try('reading', () => read(katas.now, network.layers, bytes))
        : undefined
    if (training.failure) this.trouble.tell('training', Object.assign(new Error(), training.failure))
    else this.trouble.try('training', () => undefined)
    this.stages.draw(reading, ink)
    this.say(reading)
    write(this.network, inWords())
    if (training.phase !== this.phase) this.announcer.say(inWords())
    this.phase = training.phase
    this.train.hidden = training.isBusy || network !== undefined
    this.undo.disabled = !drawing.canUndo
    this.clear.disabled = drawing.isEmpty
  }

  private say(reading: Reading | undefined): void {
    const sure = reading && formatPercent(reading.probabilities[reading.digit])
    if (reading && this.digit.textContent !== String(reading.digit))
      this.announcer.say(`Read as ${reading.digit}, ${sure}.`)
    write(this.digit, reading ? String(reading.digit) : '–')
    write(this.sure, sure ?? this.explainNothing())
  }

  /** the reason why there is no reading */
  private explainNothing(): string {
    if (drawing.isEmpty) return 'no ink yet'
    return readTrained() ? 'it stops: see above' : 'not trained yet'
  }
}

/** Trains for two epochs on the kernels. It takes a few seconds, and reaches an accuracy of about 94 %. */
function train(): void {
  void training.start({ model: 'mlp', engine: 'kernels', epochs: 2, seed: 0 })
}

/** Describes the network that reads. */
function inWords(): string {
  const network = readTrained()
  const share = training.run ? Math.round((100 * (training.run.at.at(-1) ?? 0)) / training.run.order.epochs) : 0
  if (training.phase === 'loading')
    return 'Nothing was trained yet, so a network trains now, for two epochs on lib’s kernels: fetching the images.'
  if (!network) return training.isBusy ? 'Training begins.' : 'Nothing has been trained yet.'
  const { model, epochs, accuracy } = network
  const name = model === 'mlp' ? '784 → 32 → 10' : '784 → 10'
  const score = accuracy === undefined ? '' : `; it reads ${formatPercent(accuracy)} of the unseen digits right`
  const stopped = training.phase === 'failed' ? 'Its training stopped; the next save starts it again. ' : ''
  const now = training.isBusy ? `In training, ${share} % done. ` : stopped
  return `${now}Read by ${name} after ${epochs.toFixed(1)} epochs${score}. In the room “MNIST, live” you can train it further.`
}
