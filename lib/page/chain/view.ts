import { formatFixed } from '../../format.ts'
import type { Chart } from '../../pictures/chart.ts'
import { Figures, card } from '../frame/controls.ts'
import { Announcer, h, write } from '../frame/dom.ts'
import { ChartView } from '../frame/chart.ts'
import { onScheme } from '../frame/scheme.ts'
import { live } from '../frame/live.ts'
import type { ErrorPanel } from '../frame/error-panel.ts'
import { InvalidResult, numbers } from '../frame/invalid-result.ts'
import { uses } from '../frame/uses.ts'
import type { Mounted, View } from '../frame/view.ts'
import { originsOfCalls } from '../frame/code-owners.ts'
import { Arm } from './arm.ts'
import { Descent, type Katas, type Point } from './descent.ts'
import { LandscapeCard } from './landscape-card.ts'
import { Panel, inWords } from './panel.ts'

const katas = await live<Katas>(import.meta.url, () => import('./katas.ts'))

/** It survives when the reader leaves the room. */
const descent = new Descent(4)
descent.restart()
const state = { isPlaying: !matchMedia('(prefers-reduced-motion: reduce)').matches, perSecond: 60 }

const empty = { name: 'Loss', unit: 'step', end: 50 } as const

export const view: View = {
  slug: 'chain',
  title: 'Chain of links',
  about: 'An arm learns to reach for a point: predict, compare, differentiate, step. Drag the target.',
  origins: () => originsOfCalls(uses.chain),
  mount: (host, trouble) => new Room(host, trouble),
}

class Room implements Mounted {
  private readonly trouble: ErrorPanel
  private readonly announcer = new Announcer()
  private readonly arm = new Arm((target) => this.change(() => (descent.target = target)))
  private readonly curve = new ChartView(empty)
  private readonly landscape = new LandscapeCard(() => this.change())
  private readonly words = h('p', { class: 'words' })
  private readonly figures = new Figures({
    loss: 'Loss',
    steps: 'Steps',
    pace: 'Steps per second',
    gap: 'Gradients differ by',
  })
  private readonly panel = new Panel(descent, state.perSecond, {
    toggle: () => this.change(() => (state.isPlaying = !state.isPlaying)),
    step: () =>
      this.change(() => {
        state.isPlaying = false
        this.step()
      }),
    restart: () => this.change(() => descent.restart()),
    nudge: () => this.change(() => descent.nudge()),
    resize: (links) => this.change(() => descent.resize(links)),
    aim: (target) => this.change(() => (descent.target = target)),
    rate: (rate) => this.change(() => (descent.rate = rate)),
    speed: (perSecond) => (state.perSecond = perSecond),
    method: (method) => this.change(() => (descent.method = method)),
  })
  private readonly ends = [katas.onSave(() => this.change()), onScheme(() => this.change())]
  private frame = 0
  private loss = NaN
  private isStill = false
  private isDirty = true
  /** times in milliseconds: of the last frame, the last update of the numbers, the last announcement */
  private readonly last = { frame: 0, look: 0, word: 0, steps: 0 }
  private due = 0

  constructor(host: HTMLElement, trouble: ErrorPanel) {
    this.trouble = trouble
    const arm = card('The arm', this.arm.element, this.words, this.announcer.element)
    const controls = card('The descent', this.panel.buttons, this.figures.element, this.panel.settings)
    const curve = card('The loss, step by step', this.curve.element)
    host.append(
      h(
        'div',
        { class: 'columns' },
        h('div', { class: 'stack' }, arm, curve),
        h('div', { class: 'stack' }, controls, this.landscape.element),
      ),
    )
    this.arm.place(descent.links, descent.target) // the target has a place before the arm is drawn
    this.change()
    this.frame = requestAnimationFrame((now) => this.onFrame(now))
  }

  unmount(): void {
    cancelAnimationFrame(this.frame)
    this.announcer.stop()
    for (const end of this.ends) end()
  }

  /** Applies a change of settings or code, and tries failed work again. */
  private change(set?: () => void): void {
    this.trouble.clear()
    set?.()
    this.isStill = false
    this.isDirty = true
    this.last.look = 0
    this.landscape.fit(descent.links)
    this.panel.show(state.isPlaying, descent)
  }

  private onFrame(now: number): void {
    this.frame = requestAnimationFrame((then) => this.onFrame(then))
    const passed = Math.min(100, now - this.last.frame)
    this.last.frame = now
    if (this.trouble.isThere) return // work that threw runs again only after a change
    if (state.isPlaying && !this.isStill) {
      this.due = Math.min(1.5, this.due + (passed / 1000) * state.perSecond)
      // frames of a 60 Hz display are not exactly on time
      if (this.due > 0.9) this.step()
    }
    if (this.isDirty) this.draw(now)
    if (now - this.last.look > 250 && this.isDirty) this.look(now)
    this.isDirty = state.isPlaying && !this.isStill
  }

  private step(): void {
    this.due = Math.max(0, this.due - 1)
    this.trouble.try('step', () => descent.step(katas.now))
    this.isDirty = true
  }

  private draw(now: number): void {
    this.arm.place(descent.links, descent.target)
    this.trouble.try('picture', () => {
      const joints = katas.now.joints([...descent.angles])
      if (!Array.isArray(joints) || joints.length !== descent.links + 1)
        throw new InvalidResult('chain-link/joints', `${descent.links + 1} points for ${descent.links} links`, joints)
      this.arm.draw(joints.map((joint) => numbers('chain-link/joints', joint, 2) as unknown as Point))
      this.loss = descent.loss(katas.now)
      descent.losses.put(descent.steps, this.loss)
      this.curve.draw(this.chart())
      this.landscape.draw(descent, katas.now, now)
    })
    this.figures.put('loss', formatFixed(this.loss))
    this.figures.put('steps', String(descent.steps))
  }

  /** all losses since the start, and their lower bound */
  private chart(): Chart {
    const { points, stride } = descent.losses
    const line = { x: [...points.map((_, i) => i * stride), descent.steps], y: [...points, this.loss] }
    return { ...empty, line, floor: descent.floor, end: Math.max(empty.end, descent.steps) }
  }

  /** Updates the parts that need not change in every frame. */
  private look(now: number): void {
    this.trouble.try('gradients', () => {
      const [analytic, numerical] = [descent.analytic(katas.now), descent.numerical(katas.now)]
      const gaps = analytic.map((g, i) => Math.abs(g - numerical[i]))
      this.figures.put('gap', formatFixed(Math.max(...gaps)))
      const used = descent.method === 'analytic' ? analytic : numerical
      this.isStill = Math.max(...used.map(Math.abs)) < 1e-6
    })
    const pace = this.last.look > 0 ? ((descent.steps - this.last.steps) / (now - this.last.look)) * 1000 : 0
    if (this.last.look > 0 || !state.isPlaying) this.figures.put('pace', Math.max(0, pace).toFixed(0))
    Object.assign(this.last, { look: now, steps: descent.steps })
    const words = inWords(descent, this.loss, this.isStill)
    write(this.words, words)
    this.curve.describe()
    this.landscape.describe(this.loss)
    if (now - this.last.word < 10_000 && state.isPlaying && !this.isStill) return
    this.last.word = now
    this.announcer.say(`Loss ${formatFixed(this.loss)} after ${descent.steps} steps. ${words}`)
  }
}
