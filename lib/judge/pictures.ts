/// <reference types="vite/types/importMeta.d.ts" />
import type { Exercise } from '../course/exercises.ts'
import { comparison } from '../pictures/heat.ts'
import { gradientScatter } from '../pictures/gradient-scatter.ts'
import type { Picture } from '../pictures/svg.ts'
import { Mismatch } from './assert/mismatch.ts'

const pictures = import.meta.glob<{ picture(): Picture }>('/test/pictures/*/*.ts')

/** The picture of an exercise's result, or undefined if it has none. */
export async function findPicture({ path }: Exercise): Promise<(() => Picture) | undefined> {
  return (await pictures[`/test/pictures/${path}.ts`]?.())?.picture
}

/**
 * The picture of a mismatch: a gradient on logarithmic axes, other tensors cell by cell and plane by plane. Returns undefined
 * if there is nothing to draw.
 */
export function pictureOfMismatch(error: unknown): Picture | undefined {
  if (!(error instanceof Mismatch) || !error.evidence) return undefined
  const { expected, received, plane } = error.evidence
  const name = error.evidence.name.replace(/,$/, '') // The name in “dW2, gradient[1].W, entry [0, 0], is …”.
  const isGradient = name.startsWith('the gradient of ') && expected.data.length === received.data.length
  if (isGradient && expected.data.length > 16) return gradientScatter(name, received.data, expected.data)
  return comparison(name, expected, received, plane)
}
