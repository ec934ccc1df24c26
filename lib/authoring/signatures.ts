import { type ESTree, parseSync } from 'vite'

/** A type, and the source that it stands in. */
interface Typed {
  readonly type: ESTree.TSType
  readonly source: string
}

/** The type aliases of solutions, by name. */
export type Aliases = ReadonlyMap<string, Typed>

export function aliasesOf(sources: readonly string[]): Aliases {
  const found = sources.flatMap((source) =>
    exportsIn(source).flatMap((one): [string, Typed][] =>
      one.type === 'TSTypeAliasDeclaration' ? [[one.id.name, { type: one.typeAnnotation, source }]] : [],
    ),
  )
  return new Map(found)
}

/**
 * What a learner writes in an exercise, a signature for each export that its stub leaves empty: softmax(x): Tensor · step(p, g, rate).
 *
 * A result is named by its type, or by its parts if the source names them: [y, back], { loss, gradient }.
 */
export function signaturesOf(source: string, aliases: Aliases): string[] {
  const declared = exportsIn(source)
  const interfaces = declared.filter((one) => one.type === 'TSInterfaceDeclaration')
  const withSource = (type: ESTree.TSType | undefined): Typed | undefined => type && { type, source }
  const sign = (name: string, params: readonly ESTree.ParamPattern[], result: Typed | undefined): string => {
    const said = !result || result.type.type === 'TSVoidKeyword' ? '' : `: ${printType(result, aliases, interfaces)}`
    return `${name}(${params.map((one) => printParam(one, source)).join(', ')})${said}`
  }
  return declared.flatMap((one) => {
    if (one.type === 'FunctionDeclaration')
      return [sign(one.id?.name ?? '', one.params, withSource(one.returnType?.typeAnnotation))]
    if (one.type !== 'VariableDeclaration') return []
    return one.declarations.flatMap(({ id, init }) => {
      if (id.type !== 'Identifier') return []
      if (init?.type === 'ArrowFunctionExpression') {
        const alias = resultOf(withSource(id.typeAnnotation?.typeAnnotation), aliases)
        return [sign(id.name, init.params, withSource(init.returnType?.typeAnnotation) ?? alias)]
      }
      const names = init?.type === 'ObjectExpression' ? functionsIn(init) : []
      return names.length > 0 ? [`${id.name}: { ${names.join(', ')} }`] : []
    })
  })
}

function exportsIn(source: string): ESTree.Declaration[] {
  const { program } = parseSync('solution.ts', source)
  return program.body.flatMap((node) =>
    node.type === 'ExportNamedDeclaration' && node.declaration ? [node.declaration] : [],
  )
}

/** The names of an object's functions: those that a stub leaves empty. */
function functionsIn({ properties }: ESTree.ObjectExpression): string[] {
  return properties.flatMap((one) =>
    one.type === 'Property' && one.key.type === 'Identifier' && one.value.type === 'ArrowFunctionExpression'
      ? [one.key.name]
      : [],
  )
}

function textOf({ start, end }: { start: number; end: number }, source: string): string {
  return source.slice(start, end)
}

/** weight? · images, of { count, pixels }: Images */
function printParam(node: ESTree.ParamPattern | ESTree.BindingPattern, source: string): string {
  if (node.type === 'AssignmentPattern') return `${printParam(node.left, source)}?`
  if (node.type === 'Identifier') return `${node.name}${node.optional ? '?' : ''}`
  const type = 'typeAnnotation' in node ? node.typeAnnotation?.typeAnnotation : undefined
  if (type?.type !== 'TSTypeReference') return textOf(node, source)
  const name = textOf(type.typeName, source)
  return name[0].toLowerCase() + name.slice(1)
}

/** The result of a function type, also of one behind an alias: of Diff<[Tensor], Tensor> it is [y, back]. */
function resultOf(of: Typed | undefined, aliases: Aliases): Typed | undefined {
  if (of?.type.type === 'TSFunctionType') return { type: of.type.returnType.typeAnnotation, source: of.source }
  if (of?.type.type !== 'TSTypeReference') return undefined
  return resultOf(aliases.get(textOf(of.type.typeName, of.source)), aliases)
}

function printType(
  { type, source }: Typed,
  aliases: Aliases,
  interfaces: readonly ESTree.TSInterfaceDeclaration[],
): string {
  const print = (inner: ESTree.TSType): string => printType({ type: inner, source }, aliases, interfaces)
  if (type.type === 'TSTypeOperator') return print(type.typeAnnotation)
  if (type.type === 'TSArrayType') return `${print(type.elementType)}[]`
  if (type.type === 'TSTupleType') {
    const parts = type.elementTypes.map((one) =>
      one.type === 'TSNamedTupleMember' ? one.label.name : textOf(one, source),
    )
    return `[${parts.join(', ')}]`
  }
  if (type.type !== 'TSTypeReference') return textOf(type, source)
  const name = textOf(type.typeName, source)
  const [first] = type.typeArguments?.params ?? []
  const result = name === 'ReturnType' && first ? resultOf({ type: first, source }, aliases) : undefined
  if (result) return printType(result, aliases, interfaces)
  return partsOf(interfaces.find(({ id }) => id.name === name)) ?? name
}

/** { loss, gradient }, of an interface of properties alone; undefined of any other. */
function partsOf(declared: ESTree.TSInterfaceDeclaration | undefined): string | undefined {
  const members = declared?.body.body ?? []
  const names = members.flatMap((one) =>
    one.type === 'TSPropertySignature' && one.key.type === 'Identifier' ? [one.key.name] : [],
  )
  return declared && names.length === members.length ? `{ ${names.join(', ')} }` : undefined
}
