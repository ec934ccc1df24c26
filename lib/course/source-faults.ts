import { posix } from 'node:path'
import { type ESTree, type ParseResult, Visitor, parseSync } from 'vite'
import type { Exercise } from './exercises.ts'
import { importError } from './allowed-imports.ts'
import { type Position, positionAt } from '../position.ts'
import { fileOf } from './trees.ts'

/** A fault that keeps a kata from being loaded, and its place. */
export interface SourceFault extends Position {
  readonly why: string
  readonly kind: 'SyntaxError' | 'Error'
}

/**
 * Finds why a kata cannot be loaded: its encoding, its syntax, an import, an await, or CommonJS. Returns undefined if
 * the source shows no fault.
 *
 * Tests, bundles and the page ask before any other tool reads the source. So a later error of another tool is not the
 * learner's fault.
 */
export function findSourceFault(source: string, exercise: Exercise, tree: string): SourceFault | undefined {
  const who = `${exercise.id} ${exercise.name}`
  if (source.includes('\0')) {
    const why = `${who} is saved as UTF-16, and is read as UTF-8. Save it as UTF-8: an editor has that under “save with encoding”, and PowerShell under -Encoding utf8.`
    return { why, kind: 'SyntaxError', line: 1, column: 1 }
  }
  const { errors, module, program } = parseSync(`${exercise.path}.ts`, source, {
    sourceType: 'module',
    showSemanticErrors: true,
  })
  const at = (offset: number): Position => positionAt(source, offset)
  const conflict = source.search(/^<{7} [^]*^={7}$[^]*^>{7} /m)
  if (conflict >= 0) {
    const why =
      'git has left a conflict here: two versions of the same lines. Keep what you want of both, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.'
    return { why, kind: 'SyntaxError', ...at(conflict) }
  }
  if (errors.length > 0) {
    const [{ message, helpMessage, labels, codeframe }] = errors
    // The frame repeats the message in its first lines.
    const frame = /^ *,-\[[^]*?`-*$/m.exec(codeframe ?? '')?.[0]
    const why = [message, helpMessage, frame].filter(Boolean).join('\n')
    return { why, kind: 'SyntaxError', ...at(labels[0]?.start ?? 0) }
  }
  for (const { value, start } of listImports(module)) {
    const why = importError(exercise, value, posix.join(posix.dirname(fileOf(tree, exercise)), value), tree)
    if (why) return { why, kind: 'Error', ...at(start) }
  }
  const found = findForbidden(program, module.hasModuleSyntax)
  return found && { why: found.why, kind: 'Error', ...at(found.start) }
}

/** The modules from which a module imports or re-exports more than types. */
export function listImports({
  staticImports,
  staticExports,
}: ParseResult['module']): { value: string; start: number }[] {
  const imported = staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.length > 0 && entries.every(({ isType }) => isType) ? [] : [moduleRequest],
  )
  const handedOn = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) => (moduleRequest && !isType ? [moduleRequest] : [])),
  )
  return [...imported, ...handedOn]
}

/** The first thing in a module that a kata may not do. */
function findForbidden(program: ESTree.Program, hasModuleSyntax: boolean): { why: string; start: number } | undefined {
  let found: { why: string; start: number } | undefined
  let depth = 0
  const enter = (): void => void depth++
  const leave = (): void => void depth--
  const refuse = (why: string, { start }: { start: number }): void => void (found ??= { why, start })
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    AwaitExpression: (node) => depth === 0 && refuse(waits, node),
    ForOfStatement: (node) => node.await && depth === 0 && refuse(waits, node),
    ImportExpression: (node) => refuse(`${imports}: import(…) is refused.`, node),
    CallExpression(node) {
      const [first, ...others] = node.arguments
      const isPath = others.length === 0 && first?.type === 'Literal' && typeof first.value === 'string'
      if (isPath && isNamed(node.callee, 'require')) refuse(`${imports}: require(…) is refused.`, node)
    },
    AssignmentExpression({ left, start }) {
      if (!hasModuleSyntax && isExports(left)) refuse(commonJs, { start })
    },
  }).visit(program)
  return found
}

const imports = 'A kata imports at the top of its file, with “import … from”'
const waits =
  'A kata may not wait at its top level: each module that imports it would wait too, perhaps without an end.'
const commonJs =
  'A kata exports its functions itself, and does not assign them to module.exports as CommonJS does. Leave that out, and write “export” in front of each function: export function …'

/** module.exports, module.exports.map, exports.map */
function isExports(node: ESTree.Node): boolean {
  if (node.type !== 'MemberExpression') return false
  const { object, property } = node
  return isNamed(object, 'exports') || (isNamed(object, 'module') && isNamed(property, 'exports')) || isExports(object)
}

function isNamed(node: ESTree.Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}
