import type { ImageSize } from '../data/idx.ts'
import { formatCount, formatPercent } from '../format.ts'
import { digitPng } from './digits.ts'
import { cardColours } from './palette.ts'
import { escapeText, picture } from './svg.ts'

/** The results of a finished course. */
export interface Card {
  /** the number of exercises that pass their tests, and of all exercises */
  readonly written: number
  readonly all: number
  /** the number of training images, and of epochs */
  readonly examples: number
  readonly epochs: number
  /** the number of parameters */
  readonly parameters: number
  /** the time of the training */
  readonly seconds: number
  /** the number of unseen images, and the share that was read right */
  readonly unseen: number
  readonly accuracy: number
  /** one unseen image of each digit: values in [0, 1], its label, and the predicted digit */
  readonly digits: readonly { readonly image: ArrayLike<number>; readonly truth: number; readonly read: number }[]
}

/** The size of the picture that sites show for a link, and the margin. */
const [width, height, edge] = [1200, 630, 72]

/** A card to share. It looks the same on light and dark screens. */
export function courseCard(card: Card, size: ImageSize): string {
  const title = `${card.written} of ${card.all} written by me, trained in ${duration(card.seconds)}`
  const right = `of ${formatCount(card.unseen)} unseen digits read right`
  const seen = card.epochs === 1 ? 'once' : `${card.epochs} times`
  const lines = [
    right,
    `${formatCount(card.parameters)} parameters were learned from`,
    `${formatCount(card.examples)} images, each seen ${seen}`,
  ]
  const percent = formatPercent(card.accuracy)
  const { ground, text, title: strong, wrong } = cardColours
  const body = [
    `<style>text{font:30px system-ui,sans-serif;fill:${text}}.title{font-size:44px;font-weight:600;fill:${strong}}`,
    `.figure{font-size:130px;font-weight:700;fill:${strong}}.read{font-size:34px;text-anchor:middle}`,
    `.wrong{fill:${wrong};font-weight:700}image{image-rendering:pixelated}</style>`,
    `<rect width="${width}" height="${height}" fill="${ground}"/>`,
    `<text x="${edge}" y="104">A neural network, every formula written in TypeScript: neural-katas</text>`,
    `<text class="title" x="${edge}" y="176">${escapeText(title)}</text>`,
    `<text class="figure" x="${edge - 6}" y="340">${percent}</text>`,
    ...lines.map((line, n) => `<text x="600" y="${258 + 41 * n}">${escapeText(line)}</text>`),
    ...card.digits.map((digit, n) => digitAt(digit, n, size)),
  ]
  return picture([width, height], `${title}: ${percent} ${right}`, body).svg
}

/** A digit in its tenth of the width, with the predicted digit below. */
function digitAt({ image, truth, read }: Card['digits'][number], n: number, size: ImageSize): string {
  const cell = (width - 2 * edge) / 10
  const longer = Math.max(size.rows, size.columns)
  const [wide, high] = [(size.columns / longer) * (cell - 12), (size.rows / longer) * (cell - 12)]
  const middle = edge + (n + 0.5) * cell
  const png = Buffer.from(digitPng(image, size)).toString('base64')
  return [
    `<image x="${(middle - wide / 2).toFixed(1)}" y="${(500 - high).toFixed(1)}" width="${wide.toFixed(1)}" height="${high.toFixed(1)}" href="data:image/png;base64,${png}"/>`,
    `<text class="read${read === truth ? '' : ' wrong'}" x="${middle.toFixed(1)}" y="552">${read}</text>`,
  ].join('\n')
}

/** 3.2 s, 45 s, 12 min */
function duration(seconds: number): string {
  if (seconds >= 100) return `${Math.round(seconds / 60)} min`
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
}
