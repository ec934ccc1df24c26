import type * as kata from '#kata/5-chain-link/1-joints.ts'
import type { Answer, UnlistedMistake } from '#lib/judge/diagnose/answers'

function built(link: typeof kata.nextPosition): Answer<typeof kata> {
  const list: typeof kata.joints = (angles, base = [0, 0]) => {
    const points = [base]
    for (const angle of angles) points.push(link(points[points.length - 1], angle))
    return points
  }
  return { nextPosition: link, joints: list, predict: (angles, base = [0, 0]) => angles.reduce(link, base) }
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'school-in-degrees',
    what: 'cosine for x and sine for y (K01), in degrees (K03)',
    answer: () => built(([x, y], angle) => [x + Math.cos(radians(angle)), y + Math.sin(radians(angle))]),
  },
  {
    id: 'links-of-two',
    what: 'links of length 2, on no list',
    answer: () => built(([x, y], angle) => [x + 2 * Math.sin(angle), y + 2 * Math.cos(angle)]),
  },
]
