import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root, toForwardSlashes } from '../../lib/course/trees.ts'

/** What stands in one place of lib, so that no two of its copies can differ: a pattern for each, and the files that may hold it. */
interface Kind {
  readonly what: string
  readonly pattern: RegExp
  /** those with a reason beside it are exceptions */
  readonly places: Readonly<Record<string, string>>
}

const kinds: readonly Kind[] = [
  {
    what: 'a colour',
    // #fff, #0b62d6, %230b62d6 in an address, rgb(), hsl(); and the names that a picture may have
    pattern:
      /(?:#|%23)(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|(?:fill|stroke|color|background)\s*[:=]\s*["']?(?:black|white|gr[ae]y|red|green|blue|brown|orange|yellow)\b/gi,
    places: {
      'pictures/palette.ts': '',
      'page/index.html': 'the icon of a tab has no style sheet',
    },
  },
  {
    what: 'a quantile',
    pattern:
      /\bfunction \w*(?:quantile|percentile|median)\w*|(?:toSorted|sort)\(\(a, b\) => a - b\)|(?:array|isFinite)\b[^\n]*\.sort\(\)/gi,
    places: { 'stats.ts': '' },
  },
  {
    what: 'the text of ∞ or of a number below 0',
    pattern: /[?:] '−?∞'|replace(?:All)?\('-', '−'\)|replace\('e\+'/g,
    places: { 'format.ts': '', 'course/markdown.ts': 'signs of TeX' },
  },
  {
    what: 'a percentage',
    pattern: /toFixed\([^)]*\)\} %/g,
    places: { 'format.ts': '' },
  },
  {
    what: 'an SVG as a text',
    pattern: /<svg\b/g,
    places: {
      'pictures/svg.ts': '',
      'pictures/bars.ts': 'inside of a page, in its colours',
    },
  },
  {
    what: 'a table of what was read as what',
    pattern: /class="confusion"|class: 'confusion'/g,
    places: { 'report/confusion.ts': '' },
  },
]

const files = readdirSync(`${root}/lib`, { recursive: true, encoding: 'utf8' })
  .map(toForwardSlashes)
  .filter((name) => /\.(?:ts|mjs|css|html|py)$/.test(name) && !name.startsWith('kernels/built/'))

function findAll(pattern: RegExp, text: string): string[] {
  return Array.from(text.matchAll(pattern), ([found]) => found)
}

test.each(kinds)('$what stands in one place', ({ pattern, places }) => {
  const found = files.flatMap((name) =>
    findAll(pattern, readFileSync(`${root}/lib/${name}`, 'utf8')).map((hit) => ({ name, hit })),
  )
  expect(found.filter(({ name }) => !(name in places)).map(({ name, hit }) => `lib/${name}: ${hit}`)).toEqual([])
  const unused = Object.keys(places).filter((name) => !found.some((one) => one.name === name))
  expect(unused, 'places that hold none').toEqual([])
})

test.each([
  ['a colour', ['#fff', '%230b62d6', 'rgb(', 'hsla(', 'fill="white"', 'color: red'], ['#kata/x.ts', 'href="#map"']],
  [
    'a quantile',
    ['function upperQuantile', 'toSorted((a, b) => a - b)', 'Float64Array.from(x).filter(Number.isFinite).sort()'],
    ['quantile(x, 0.5)'],
  ],
  ['the text of ∞ or of a number below 0', ["? '∞'", "replace('-', '−')", "replace('e+'"], ["h('span', {}, '−π')"]],
  ['a percentage', ['toFixed(1)} %'], ['toFixed(1)} s']],
])('%s is found', (name, hits, others) => {
  const { pattern } = kinds.find(({ what }) => what === name) ?? { pattern: /$/g }
  expect(hits.filter((text) => findAll(pattern, text).length === 0)).toEqual([])
  expect(others.filter((text) => findAll(pattern, text).length > 0)).toEqual([])
})
