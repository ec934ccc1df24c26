import { expect, test } from 'vitest'
import type { Html } from '../../../lib/report/html.ts'
import { html } from '../../../lib/report/html.ts'
import { commandLine, image, page, scrollable } from '../../../lib/report/page.ts'

test('every value is escaped, in text and in attributes', () => {
  const evil = `<script>'"&`
  expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
    '<p title="&lt;script&gt;&#39;&quot;&amp;">&lt;script&gt;&#39;&quot;&amp;</p>',
  )
})

test('what is Html already stays, also in a list; false and undefined show nothing; 0 is a number', () => {
  const inner = html`<b>${1}</b>`
  expect(html`${[inner, [inner, '<']]}${false}${undefined}${0}`.text).toBe('<b>1</b><b>1</b>&lt;0')
})

test('a text that only looks like Html is a text', () => {
  const fake = { text: '<b>', toString: () => '<i>' } as unknown as Html
  expect(() => html`${fake}`.text).toThrow()
  expect(html`${'new Html("<b>")'}`.text).not.toContain('<b>')
})

test('control characters, and those that turn the direction of a line, are shown as what they are', () => {
  expect(html`${'a\u001b[31mb\u202ec\nd\te'}`.text).toBe('a\\u001b[31mb\\u202ec\nd\te')
})

const document = page({
  title: 'A & B',
  about: '<about>',
  sections: [{ id: 'one', title: 'One <1>', content: html`<p>first</p>` }],
  made: 'today',
})

test('a page says its language, its title and where its parts are, and requests nothing', () => {
  expect(document).toMatch(/^<!doctype html>\s*<html lang="en">/)
  expect(document).toContain('<title>A &amp; B</title>')
  expect(document).toContain('<a href="#one">One &lt;1&gt;</a>')
  expect(document).toContain('<h2 id="one">One &lt;1&gt;</h2>')
  expect(document).toContain(`default-src 'none'`.replaceAll("'", '&#39;'))
  expect(document).not.toMatch(/https?:|<script|@import|url\(/)
})

test('a page carries its styles, for light and dark and for paper', () => {
  expect(document).toMatch(/<style>[\s\S]*prefers-color-scheme: ?dark[\s\S]*@media print[\s\S]*<\/style>/)
})

test('an image is inside the page, and has its words', () => {
  const { text } = image('image/svg+xml', '<svg/>', 'a "dot"')
  expect(text).toContain(`src="data:image/svg+xml;base64,${Buffer.from('<svg/>').toString('base64')}"`)
  expect(text).toContain('alt="a &quot;dot&quot;"')
})

test('a box that scrolls can be reached with the keyboard, and has a name', () => {
  expect(scrollable('Names', html`<i></i>`).text).toBe(
    '<div class="scrolling" role="region" aria-label="Names" tabindex="0"><i></i></div>',
  )
})

test('a command breaks between its options only, and can be copied as it is', () => {
  const { text } = commandLine('npm run train -- --rate 0.1 --data "my folder"')
  expect(text.match(/<span>/g)).toHaveLength(3)
  expect(text.replaceAll(/<[^>]+>/g, '')).toBe('npm run train -- --rate 0.1 --data &quot;my folder&quot;')
})
