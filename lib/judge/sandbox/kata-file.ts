import { existsSync, readFileSync } from 'node:fs'
import { positionAt } from '../../position.ts'

/** The folder of the learner's files, as in error messages. */
export const tree = process.env.KATA_TREE ?? ''

interface Written {
  readonly name: string
  readonly line: number
  /** the code up to the next export, without comments and strings */
  readonly code: string
}

/** The functions that a file of the tree exports, found by a pattern. A parser would load Vite in every process. */
export function functionsOf(path: string): Written[] {
  const file = `${tree}/${path}.ts`
  if (!existsSync(file)) return []
  const source = readFileSync(file, 'utf8')
  const found = [...source.matchAll(/^export (?:const|(?:async )?function\*?) (\w+)/gm)]
  return found.map(({ 1: name, index }, i) => {
    const code = source.slice(index, found[i + 1]?.index)
    return { name, line: positionAt(source, index).line, code: code.replace(words, '') }
  })
}

const words = /\/\*[^]*?\*\/|\/\/.*|'[^'\n]*'|"[^"\n]*"|`[^`]*`/g

/** Does a function of the file name another one? */
export function calls(path: string, caller: string, called: string): boolean {
  const { code = '' } = functionsOf(path).find(({ name }) => name === caller) ?? {}
  return new RegExp(`\\b${called}\\b`).test(code)
}
