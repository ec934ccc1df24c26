import type { Tensor } from '#lib/tensor'
import { type Comparison, expectClose } from './expect.ts'
import { Mismatch } from './mismatch.ts'

/** One result on the way back through a network. */
export interface BackwardStep {
  readonly name: string
  readonly received: Tensor
  readonly expected: Tensor
}

/**
 * Compares the steps in the order in which they are computed, and stops at the first wrong one. The later steps are computed
 * from it, so they say nothing. The message shows how far the backward pass was right.
 */
export function expectBackwardSteps(links: readonly BackwardStep[], comparison: Omit<Comparison, 'name'> = {}): void {
  links.forEach(({ name, received, expected }, at) => {
    try {
      expectClose(received, expected, { ...comparison, name })
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error
      const told = `the way back: ${wayOf(links, at)}${at < links.length - 1 ? '\n  (· come after it, and are not judged)' : ''}`
      throw error.add({ detail: [error.parts.detail, told].filter(Boolean).join('\n\n') })
    }
  })
}

/** ✓ dLogits  ✗ dW2  · db2, when the link `wrong` is the first wrong one; what is compared twice is shown once */
function wayOf(links: readonly BackwardStep[], wrong: number): string {
  const marks = new Map<string, string>()
  links.forEach(({ name }, i) => {
    const later = i === wrong ? '✗' : '·'
    if (marks.get(abbreviate(name)) !== '✗') marks.set(abbreviate(name), i < wrong ? '✓' : later)
  })
  return Array.from(marks, ([name, mark]) => `${mark} ${name}`).join('  ')
}

/** dW2 of “dW2, gradient[1].W,” */
function abbreviate(name: string): string {
  return name.split(',')[0]
}
