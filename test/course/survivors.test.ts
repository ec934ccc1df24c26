import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../../lib/course/trees.ts'

interface Place {
  readonly file: string
  readonly line: number
  /** One of these pieces of code stands in the line. */
  readonly codes: readonly string[]
}

/** The places in a table: | `6-mnist/1-idx.ts:43`, `:44` | `a` → `b` |. A short path belongs to the file or the stage before it. */
function placesIn(markdown: string): Place[] {
  return markdown.split('\n').flatMap((row) => {
    const [where, change = ''] = row.split(' | ')
    const codes = Array.from(change.matchAll(/`([^`]+)` →/g), ([, code]) => code)
    let file = ''
    return Array.from(where.matchAll(/`([\w./-]*):(\d+)`/g), ([, path, line]) => {
      if (path !== '') file = path.includes('/') ? path : `${file.split('/')[0]}/${path}`
      return { file, line: Number(line), codes }
    })
  })
}

/** True if the line contains the code. An … in the code stands for any text. */
function contains(line: string, code: string): boolean {
  let from = 0
  return code.split('…').every((part) => {
    const at = line.indexOf(part.trim(), from)
    from = at + part.trim().length
    return at >= 0
  })
}

test('each change that survives is listed with the line in which its code stands', () => {
  const places = placesIn(readFileSync(`${root}/solutions/README.md`, 'utf8'))
  expect(places.length).toBeGreaterThan(30)
  const wrong = places.filter(({ file, line, codes }) => {
    const text = readFileSync(`${root}/solutions/${file}`, 'utf8').split('\n')[line - 1] ?? ''
    return !codes.some((code) => contains(text, code))
  })
  expect(wrong.map(({ file, line, codes }) => `${file}:${line} has none of ${codes.join(', ')}`)).toEqual([])
})
