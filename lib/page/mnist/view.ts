import './mnist.css'
import { formatFixed, formatPercent } from '../../format.ts'
import { lossChart } from '../../pictures/loss-chart.ts'
import { Figures, card } from '../frame/controls.ts'
import { Announcer, h, write } from '../frame/dom.ts'
import { recipes } from '../../training/recipes.ts'
import { symptoms } from '../../training/symptoms.ts'
import type { ErrorPanel } from '../frame/error-panel.ts'
import type { Mounted, View } from '../frame/view.ts'
import { originsOfTraining } from '../frame/code-owners.ts'
import { ChartView } from '../frame/chart.ts'
import { loadAssets } from './files.ts'
import type { Looked } from './messages.ts'
import { Panel, next, onChosen } from './panel.ts'
import { drawConfusion, drawMisread, drawWeights, forgetMisread } from './results.ts'
import { median } from '../../stats.ts'
import { Times } from './times.ts'
import { type Run, patience, training } from './training.ts'

export const view: View = {
  slug: 'mnist',
  title: 'MNIST, live',
  about: 'The loop of 6.5 trains on all 60,000 images, here in this tab, and then reads 10,000 that it has never seen.',
  origins: () => originsOfTraining(next.engine),
  onOrigins: onChosen,
  mount: (host, trouble) => new Room(host, trouble),
}

const percent = (share: number): string => formatPercent(share, 2)

const accuracy = {
  name: 'Unseen read right',
  unit: 'epoch',
  from: 0.8,
  to: 1,
  show: (share: number) => formatPercent(share, 0),
} as const

class Room implements Mounted {
  private readonly trouble: ErrorPanel
  private readonly announcer = new Announcer()
  private readonly panel = new Panel({
    start: (order) => void training.start(order),
    pause: () => training.pause(),
    go: () => training.go(),
    stop: () => training.stop(),
  })
  private readonly words = h('p', { class: 'words' })
  private readonly signs = h('ul', { class: 'signs' })
  private readonly network = h('pre', {
    class: 'network-text',
    tabindex: 0,
    role: 'region',
    'aria-label': 'The network, layer by layer',
  })
  private readonly figures = new Figures({
    epoch: 'Epoch',
    loss: 'Loss',
    read: 'Unseen read right',
    seconds: 's / epoch',
  })
  private readonly loss = new ChartView(lossChart([], [], next.epochs))
  private readonly accuracy = new ChartView({ ...accuracy, end: next.epochs })
  private readonly weights = h('div')
  private readonly confusion = h('div')
  private readonly misread = h('div')
  private readonly times = new Times()
  private readonly forget = training.onChange(() => this.later())
  private frame = 0
  private shown: Looked | undefined
  private said = { phase: '', epoch: 0 }

  constructor(host: HTMLElement, trouble: ErrorPanel) {
    this.trouble = trouble
    host.append(
      card('Training', this.panel.element, this.words, this.signs, this.figures.element),
      this.announcer.element,
      h(
        'div',
        { class: 'columns' },
        card('Loss', this.loss.element),
        card('Read right, of 10,000 unseen', this.accuracy.element),
        card('Weights becoming digits', this.weights),
        card('What is mistaken for what', this.confusion),
        card('Misread', this.misread),
        card('Seconds per epoch', this.times.element, this.network),
      ),
    )
    drawWeights(this.weights, [])
    void this.look(undefined)
    this.draw()
  }

  unmount(): void {
    cancelAnimationFrame(this.frame)
    this.announcer.stop()
    this.forget()
  }

  /** Schedules one update per frame, however often something changes. */
  private later(): void {
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => this.draw())
  }

  review(isFaulty: boolean): void {
    training.review(isFaulty)
  }

  private draw(): void {
    const { phase, run, failure } = training
    this.panel.show(phase, run)
    this.times.draw(training.runs)
    if (failure) this.trouble.tell('training', Object.assign(new Error(), failure))
    else if (training.silence > patience) this.trouble.tell('training', new Error(silent()))
    else this.trouble.clear()
    write(this.words, inWords())
    if (!run) return
    this.curves(run)
    write(this.network, run.network)
    if (run.layers.length > 0) drawWeights(this.weights, run.layers)
    if (run.looked !== this.shown) void this.look(run.looked)
    this.warn(run)
    this.speak(run)
  }

  private curves(run: Run): void {
    const { at, losses, looks, order, seconds, mean } = run
    this.loss.draw(lossChart(at, losses, order.epochs))
    const read = { x: looks.map((look) => look.epochs), y: looks.map((look) => look.accuracy) }
    this.accuracy.draw({ ...accuracy, line: read, end: order.epochs })
    this.figures.put('epoch', `${(at.at(-1) ?? 0).toFixed(1)} of ${order.epochs}`)
    this.figures.put('loss', Number.isNaN(mean) && losses.length === 0 ? '–' : formatFixed(mean))
    this.figures.put('read', run.looked ? percent(run.looked.accuracy) : '–')
    this.figures.put('seconds', seconds.length > 0 ? formatFixed(median(seconds), 2) : '–')
  }

  private async look(looked: Looked | undefined): Promise<void> {
    this.shown = looked
    drawConfusion(this.confusion, looked?.confusion)
    if (!looked) return forgetMisread(this.misread)
    const { files } = await loadAssets()
    if (this.shown === looked) drawMisread(this.misread, looked.predicted, files.testImages, files.testLabels)
  }

  /** At the end it shows the symptoms of known mistakes. */
  private warn({ order, losses, looked, layers }: Run): void {
    const isOver = training.phase === 'ended' || training.phase === 'stopped'
    if (!isOver || !looked) return this.signs.replaceChildren()
    const { batch, rate } = recipes[order.model].minibatch
    const interrupted = training.phase === 'stopped'
    const found = symptoms({ ...looked, steps: losses, batch, rate, usual: rate, weights: layers, interrupted })
    this.signs.replaceChildren(...found.map((sign) => h('li', {}, sign)))
  }

  /** Announces each change of state to screen readers, and progress about ten times. */
  private speak(run: Run): void {
    const epoch = Math.floor((run.at.at(-1) ?? 0) / Math.max(1, Math.round(run.order.epochs / 10)))
    if (training.phase === this.said.phase && epoch === this.said.epoch) return
    this.said = { phase: training.phase, epoch }
    const { at, looked, mean } = run
    const read = looked ? `, ${percent(looked.accuracy)} of the unseen read right` : ''
    const state = at.length > 0 ? ` Epoch ${at.at(-1)?.toFixed(1)}, loss ${formatFixed(mean)}${read}.` : ''
    this.announcer.say(`${inWords()}${state}`)
    this.loss.describe()
    this.accuracy.describe()
  }
}

/** The message for a training that sends no messages. */
function silent(): string {
  return `The code has sent nothing for more than ${patience} s. Does one of its loops never end?`
}

/** Describes the state of the training. */
function inWords(): string {
  const { phase, silence, isOutdated } = training
  if (silence > patience) return `${silent()} Stop is safe.`
  const saved = isOutdated ? ' A file was saved since: start again to train with it.' : ''
  return {
    idle: 'Batches of 32, rate 0.1. The kernels take seconds; the katas’ own operations show what plain TypeScript costs.',
    loading: 'Fetching the images, 55 MB from beside this page, and getting your code ready.',
    running: `Training.${saved}`,
    paused: `Paused.${saved}`,
    stopped: `Stopped: the weights so far stay.${saved}`,
    ended: `Done. Draw a digit, and see it read with these weights.${saved}`,
    failed: 'Training stopped. The next save starts it again.',
  }[phase]
}
