import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { root } from '../../lib/course/trees.ts'

/** A rule of axe-core that the page breaks, and where. */
export interface Violation {
  readonly rule: string
  readonly help: string
  /** selectors, with what axe says of each */
  readonly where: readonly string[]
}

interface Found {
  readonly id: string
  readonly impact: string | null
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

/** What keeps people from using the page with a keyboard or a screen reader, as it stands now: serious and critical only. */
export async function axe(page: Page): Promise<Violation[]> {
  if (!(await page.evaluate('"axe" in globalThis')))
    await page.evaluate(readFileSync(`${root}/node_modules/axe-core/axe.min.js`, 'utf8'))
  const violations = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as Found[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      rule: id,
      help,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
    }))
}
