import MagicString from 'magic-string'
import { type ESTree, Visitor, parseSync } from 'vite'
import { positionAt } from '../position.ts'

/**
 * Inserts a call of __kataTick(line) at the beginning of each round of each loop, so an endless loop becomes an error of that line.
 * At the end it inserts a call of __kataLoaded() if that function exists. Lines keep their numbers. A source that cannot be parsed
 * stays unchanged.
 */
export function instrumentLoops(source: string): MagicString {
  const text = new MagicString(source)
  const { program, errors } = parseSync('kata.ts', source)
  if (errors.length > 0) return text
  const loop = ({ body, start }: { body: ESTree.Statement; start: number }): void => {
    const call = `__kataTick(${positionAt(source, start).line});`
    if (body.type === 'BlockStatement') text.appendRight(body.start + 1, call)
    else text.appendRight(body.start, `{${call}`).appendLeft(body.end, '}')
  }
  new Visitor({
    ForStatement: loop,
    ForInStatement: loop,
    ForOfStatement: loop,
    WhileStatement: loop,
    DoWhileStatement: loop,
  }).visit(program)
  return text.append('\n;globalThis.__kataLoaded?.()')
}

const arithmetic = ['+', '-', '*', '/', '%', '**']

/**
 * Replaces every arithmetic operation and every use of Math by a call that checks operands and result:
 *
 *   __kataWatch.operation(line, 'a / b', '/', a, b)
 *   __kataWatch.call(line, 'Math.exp(x)', Math.exp, x)
 *   __kataWatch.of(line, 'Math.exp', Math.exp)
 */
export function instrumentArithmetic(source: string): MagicString {
  const text = new MagicString(source)
  const { program, errors } = parseSync('kata.ts', source)
  if (errors.length > 0) return text
  const [callees, targets] = [new Set<number>(), new Set<number>()]
  const place = ({ start, end }: { start: number; end: number }) =>
    `${positionAt(source, start).line}, ${JSON.stringify(source.slice(start, end).replace(/\s+/g, ' '))}`
  new Visitor({
    BinaryExpression(node) {
      if (!arithmetic.includes(node.operator)) return
      text.appendRight(node.start, `__kataWatch.operation(${place(node)}, '${node.operator}', `)
      text.update(node.left.end, node.right.start, ', ').appendLeft(node.end, ')')
    },
    AssignmentExpression(node) {
      targets.add(node.left.start)
      if (!arithmetic.includes(node.operator.slice(0, -1))) return
      text.appendRight(node.start, `__kataWatch.result(${place(node)}, `).appendLeft(node.end, ')')
    },
    CallExpression(node) {
      const [first] = node.arguments
      if (!isMath(node.callee) || !first) return
      callees.add(node.callee.start)
      text.appendRight(node.start, `__kataWatch.call(${place(node)}, `)
      text.update(node.callee.end, first.start, ', ')
    },
    UpdateExpression(node) {
      targets.add(node.argument.start)
    },
    MemberExpression(node) {
      if (!isMath(node) || callees.has(node.start) || targets.has(node.start)) return
      if (/^Math\.[A-Z]/.test(source.slice(node.start, node.end))) return
      text.appendRight(node.start, `__kataWatch.of(${place(node)}, `).appendLeft(node.end, ')')
    },
  }).visit(program)
  return text
}

function isMath(node: ESTree.Node): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'Math'
}
