import { relative } from 'node:path'
import { type Html, html } from './html.ts'
import { commandLine, definitionList, image, page, scrollable } from './page.ts'
import type { Annotated } from '../runner/annotations.ts'
import { type Exercise, exercises } from '../course/exercises.ts'
import type { Grade } from '../course/grade.ts'
import { type RunOptions, type RunResult, marks, describeMode, totals } from '../runner/run-tests.ts'
import { fileOf, isFile, root, toForwardSlashes } from '../course/trees.ts'

/** The answers of one learner, and their grades. */
export interface GradedTree extends RunOptions, RunResult {
  /** their name in the report: katas, or the name of a folder */
  readonly name: string
}

export interface ReportMeta {
  /** the command that repeats it */
  readonly command: string
  readonly when: Date
}

export interface Training {
  /** a relative link to the report of the training */
  readonly href: string
  readonly when: Date
}

/** The report of one tree as one HTML document. */
export function testReport(tested: GradedTree, { command, when }: ReportMeta, training?: Training): string {
  const wrong = tested.grades.filter(({ state }) => state === 'wrong')
  const sections = [
    { id: 'result', title: 'Result', content: html`${figures(tested)} ${factsOf(tested, command, training)}` },
    { id: 'map', title: 'Map', content: map(tested, 'exercise') },
    { id: 'wrong', title: 'What is wrong', content: findings(tested, 'exercise', 3) },
    { id: 'built', title: 'What was built', content: pictureSection(tested) },
    { id: 'all', title: 'All exercises', content: everything(tested) },
  ]
  return page({
    title: `Test report: ${tested.name}`,
    about: `Answers in ${shortenPath(tested.tree)}, ${describeMode(tested)}.`,
    sections: sections.filter(({ id, content }) => (id !== 'wrong' || wrong.length > 0) && content.text !== ''),
    made: `npm run report, ${minute(when)}`,
  })
}

