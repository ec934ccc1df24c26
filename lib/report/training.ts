import { median } from '../stats.ts'
import { uprightBars } from '../pictures/bars.ts'
import { chartPicture, describeChart } from '../pictures/chart.ts'
import { digitPng } from '../pictures/digits.ts'
import { lossChart, twoLossChart } from '../pictures/loss-chart.ts'
import { largestOf, weightPixels } from '../pictures/pixels.ts'
import { rgbaPng } from '../pictures/png.ts'
import { confusionHtml } from './confusion.ts'
import { Html, html } from './html.ts'
import { misreadHtml } from './misread.ts'
import { commandLine, definitionList, image, page, scrollable } from './page.ts'
import { weightsHtml } from './weights.ts'
import { formatCount, formatFixed, formatPercent } from '../format.ts'
import { type ConfusionCell, confusionTable } from '../training/confusion.ts'
import { evidenceOf } from '../training/evidence.ts'
import { countOf, outputsOf, weightsOf } from '../training/layer.ts'
import { misreadOf } from '../training/misread.ts'
import { describeStep } from '../training/optimizers.ts'
import type { Outcome } from '../training/program.ts'
import { batchesOf } from '../training/command-line.ts'
import { cardOfTraining } from './training-card.ts'
import { type Report, describeValidation } from '../training/results.ts'
import { lossesOf } from '../training/validation.ts'
import { symptoms } from '../training/symptoms.ts'
import { codeOriginTable } from './code-origin.ts'

/** The report of a training as one complete HTML document. */
export function trainingReport(report: Report): string {
  const { settings, outcome, loading, total } = report
  const card = cardOfTraining(report)
  const weights = weightSection(outcome)
  const sections = [
    { id: 'result', title: 'Result', content: result(report) },
    ...(card ? [{ id: 'card', title: 'A card to share', content: cardOf(card) }] : []),
    { id: 'network', title: 'Network and recipe', content: network(report) },
    { id: 'loss', title: 'Loss', content: loss(report) },
    ...(outcome.validation ? [{ id: 'validation', title: 'Validation', content: validation(outcome) }] : []),
    { id: 'confusion', title: 'Confusion matrix', content: confusion(outcome) },
    { id: 'misread', title: 'Misread digits', content: misread(outcome) },
    ...(weights ? [{ id: 'weights', title: 'Weights', content: weights }] : []),
    { id: 'times', title: 'Times', content: times(outcome.seconds.epochs, loading, total) },
    { id: 'code', title: 'Whose code ran', content: codeOriginTable(report.origins) },
  ]
  return page({
    title: `Training ${settings.model === 'mlp' ? 'a network with a hidden layer' : 'softmax regression'} on digits`,
    about: `Trained on ${formatCount(report.examples)} images, then asked about ${formatCount(outcome.labels.length)} it had never seen.`,
    sections,
    made: `npm run train, ${report.when.toISOString().slice(0, 16).replace('T', ' ')} UTC, Node ${process.versions.node}`,
  })
}

function cardOf(card: string): Html {
  return html`<p>
      All exercises are done, and all code of this training is yours. The picture is card.svg, beside this report.
    </p>
    ${image('image/svg+xml', card, 'How many exercises are done, the accuracy, and ten digits with what they were read as')}`
}

function result({ settings, outcome, remarks }: Report): Html {
  const { accuracy, labels, losses, seconds, first } = outcome
  const wrong = Math.round((1 - accuracy) * labels.length)
  const last = losses.at(-1)
  const signs = [...remarks, ...symptoms(evidenceOf(settings, outcome))]
  return html`<ul class="figures">
      <li><b>${formatPercent(accuracy, 2)}</b> read right</li>
      <li><b>${formatCount(wrong)}</b> of ${formatCount(labels.length)} misread</li>
      <li><b>${last === undefined ? '–' : formatFixed(last)}</b> training loss, last epoch</li>
      <li><b>${seconds.epochs.length > 0 ? `${median(seconds.epochs).toFixed(2)} s` : '–'}</b> per epoch</li>
    </ul>
    ${outcome.interrupted && html`<p class="warning">Interrupted: these are the best parameters until then.</p>`}
    ${signs.map((sign) => html`<p class="warning">${sign}</p>`)}
    <p>
      The first test image is read as ${first.digit} (${formatPercent(first.probability)}), and it is a ${labels[0]}.
    </p>`
}

