import { parseSync } from 'vite'
import type { ESTree } from 'vite'
import { callsTodo } from './trees.ts'

/**
 * The pristine stub of a solution: the same file with every exported body replaced by todo(…).
 *
 * What is not exported is how the solution is built, and goes; types, headers and imports stay.
 * The text of a todo is the number, the name and the formula that the docstring begins with.
 */
export function stubOf(solution: string, id: string): string {
  const edited = replaceBodies(solution, id, (task, block) => {
    const call = `todo('${task.replaceAll("'", '’')}')`
    return block ? `{\n  return ${call}\n}` : call
  })
  const { program, comments } = parseSync('stub.ts', edited)
  const at = program.body.findLast(({ type }) => type === 'ImportDeclaration')?.end ?? comments[0].end
  return tidy(`${edited.slice(0, at)}\nimport { todo } from '#lib/todo'${edited.slice(at)}`)
}

/** The stub of a kernel in AssemblyScript, which cannot throw: its body stops the program. */
export function kernelStubOf(solution: string, id: string): string {
  return tidy(replaceBodies(solution, id, (task) => `{\n  unreachable() // todo ${task}\n}`))
}

/** The source with its exported bodies replaced, and without what is not exported. */
function replaceBodies(solution: string, id: string, replacement: (task: string, block: boolean) => string): string {
  const source = solution.replaceAll('\r\n', '\n')
  const { program, comments } = parseSync('solution.ts', source)
  const edits: Edit[] = []
  program.body.forEach((node, index) => {
    if (node.type === 'ImportDeclaration') return
    if (node.type !== 'ExportNamedDeclaration') {
      const from = program.body[index - 1]?.end ?? 0
      return void edits.push({ start: from, end: node.end, text: '' })
    }
    const doc = comments.findLast(
      (comment) => comment.end < node.start && /^\s*$/.test(source.slice(comment.end, node.start)),
    )
    for (const { name, body } of bodies(node.declaration)) {
      const said = name.includes('.') ? '' : formula(doc?.value)
      edits.push({ ...body, text: replacement([`${id} ${name}`, said].filter(Boolean).join(': '), body.block) })
    }
  })
  return apply(source, edits)
}

interface Edit {
  start: number
  end: number
  text: string
}

interface Body {
  name: string
  body: { start: number; end: number; block: boolean }
}

/** The bodies to replace: those of exported functions, and of functions in the values of exported constants. */
function bodies(declaration: ESTree.ExportNamedDeclaration['declaration']): Body[] {
  if (declaration?.type === 'FunctionDeclaration' && declaration.body && declaration.id) {
    const { start, end } = declaration.body
    return [{ name: declaration.id.name, body: { start, end, block: true } }]
  }
  if (declaration?.type !== 'VariableDeclaration') return []
  return declaration.declarations.flatMap(({ id, init }) =>
    init && id.type === 'Identifier' ? functionBodies(init, id.name) : [],
  )
}

function functionBodies(value: ESTree.Expression, name: string): Body[] {
  if (value.type === 'ArrowFunctionExpression') {
    const { start, end } = value.body
    return [{ name, body: { start, end, block: value.body.type === 'BlockStatement' } }]
  }
  if (value.type !== 'ObjectExpression') return []
  return value.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier'
      ? functionBodies(property.value, `${name}.${property.key.name}`)
      : [],
  )
}

/** y = x·W + b, of a docstring that begins “y = x·W + b      x: (B, I) …” */
function formula(doc = ''): string {
  const [first] = doc.replace(/^\*/, '').trim().split('\n')
  return first.split(/ {3,}/)[0].replace(/,$/, '').trim()
}

function apply(source: string, edits: Edit[]): string {
  const inOrder = edits.toSorted((a, b) => b.start - a.start)
  return inOrder.reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), source)
}

function tidy(source: string): string {
  return `${source.replace(/\n{3,}/g, '\n\n').trimEnd()}\n`
}

/** Removes the import of todo from a kata that does not call it, as in the reference. */
export function withoutTodoImport(source: string): string {
  return callsTodo(source) ? source : source.replace(/^import \{ todo \} from '#lib\/todo'\r?\n/m, '')
}
