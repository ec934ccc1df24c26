import { join } from 'node:path'
import { writeFileAtomic } from '../files.ts'
import { lossCurve } from '../pictures/curve.ts'
import { misreadSheet } from '../pictures/misread.ts'
import type { Outcome } from '../training/program.ts'
import type { Report } from '../training/results.ts'
import { trainingReport } from './training.ts'
import { cardOfTraining } from './training-card.ts'

/** Writes what a training leaves: report.html, loss.svg, misread.svg, first.svg, weights.json and, of a finished course, card.svg. Returns their paths. */
export function writeResults(folder: string, report: Report): string[] {
  const { settings, outcome } = report
  const card = cardOfTraining(report)
  const { images, imageSize, labels, predicted, weights, steps, losses } = outcome
  const pixels = images.shape[1]
  const wrong = predicted.flatMap((read, n) => (read === labels[n] ? [] : [{ read, truth: labels[n], n }]))
  const shown = wrong
    .slice(0, 100)
    .map(({ read, truth, n }) => ({ read, truth, image: images.data.subarray(n * pixels, (n + 1) * pixels) }))
  const numbers = ({ shape, data }: Outcome['images']) => ({
    shape,
    data: Array.from(data, (v) => Number(v.toPrecision(9))),
  })
  const files: Record<string, string> = {
    'report.html': trainingReport(report),
    'loss.svg': lossCurve(steps, losses, `${settings.model}, ${settings.recipe}: training loss`),
    'misread.svg': misreadSheet(shown, imageSize, wrong.length),
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
