import { type Chart, chartMarkup, describeChart } from '../../pictures/chart.ts'
import { draw, s, write } from './dom.ts'

const [width, height] = [400, 200]

/** A chart that is drawn many times a second. Its text alternative changes less often (see describe). */
export class ChartView {
  readonly element: SVGSVGElement
  private readonly title = s('title')
  private readonly inside = s('g')
  private chart: Chart

  constructor(empty: Omit<Chart, 'line'>) {
    this.chart = { ...empty, line: { x: [], y: [] } }
    this.element = s('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img' }, this.title, this.inside)
    this.draw(this.chart)
    this.describe()
  }

  draw(chart: Chart): void {
    this.chart = chart
    draw(this.inside, chartMarkup(chart, [width, height]))
  }

  /** Updates the text alternative to the last drawn chart. */
  describe(): void {
    write(this.title, describeChart(this.chart))
  }
}
