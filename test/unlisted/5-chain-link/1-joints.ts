import type * as kata from '#kata/5-chain-link/1-joints.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { withLink } from '../../answer-parts/5-chain-link.ts'

const radians = (degrees: number): number => (degrees * Math.PI) / 180

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'school-in-degrees',
    what: 'cosine for x and sine for y (K01), in degrees (K03)',
    answer: () => withLink(([x, y], angle) => [x + Math.cos(radians(angle)), y + Math.sin(radians(angle))]),
  },
  {
    id: 'links-of-two',
    what: 'links of length 2, on no list',
    answer: () => withLink(([x, y], angle) => [x + 2 * Math.sin(angle), y + 2 * Math.cos(angle)]),
  },
]
