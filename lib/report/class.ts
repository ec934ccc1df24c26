import { existsSync } from 'node:fs'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { commandLine, definitionList, page, scrollable } from './page.ts'
import type { Exercise } from '../course/exercises.ts'
import type { Grade } from '../course/grade.ts'
import { type RunOptions, totals, describeMode } from '../runner/run-tests.ts'
import { solutions } from '../course/trees.ts'
import { type ReportMeta, type GradedTree, anchor, findings, heading, map, mark, minute } from './learner.ts'

/** A learner of a class: the grades, or the reason why there are none. */
export interface Learner {
  /** the name of the folder */
  readonly name: string
  readonly tested?: GradedTree
  readonly reason?: string
}

/** The report of a class as one HTML document: progress, the most frequent misconceptions, and each learner's findings. */
export function classReport(
  learners: readonly Learner[],
  asked: Omit<RunOptions, 'tree'>,
  { command, when }: ReportMeta,
): string {
  const found = groupDiagnoses(learners)
  const failed = learners.filter(({ tested }) => !tested)
  const about = `${countOf(learners.length, 'learner')}, ${countOf(asked.wanted.length, 'exercise')}, ${describeMode(asked)}.`
  const again = definitionList([
    ['Seed of the inputs', String(asked.seed)],
    ['Again', commandLine(command)],
  ])
  const missing = html`<ul class="notices">
    ${failed.map(({ name, reason }) => html`<li class="warning">${name} could not be graded: ${reason}</li>`)}
  </ul>`
  const who = html`${failed.length > 0 && missing} ${overview(learners, asked.wanted)}`
  return page({
    title: 'Test report of a class',
    about,
    sections: [
      { id: 'class', title: 'Who has done what', content: html`${who} ${again}` },
      { id: 'named', title: 'What is misunderstood most', content: misunderstandings(learners, found) },
      { id: 'learners', title: 'Each learner', content: html`${learners.map(detail)}` },
    ],
    made: `npm run report, ${minute(when)}`,
  })
}

/** A diagnosis of wrong answers, and the learners who got it. */
export interface DiagnosisGroup {
  readonly exercise: Exercise
  /** the diagnosis */
  readonly text: string
  /** the ids of the misconceptions; empty for a pattern without a name */
  readonly ids: readonly string[]
  readonly learners: readonly Learner[]
  /** the number of tests with this diagnosis */
  readonly tests: number
}

/** Groups the diagnoses by misconception, or else by text. The group with the most learners comes first. */
export function groupDiagnoses(learners: readonly Learner[]): DiagnosisGroup[] {
  const found = new Map<string, DiagnosisGroup>()
  for (const learner of learners) {
    for (const { exercise, state, failures } of learner.tested?.grades ?? []) {
      for (const { diagnosis } of state === 'wrong' ? failures : []) {
        if (!diagnosis) continue
        const key = `${exercise.slug} ${diagnosis.names[0] ?? diagnosis.text}`
        const before = found.get(key) ?? {
          exercise,
          text: diagnosis.text,
          ids: diagnosis.names,
          learners: [],
          tests: 0,
        }
        const others = before.learners.filter((one) => one !== learner)
        found.set(key, { ...before, learners: [...others, learner], tests: before.tests + 1 })
      }
    }
  }
  return [...found.values()].toSorted((a, b) => b.learners.length - a.learners.length || b.tests - a.tests)
}

