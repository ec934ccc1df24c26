import type { Tensor } from '#lib/tensor'
import { type Comparison, expectClose } from './expect.ts'
import { Mismatch } from './mismatch.ts'

/** One result on the way back through a network. */
export interface Link {
  readonly name: string
  readonly received: Tensor
  readonly expected: Tensor
}

/**
 * Compares one after the other, in the order in which they are computed, and stops at the first wrong one: what comes
 * after it is made from it. The message shows how far it was right.
 */
export function expectLinks(links: readonly Link[], comparison: Omit<Comparison, 'name'>): void {
  links.forEach(({ name, received, expected }, at) => {
    try {
      expectClose(received, expected, { ...comparison, name })
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error
      const row = links.map((link, i) => `${i < at ? '✓' : i === at ? '✗' : '·'} ${short(link.name)}`).join('  ')
      const told = `the way back: ${row}${at < links.length - 1 ? '   (· follow from it, and are not judged)' : ''}`
      throw error.add({ detail: [error.parts.detail, told].filter(Boolean).join('\n\n') })
    }
  })
}

/** dW2 of “dW2, gradient[1].W,” */
function short(name: string): string {
  return name.split(',')[0]
}