function network({ settings, outcome, examples, command, operations }: Report): Html {
  const sizes = [outcome.images.shape[1], ...outcome.weights.map(outputsOf)]
  const count = outcome.weights.reduce((sum, parameters) => sum + countOf(parameters), 0)
  return html`${scrollable('The network', html`<pre>${outcome.network}</pre>`)}
    ${definitionList([
      ['Images', `${outcome.imageSize.rows} × ${outcome.imageSize.columns} pixels`],
      ['Shapes', `${sizes.map((size) => `(B, ${size})`).join(' → ')} → softmax → (B, ${sizes.at(-1)})`],
      ['Parameters', formatCount(count)],
      ['Recipe', `${settings.recipe}: ${batchesOf(settings.batch, examples)}, ${describeStep(settings)}`],
      ['Epochs', `${outcome.losses.length} of ${settings.epochs}`],
      ['Seed', String(settings.seed)],
      ['Again', commandLine(command)],
    ])}
    <p class="quiet">${operations}</p>`
}

function loss({ outcome, settings }: Report): Html {
  const { steps, losses, seconds } = outcome
  const title = `${settings.model}, ${settings.recipe}: training loss`
  const chart = lossChart(steps.epochs, steps.losses)
  const rows = losses.map(
    (mean, n) =>
      html`<tr>
        <th scope="row">${n + 1}</th>
        <td>${formatFixed(mean)}</td>
        <td>${seconds.epochs[n].toFixed(2)}</td>
      </tr> `,
  )
  const numbers = html`<table class="plain">
    <thead>
      <tr>
        <th scope="col">epoch</th>
        <th scope="col">mean loss</th>
        <th scope="col">seconds</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
  return html`<p>Every step is a dot, and the line goes through their means.</p>
    ${image('image/svg+xml', chartPicture(title, chart).svg, describeChart(chart))}
    ${
      losses.length > 0 &&
      html`<details>
        <summary>The numbers of each epoch</summary>
        ${numbers}
      </details>`
    }`
}

function validation({ validation: found }: Outcome): Html {
  if (!found || found.best === undefined) return html`<p>Not one epoch has finished.</p>`
  const { training, validation: held, test } = found.scores
  const chart = twoLossChart(lossesOf(found.scores))
  const row = (e: number): Html =>
    html`<tr>
      <th scope="row">${e + 1}</th>
      ${[training[e], held[e], test[e]].map(
        (one) =>
          html`<td>${formatFixed(one.loss)}</td>
            <td>${formatPercent(one.accuracy, 2)}</td>`,
      )}
    </tr> `
  const numbers = html`<table class="plain">
    <thead>
      <tr>
        <th scope="col">epoch</th>
        ${['training', 'validation', 'test'].map(
          (part) =>
            html`<th scope="col">${part} loss</th>
              <th scope="col">accuracy</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${training.map((_, e) => row(e))}
    </tbody>
  </table>`
  const sentences = describeValidation(found).map((one) => `${one[0].toUpperCase()}${one.slice(1)}.`)
  return html`<p>${sentences.join(' ')}</p>
    <p>
      Loss and accuracy are measured after each epoch, on 10,000 images of each part at most. Nothing is chosen by the
      test.
    </p>
    ${image('image/svg+xml', chartPicture('Loss after each epoch', chart).svg, describeChart(chart))}
    <details>
      <summary>The numbers after each epoch</summary>
      ${scrollable('The numbers after each epoch', numbers)}
    </details>`
}

function confusion({ confusion: counts }: Outcome): Html {
  const describeMistake = ({ truth, read, count, share }: ConfusionCell): string =>
    `a ${truth} read as ${read} (${count}, ${formatPercent(share)} of them)`
  const most = confusionTable(counts).mistakes.slice(0, 3).map(describeMistake)
  return html`${most.length > 0 && html`<p>Most often: ${most.join('; ')}.</p>`} ${confusionHtml(counts)}`
}

function misread(outcome: Outcome): Html {
  const { imageSize } = outcome
  return misreadHtml(misreadOf(outcome, 60), imageSize, (one, alt) =>
    image('image/png', digitPng(one.image, imageSize), alt, 'pixels ink'),
  )
}

function weightSection({ weights, imageSize }: Outcome): Html | undefined {
  const { rows, columns } = imageSize
  const layers = weights.map(weightsOf)
  const most = largestOf(layers[0].data)
  return weightsHtml(layers, imageSize, most, (output, alt) =>
    image('image/png', rgbaPng(columns, rows, weightPixels(layers[0], output, most)), alt, 'pixels'),
  )
}

function times(epochs: readonly number[], loading: number, total: number): Html {
  const seconds = (value: number): string => `${value.toFixed(2)} s`
  const title = `Seconds of each epoch: ${epochs.map((value) => value.toFixed(2)).join(', ')}`
  const each = (): Html =>
    html`${new Html(uprightBars(epochs, title, { to: Math.max(...epochs) }))}median ${seconds(median(epochs))}, from
    ${seconds(Math.min(...epochs))} to ${seconds(Math.max(...epochs))}`
  return html`${definitionList([
    ['Loading', `${seconds(loading)}, bundling, reading and scaling`],
    ...(epochs.length > 0 ? [['Each epoch', each()] as const] : []),
    ['In all', `${seconds(total)}, with loading and evaluation`],
  ])}`
}