export function minute(when: Date): string {
  return `${when.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** A path as the terminal shows it: relative to the repository if that is shorter. */
function shortenPath(path: string): string {
  const near = toForwardSlashes(relative(root, path))
  return near !== '' && near.length < path.length ? near : path
}

function figures({ grades }: RunResult): Html {
  const { done, passed, expected } = totals(grades)
  const count = (state: Grade['state']): number => grades.filter((grade) => grade.state === state).length
  return html`<ul class="figures">
    <li><b>${done} of ${grades.length}</b> exercises done</li>
    <li><b>${count('wrong')}</b> wrong</li>
    <li><b>${count('empty')}</b> still empty</li>
    <li><b>${passed} of ${expected}</b> tests passed</li>
  </ul>`
}

function factsOf({ seed }: GradedTree, command: string, training: Training | undefined): Html {
  return definitionList([
    ['Seed of the inputs', String(seed)],
    ['Again', commandLine(command)],
    ...(training
      ? [['Last training', html`<a href="${training.href}">its report</a>, ${minute(training.when)}`] as const]
      : []),
  ])
}

const words = { done: 'done', empty: 'still empty', wrong: 'wrong' } as const

/** A mark for each exercise, by stage. The mark of a wrong exercise links to its failure. */
export function map({ grades, tree }: GradedTree, prefix: string): Html {
  const stages = [...new Set(grades.map(({ exercise }) => exercise.stage))]
  const chip = ({ exercise, state }: Grade): Html => {
    const name = `${exercise.id} ${exercise.name}`
    const link = html`<a href="#${anchor(prefix, exercise)}">${name}</a>`
    const isMissing = state === 'empty' && !isFile(fileOf(tree, exercise))
    return html`<li class="${state}">${mark(state)} ${state === 'wrong' ? link : name}${isMissing && ' (no file)'}</li>`
  }
  return html`<dl class="map">
    ${stages.map(
      (stage) =>
        html`<div>
          <dt>${stage}</dt>
          <dd>
            <ul>
              ${grades.filter(({ exercise }) => exercise.stage === stage).map(chip)}
            </ul>
          </dd>
        </div> `,
    )}
  </dl>`
}

/** A mark such as ✓, with its word for screen readers. */
export function mark(state: Grade['state']): Html {
  return html`<span class="mark" aria-hidden="true">${marks[state]}</span><span class="unseen">${words[state]}: </span>`
}

export function anchor(prefix: string, { path }: Exercise): string {
  return `${prefix}-${path.replace('/', '-')}`
}

/** Each wrong exercise: its first failure, as in the terminal, and the titles of the other failing tests. */
export function findings({ grades, pictures }: RunResult, prefix: string, level: 3 | 4): Html {
  const wrong = grades.filter(({ state }) => state === 'wrong')
  return html`${wrong.map((grade) => finding(grade, pictures.get(grade.exercise.path) ?? [], prefix, level))}`
}

function finding(grade: Grade, pictures: readonly Annotated[], prefix: string, level: 3 | 4): Html {
  const { exercise, passed, expected, failures } = grade
  const [first, ...others] = failures
  const id = anchor(prefix, exercise)
  const title = html`${mark('wrong')} ${exercise.id} ${exercise.name}`
  const more = html`<details>
    <summary>${others.length === 1 ? 'One more test fails' : `${others.length} more tests fail`}</summary>
    <ul>
      ${others.map((failure) => html`<li>${failure.title}</li>`)}
    </ul>
  </details>`
  return html`<article class="finding wrong" aria-labelledby="${id}">
    ${heading(level, id, title)}
    <p class="quiet">${passed} of ${expected} tests pass.</p>
    <p>${first.title}</p>
    <pre>
${renderMessage([first.message, ...(first.at ? [shortenPath(toForwardSlashes(first.at))] : [])].join('\n\n'))}</pre>
    ${pictures.filter(({ isWrong }) => isWrong).map(drawing)} ${others.length > 0 && more}
  </article> `
}

/** Pictures of the results of finished exercises. */
function pictureSection({ grades, pictures }: RunResult): Html {
  const done = grades.filter(({ state }) => state === 'done')
  const drawn = done.flatMap(({ exercise }) =>
    (pictures.get(exercise.path) ?? []).filter(({ isWrong }) => !isWrong).map((picture) => ({ exercise, picture })),
  )
  return html`${drawn.map(({ exercise, picture }) => drawing({ ...picture, title: `${exercise.id} ${exercise.name}` }))}`
}

/** A message as in the terminal. If it has aligned columns, it scrolls on narrow screens and does not wrap. */
function renderMessage(text: string): Html {
  const isDrawn = (part: string): boolean => /\n/.test(part) && /^ .{40}/m.test(part)
  const parts = text.split('\n\n').map((part, i) => {
    const gap = i > 0 ? '\n\n' : ''
    return isDrawn(part) ? html`${gap}<span class="drawn" tabindex="0">${part}</span>` : `${gap}${part}`
  })
  return html`${parts}`
}

export function heading(level: 3 | 4, id: string, title: Html): Html {
  return level === 3 ? html`<h3 id="${id}">${title}</h3>` : html`<h4 id="${id}">${title}</h4>`
}

/** Every exercise with its tests and the exercises that it needs. */
function everything({ grades, mode }: GradedTree): Html {
  const stateOf = (id: string): Grade['state'] | undefined => grades.find((grade) => grade.exercise.id === id)?.state
  const need = (id: string): Html => {
    const state = mode === 'isolated' ? undefined : stateOf(id)
    const { name } = exercises.find((exercise) => exercise.id === id) ?? {}
    return html`<li class="${state}">${state && mark(state)} ${id} ${name}</li>`
  }
  const row = ({ exercise, state, passed, expected }: Grade): Html =>
    html`<tr>
      <th scope="row">${exercise.id} ${exercise.name}</th>
      <td class="${state}"><span class="mark" aria-hidden="true">${marks[state]}</span> ${words[state]}</td>
      <td class="number">${passed} of ${expected}</td>
      <td>
        <ul class="row">
          ${exercise.needs.map(need)}
        </ul>
      </td>
    </tr> `
  const table = html`<table class="plain exercises">
    <thead>
      <tr>
        <th scope="col">exercise</th>
        <th scope="col">result</th>
        <th scope="col" class="number">tests passed</th>
        <th scope="col">${mode === 'isolated' ? 'stands on the reference’s' : 'stands on its own'}</th>
      </tr>
    </thead>
    <tbody>
      ${grades.map(row)}
    </tbody>
  </table>`
  return scrollable('All exercises: table', table)
}

/** A picture with its text below. */
function drawing({ type, data, message, title }: Annotated): Html {
  return html`<figure>
    ${image(type, data, message)}
    <figcaption>${title}</figcaption>
  </figure>`
}
