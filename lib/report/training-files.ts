import { join } from 'node:path'
import { writeFileAtomic } from '../files.ts'
import { chartPicture } from '../pictures/chart.ts'
import { digitSheet } from '../pictures/digits.ts'
import { lossChart } from '../pictures/loss-chart.ts'
import { captionOf, describeMisread, misreadOf } from '../training/misread.ts'
import type { Outcome } from '../training/program.ts'
import type { Report } from '../training/results.ts'
import { trainingReport } from './training.ts'
import { cardOfTraining } from './training-card.ts'

/**
 * Writes the results of a training: report.html, loss.svg, misread.svg, first.svg, weights.json, and card.svg for a finished course.
 * Returns their paths.
 */
export function writeResults(folder: string, report: Report): string[] {
  const { settings, outcome } = report
  const card = cardOfTraining(report)
  const { imageSize, weights, steps } = outcome
  const misread = misreadOf(outcome, 100)
  const digits = misread.shown.map((one) => ({ image: one.image, caption: captionOf(one) }))
  const numbers = ({ shape, data }: Outcome['images']) => ({
    shape,
    data: Array.from(data, (v) => Number(v.toPrecision(9))),
  })
  const files: Record<string, string> = {
    'report.html': trainingReport(report),
    'loss.svg': chartPicture(
      `${settings.model}, ${settings.recipe}: training loss`,
      lossChart(steps.epochs, steps.losses),
    ).svg,
    'misread.svg': digitSheet(describeMisread(misread), digits, imageSize, 10).svg,
    'first.svg': outcome.first.picture,
    ...(card ? { 'card.svg': card } : {}),
    'weights.json': JSON.stringify(
      weights.map((parameters) =>
        Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, numbers(tensor)])),
      ),
    ),
  }
  return Object.entries(files).map(([name, content]) => {
    const path = join(folder, name)
    writeFileAtomic(path, content)
    return path
  })
}
