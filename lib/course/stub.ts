import MagicString from 'magic-string'
import { type ESTree, parseSync } from 'vite'
import { callsTodo } from './trees.ts'

/**
 * The pristine stub of a solution: the same file with every exported body replaced by todo(…).
 *
 * What is not exported is how the solution is built, and goes; types, headers and imports stay.
 * The text of a todo is the number, the name and the formula that the docstring begins with.
 */
export function stubOf(solution: string, id: string): string {
  // one that is still to be written imports todo itself
  const { text, head } = replaceBodies(solution.replace(todoImport, ''), id, (task, block) => {
    const call = `todo('${task.replaceAll("'", '’')}')`
    return block ? `{\n  return ${call}\n}` : call
  })
  return tidy(text.appendLeft(head, "\nimport { todo } from '#lib/todo'"))
}

/** The stub of a kernel in AssemblyScript, which cannot throw: its body stops the program. */
export function kernelStubOf(solution: string, id: string): string {
  return tidy(replaceBodies(solution, id, (task) => `{\n  unreachable() // todo ${task}\n}`).text)
}

/** The source with its exported bodies replaced, and without what is not exported. `head`: the end of its header and imports. */
function replaceBodies(
  solution: string,
  id: string,
  replacement: (task: string, block: boolean) => string,
): { text: MagicString; head: number } {
  const source = solution.replaceAll('\r\n', '\n')
  const { program, comments } = parseSync('solution.ts', source)
  const text = new MagicString(source)
  program.body.forEach((node, index) => {
    if (node.type === 'ImportDeclaration') return
    if (node.type !== 'ExportNamedDeclaration') {
      const from = program.body[index - 1]?.end ?? 0
      return void text.remove(from, node.end)
    }
    const doc = comments.findLast(
      (comment) => comment.end < node.start && /^\s*$/.test(source.slice(comment.end, node.start)),
    )
    for (const { name, body } of bodies(node.declaration)) {
      const said = name.includes('.') ? '' : formula(doc?.value)
      text.update(body.start, body.end, replacement([`${id} ${name}`, said].filter(Boolean).join(': '), body.block))
    }
  })
  const head = program.body.findLast(({ type }) => type === 'ImportDeclaration') ?? comments[0]
  return { text, head: head?.end ?? 0 }
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

function tidy(text: MagicString): string {
  return `${text
    .toString()
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

const todoImport = /^import \{ todo \} from '#lib\/todo'\r?\n/m

/** Removes the import of todo from a kata that does not call it, as in the reference. */
export function withoutTodoImport(source: string): string {
  return callsTodo(source) ? source : source.replace(todoImport, '')
}
