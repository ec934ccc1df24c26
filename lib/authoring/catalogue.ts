import { type ESTree, parseSync } from 'vite'
import type { Table } from '../course/exercises.ts'

/** A row for the table of the course, and where it goes. */
export interface NewRow {
  readonly stage: string
  readonly name: string
  readonly minutes: number
  /** how many rows of the stage stand before it */
  readonly at: number
}

/** The table with one more row. A new stage takes its place by its number. */
export function insertRow(table: Table, { stage, name, minutes, at }: NewRow): Table {
  const rows = table[stage] ?? []
  const others = Object.entries(table).filter(([one]) => one !== stage)
  const own = [stage, [...rows.slice(0, at), [name, minutes], ...rows.slice(at)]] as const
  return Object.fromEntries([...others, own].toSorted(([a], [b]) => numberOf(a) - numberOf(b))) as Table
}

/** The same in the source of the catalogue, which keeps what else is written there. */
export function insertRowInSource(source: string, { stage, name, minutes, at }: NewRow): string {
  const { properties } = tableIn(source)
  const row = `['${name}', ${minutes}],`
  const own = properties.find((one) => keyOf(one, source) === stage)
  if (own?.type === 'Property' && own.value.type === 'ArrayExpression') {
    const { elements, start, end } = own.value
    const next = elements[at]
    if (elements.length === 1) return source.slice(0, start) + expand(elements[0], at, row, source) + source.slice(end)
    return next ? insert(source, next.start, `${row}\n    `) : insert(source, end - 1, `  ${row}\n  `)
  }
  const later = properties.find((one) => numberOf(keyOf(one, source)) > numberOf(stage))
  const rows = `'${stage}': [${row.slice(0, -1)}],\n`
  if (later) return insert(source, later.start, `${rows}  `)
  return insert(source, tableIn(source).end - 1, `  ${rows}`)
}

/** A list of one row, which stands on one line, with a second row: a line for each. */
function expand(only: ESTree.ArrayExpressionElement, at: number, row: string, source: string): string {
  const present = only ? `${source.slice(only.start, only.end)},` : ''
  const rows = at === 0 ? [row, present] : [present, row]
  return ['[', ...rows.map((one) => `    ${one}`), '  ]'].join('\n')
}

function insert(source: string, at: number, text: string): string {
  return source.slice(0, at) + text + source.slice(at)
}

function tableIn(source: string): ESTree.ObjectExpression {
  for (const node of parseSync('exercises.ts', source).program.body) {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration?.type !== 'VariableDeclaration') continue
    const [{ id, init }] = node.declaration.declarations
    if (id.type === 'Identifier' && id.name === 'table' && init?.type === 'ObjectExpression') return init
  }
  throw new Error('lib/course/exercises.ts exports no table. A new row goes into it.')
}

function keyOf(property: ESTree.ObjectPropertyKind, source: string): string {
  return property.type === 'Property' ? source.slice(property.key.start + 1, property.key.end - 1) : ''
}

function numberOf(stage: string): number {
  return Number.parseInt(stage, 10)
}
