import type { Page } from 'playwright-core'

/** What sticks out of its card to the left or right: the first words of each such element. */
export async function sticksOut(page: Page): Promise<string[]> {
  return (await page.evaluate(`[...document.querySelectorAll('.card')].flatMap((card) => {
    const { left, right } = card.getBoundingClientRect()
    const isOutside = (box) => box.width > 1 && (box.left < left - 1 || box.right > right + 1)
    return [...card.querySelectorAll('*')]
      .filter((element) => isOutside(element.getBoundingClientRect()))
      .map((element) => element.tagName + ' ' + element.textContent.trim().slice(0, 40))
  })`)) as string[]
}
