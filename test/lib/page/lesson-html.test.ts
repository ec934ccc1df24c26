import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lessons } from '../../../lib/course/exercises.ts'
import { root } from '../../../lib/course/trees.ts'
import { addressOf, routeOf } from '../../../lib/page/frame/route.ts'
import { convertLesson } from '../../../lib/page/serve/lesson-html.ts'

const convert = (markdown: string): string => convertLesson('2-softmax', markdown).parts.join('PICTURE')

describe.each(lessons)('%s', (stage) => {
  const source = readFileSync(`${root}/katas/${stage}/README.md`, 'utf8')
  const { title, parts, pictures } = convertLesson(stage, source)
  const markup = parts.join('')
  const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

  test('becomes HTML with all its pictures, folds, blocks and formulas', () => {
    expect(title).toMatch(/^\d · /)
    expect(parts).toHaveLength(pictures.length + 1)
    for (const file of pictures) expect(existsSync(`${root}/katas/${stage}/${file}`), file).toBe(true)
    expect(count(markup, /<details>/g)).toBe(count(source, /<details>/g))
    expect(count(markup, /<\/details>/g)).toBe(count(source, /<details>/g))
    expect(count(markup, /<pre /g)).toBe(count(source, /^ *```\w+$/gm))
    expect(count(markup, /<math [^>]*display="block"/g)).toBe(count(source, /^\$\$$/gm) / 2)
    expect(count(markup, /<table>/g)).toBe(count(source, /^\|(?: :?-+:? \|)+$/gm))
  })

  test('has no mark of Markdown, TeX or hints that the reader would see', () => {
    const seen = markup.replaceAll(/<pre [^]*?<\/pre>|<code>[^]*?<\/code>|<[^>]*>/g, '')
    expect(seen).not.toMatch(/\$|\*\*|\\[a-z]|\]\(|`|<!--/)
    expect(markup).not.toContain('<!--')
  })

  test('links only to other hosts and to lessons that are there', () => {
    for (const [, href] of markup.matchAll(/href="([^"]*)"/g)) {
      if (/^https?:/.test(href)) continue
      expect(addressOf(routeOf(href)), href).toBe(href)
      expect(routeOf(href).lesson, href).toBeDefined()
    }
  })
})

test('a link to a lesson opens it in the page, beside its room if it has one', () => {
  expect(convert('[next](../3-cross-entropy/README.md)')).toContain('<a href="#softmax/3-cross-entropy">next</a>')
  expect(convert('[first](../1-tensor-ops/README.md)')).toContain('<a href="#lesson/1-tensor-ops">first</a>')
})

test('a link to a file that the page does not have becomes its path', () => {
  expect(convert('[the table](figures.md)')).toBe('<p>the table (<code>katas/2-softmax/figures.md</code>)</p>\n')
  expect(convert('[solutions/0-start](../../solutions/0-start/README.md#on-paper)')).toBe(
    '<p><code>solutions/0-start/README.md</code></p>\n',
  )
})

test('a link to another host opens a tab of its own', () => {
  expect(convert('[a & b](https://host/?a=1&b=2)')).toContain(
    '<a href="https://host/?a=1&amp;b=2" target="_blank" rel="noreferrer">a &amp; b</a>',
  )
})

test('a dollar in code is no formula, and TeX with a mistake is an error', () => {
  expect(convert('`$a` and `$b`')).toBe('<p><code>$a</code> and <code>$b</code></p>\n')
  expect(() => convert(String.raw`$\nothing$`)).toThrow(/nothing/)
})
