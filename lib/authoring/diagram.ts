import type { Exercise } from '../course/exercises.ts'

/** What the diagram says of a stage that its code does not tell. All of it may be left out. */
interface Remark {
  /** a formula or a result to stand below its name */
  readonly example?: string
  /** the exercise that its lesson needs, though no code imports it */
  readonly after?: string
  /** a few words to stand beside it, if it is no part of the main line */
  readonly aside?: string
}

const remarks: Readonly<Record<string, Remark>> = {
  '1-tensor-ops': { example: 'matmul(a, b)' },
  '2-softmax': { example: 'p = eˣ/Σeˣ' },
  '3-cross-entropy': { example: 'L = −ln p_y' },
  '4-backprop': { example: '[y, back]' },
  '5-chain-link': { after: '4.1', aside: 'a detour: needs only 4.1' },
  '6-mnist': { example: '97 % of 10,000 unseen digits' },
  '9-speed': { aside: 'one product, faster from rung to rung: needs only the formula of 1.5' },
}

const arrow = ' ──▶ '
const widest = 100

/**
 * The stages as a diagram. On the main line is the longest way through the course, each stage after the last that its code needs. Below
 * it are the detours, each under the stage that it needs. Last are the stages that need none of these, each with the stages after it.
 */
export function drawStages(exercises: readonly Exercise[]): string {
  const stages = [...new Set(exercises.map(({ stage }) => stage))]
  const before = new Map(stages.map((stage) => [stage, stageBefore(stage, exercises)]))
  const longest = (stage: string): string[] => {
    const next = stages.filter((one) => before.get(one) === stage && remarks[one]?.after === undefined)
    return [stage, ...longestOf(next.map(longest))]
  }
  const main = longest(stages[0])
  const rest = stages.filter((stage) => !main.includes(stage))
  const detours = rest.filter((stage) => main.includes(before.get(stage) ?? ''))
  const branchesOf = (stage: string): string[] =>
    detours.filter((one) => before.get(one) === stage).map((one) => drawAside(longest(one)))
  const drawn = [...main, ...detours.flatMap(longest)]
  const loose = rest.filter((stage) => !drawn.includes(stage))
  const rows = rowsOf(main).map((row) => drawRow(row, branchesOf))
  const lines = [
    ...rows.flatMap(joinRow),
    ...loose.filter((one) => !loose.includes(before.get(one) ?? '')).map((one) => drawAside(longest(one))),
  ]
  return lines.map((line) => line.trimEnd()).join('\n')
}

/** The last stage that a stage needs; undefined: it needs none. */
function stageBefore(stage: string, exercises: readonly Exercise[]): string | undefined {
  const ids = [...exercises.flatMap((one) => (one.stage === stage ? one.needs : [])), remarks[stage]?.after]
  return exercises.findLast((one) => one.stage !== stage && ids.includes(one.id))?.stage
}

function longestOf(ways: readonly string[][]): string[] {
  return ways.reduce((longest, way) => (way.length > longest.length ? way : longest), [])
}

/** The main line, cut where it would be too wide. */
function rowsOf(main: readonly string[]): string[][] {
  const rows: string[][] = [[]]
  for (const stage of main) {
    const row = rows[rows.length - 1]
    if (row.length > 0 && placeIn([...row, stage], row.length + 1) > widest) rows.push([stage])
    else row.push(stage)
  }
  return rows
}

/** A row of the main line: the names, the detours that begin there, and examples. */
function drawRow(row: readonly string[], branchesOf: (stage: string) => string[]): string[] {
  const names = row.map((stage, i) => nameOf(stage) + (i === row.length - 1 ? '' : arrowTo(widthOf(stage), stage)))
  const examples = row.map((stage) => exampleOf(stage).padEnd(widthOf(stage) + arrow.length))
  const branches = row.flatMap((stage, i) => branchesOf(stage).map((text) => ({ at: placeIn(row, i) + 2, text })))
  const inOrder = branches.toSorted((a, b) => b.at - a.at)
  const lines = inOrder.map(({ at, text }, i) => {
    const later = inOrder.slice(i + 1).map((one) => one.at)
    const left = Array.from({ length: at }, (_, column) => (later.includes(column) ? '│' : ' ')).join('')
    return `${left}${later.includes(at) ? '├' : '└'}─▶ ${text}`
  })
  return [names.join(''), ...lines, examples.join('')].filter((line) => line.trim() !== '')
}

/** A row of the main line with an arrow from the row above, and one to the row below. */
function joinRow([names, ...below]: readonly string[], i: number, rows: readonly (readonly string[])[]): string[] {
  const indent = i > 0 ? arrow.trimStart() : ''
  const end = i < rows.length - 1 ? arrow : ''
  return [`${indent}${names}${end}`, ...below.map((line) => ' '.repeat(indent.length) + line)]
}

/** a detour and what follows it, with what is to be said of it */
function drawAside(stages: readonly string[]): string {
  const [first] = stages
  return [stages.map(nameOf).join(arrow), remarks[first]?.aside].filter(Boolean).join('   ')
}

/** an arrow that fills the width of a stage, up to the next */
function arrowTo(width: number, stage: string): string {
  return ` ${'─'.repeat(width - nameOf(stage).length + 2)}▶ `
}

/** the column at which the i-th stage of a row begins */
function placeIn(row: readonly string[], i: number): number {
  return row.slice(0, i).reduce((width, stage) => width + widthOf(stage) + arrow.length, 0)
}

function widthOf(stage: string): number {
  return Math.max(nameOf(stage).length, exampleOf(stage).length)
}

function nameOf(stage: string): string {
  return stage.replace('-', ' ')
}

function exampleOf(stage: string): string {
  return remarks[stage]?.example ?? ''
}