function overview(learners: readonly Learner[], wanted: readonly Exercise[]): Html {
  const of = ({ tested }: Learner, exercise: Exercise): Grade | undefined =>
    tested?.grades.find((grade) => grade.exercise === exercise)
  const cell = (learner: Learner, exercise: Exercise): Html => {
    const grade = of(learner, exercise)
    if (!grade) return html`<td>–</td>`
    const { state, passed, expected } = grade
    const count = html`<small>${passed}/${expected}</small>`
    const inside = html`${mark(state)}${state === 'wrong' ? count : html`<span class="unseen">${count}</span>`}`
    const link = html`<a href="#${anchor(idOf(learner, learners), exercise)}">${inside}</a>`
    return html`<td class="${state}" title="${learner.name}, ${exercise.id} ${exercise.name}: ${passed} of ${expected}">
      ${state === 'wrong' ? link : inside}
    </td>`
  }
  const row = (learner: Learner): Html =>
    html`<tr>
      <th scope="row"><a href="#${idOf(learner, learners)}">${learner.name}</a></th>
      <td><b>${learner.tested ? totals(learner.tested.grades).done : '–'}</b></td>
      ${wanted.map((exercise) => cell(learner, exercise))}
    </tr> `
  const countDone = (exercise: Exercise): number => learners.filter((one) => of(one, exercise)?.state === 'done').length
  const table = html`<table class="class">
    <thead>
      <tr>
        <th scope="col">learner</th>
        <th scope="col">done</th>
        ${wanted.map(({ id, name }) => html`<th scope="col"><abbr title="${name}">${id}</abbr></th>`)}
      </tr>
    </thead>
    <tbody>
      ${learners.map(row)}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">done by</th>
        <td></td>
        ${wanted.map((exercise) => html`<td>${countDone(exercise)}</td>`)}
      </tr>
    </tfoot>
  </table>`
  return html`<p class="quiet">✓ done, · still empty, ✗ wrong, with the tests that passed.</p>
    ${scrollable('Who has done what: table', table)}`
}

function misunderstandings(learners: readonly Learner[], found: readonly DiagnosisGroup[]): Html {
  const [known, others] = [found.filter(({ ids }) => ids.length > 0), found.filter(({ ids }) => ids.length === 0)]
  const table = (rows: readonly DiagnosisGroup[], label: string): Html => scrollable(label, tableOf(learners, rows))
  return html`${
    known.length === 0
      ? html`<p>
          ${
            existsSync(solutions)
              ? 'No wrong answer is one of the known misconceptions.'
              : 'Not looked for: without solutions/ there is no reference to compare wrong answers with.'
          }
        </p>`
      : html`<p class="quiet">Known misconceptions that give the same results as the code, of most learners first.</p>
          ${table(known, 'Misconceptions: table')}`
  }
  ${
    others.length > 0 &&
    html`<details>
      <summary>
        What else was said of wrong answers: patterns, and faults of earlier exercises (${others.length})
      </summary>
      ${table(others, 'What else was said: table')}
    </details>`
  }`
}

function tableOf(learners: readonly Learner[], found: readonly DiagnosisGroup[]): Html {
  const link = (learner: Learner, exercise: Exercise): Html =>
    html`<li><a href="#${anchor(idOf(learner, learners), exercise)}">${learner.name}</a></li>`
  const row = ({ exercise, text, ids, learners: who, tests }: DiagnosisGroup): Html =>
    html`<tr>
      <th scope="row">${exercise.id} ${exercise.name}</th>
      <td class="number">${who.length}</td>
      <td class="said">${text}${ids.length > 0 && html` <code>${ids.join(', ')}</code>`}</td>
      <td class="number">${tests}</td>
      <td>
        <ul class="row">
          ${who.map((learner) => link(learner, exercise))}
        </ul>
      </td>
    </tr> `
  return html`<table class="plain">
    <thead>
      <tr>
        <th scope="col">exercise</th>
        <th scope="col" class="number">learners</th>
        <th scope="col">what the code does</th>
        <th scope="col" class="number">tests</th>
        <th scope="col">who</th>
      </tr>
    </thead>
    <tbody>
      ${found.map(row)}
    </tbody>
  </table>`
}

function detail(learner: Learner, _: number, learners: readonly Learner[]): Html {
  const id = idOf(learner, learners)
  const { name, tested, reason } = learner
  if (!tested)
    return html`${heading(3, id, html`${name}`)}
      <p class="warning">Could not be graded: ${reason}</p>`
  const { done, passed, expected } = totals(tested.grades)
  return html`${heading(3, id, html`${name}`)}
    <p class="quiet">${done} of ${tested.grades.length} exercises done; ${passed} of ${expected} tests passed.</p>
    ${map(tested, id)} ${findings(tested, id, 4)} `
}

/** An id by index, since a name may contain any characters. */
function idOf(learner: Learner, learners: readonly Learner[]): string {
  return `learner-${learners.indexOf(learner) + 1}`
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
