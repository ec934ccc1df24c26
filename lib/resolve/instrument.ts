import { type ESTree, Visitor, parseSync } from 'vite'
import { MappedText } from './mapped-text.ts'

/** Text put before or after a piece of the source; or in place of the piece up to `to`. */
interface Edit {
  readonly at: number
  readonly open?: string
  readonly close?: string
  readonly instead?: string
  readonly to?: number
}

/**
 * The source with a call of __kataTick(line) at the beginning of each round of each loop, on the same lines as before,
 * so that a loop without an end becomes an error of that line; and of __kataLoaded() at its end, if there is such a thing. A
 * source that cannot be parsed is returned as it is.
 */
export function instrumentLoops(source: string): MappedText {
  const { program, errors } = parseSync('kata.ts', source)
  if (errors.length > 0) return apply(source, [])
  const edits: Edit[] = []
  const loop = ({ body, start }: { body: ESTree.Statement; start: number }): void => {
    const call = `__kataTick(${lineOf(source, start)});`
    if (body.type === 'BlockStatement') edits.push({ at: body.start + 1, open: call })
    else edits.push({ at: body.start, open: `{${call}` }, { at: body.end, close: '}' })
  }
  new Visitor({
    ForStatement: loop,
    ForInStatement: loop,
    ForOfStatement: loop,
    WhileStatement: loop,
    DoWhileStatement: loop,
  }).visit(program)
  const text = apply(source, edits)
  text.insert('\n;globalThis.__kataLoaded?.()')
  return text
}

const arithmetic = ['+', '-', '*', '/', '%', '**']

/**
 * The source with every arithmetic operation and every use of Math replaced by a call that looks at operands and result:
 * __kataWatch.operation(line, 'a / b', '/', a, b), .call(line, 'Math.exp(x)', Math.exp, x), .of(line, 'Math.exp', Math.exp).
 */
export function instrumentArithmetic(source: string): MappedText {
  const { program, errors } = parseSync('kata.ts', source)
  if (errors.length > 0) return apply(source, [])
  const edits: Edit[] = []
  const callees = new Set<number>()
  const place = ({ start, end }: { start: number; end: number }) =>
    `${lineOf(source, start)}, ${JSON.stringify(source.slice(start, end).replace(/\s+/g, ' '))}`
  new Visitor({
    BinaryExpression(node) {
      if (!arithmetic.includes(node.operator)) return
      edits.push({ at: node.start, open: `__kataWatch.operation(${place(node)}, '${node.operator}', ` })
      edits.push({ at: node.left.end, instead: ', ', to: node.right.start }, { at: node.end, close: ')' })
    },
    AssignmentExpression(node) {
      if (!arithmetic.includes(node.operator.slice(0, -1))) return
      edits.push({ at: node.start, open: `__kataWatch.result(${place(node)}, ` }, { at: node.end, close: ')' })
    },
    CallExpression(node) {
      const [first] = node.arguments
      if (!isMath(node.callee) || !first) return
      callees.add(node.callee.start)
      edits.push({ at: node.start, open: `__kataWatch.call(${place(node)}, ` })
      edits.push({ at: node.callee.end, instead: ', ', to: first.start })
    },
    MemberExpression(node) {
      if (!isMath(node) || callees.has(node.start) || /^Math\.[A-Z]/.test(source.slice(node.start, node.end))) return
      edits.push({ at: node.start, open: `__kataWatch.of(${place(node)}, ` }, { at: node.end, close: ')' })
    },
  }).visit(program)
  return apply(source, edits)
}

function isMath(node: ESTree.Node): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'Math'
}

/** Applies the edits. At equal offsets: closing text, then replacements, then opening text (outer before inner). */
function apply(source: string, edits: readonly Edit[]): MappedText {
  const at = new Map<number, Edit[]>()
  for (const edit of edits) at.set(edit.at, [...(at.get(edit.at) ?? []), edit])
  const text = new MappedText(source)
  let from = 0
  for (const place of [...at.keys()].toSorted((a, b) => a - b)) {
    text.keep(from, place)
    from = place
    const here = at.get(place) ?? []
    for (const { close = '' } of here) text.insert(close)
    for (const { instead = '', to = place } of here) {
      text.insert(instead)
      from = Math.max(from, to)
    }
    for (const { open = '' } of here) text.insert(open)
  }
  text.keep(from, source.length)
  return text
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length
}
