import { joints } from '#kata/5-chain-link/1-joints.ts'
import { armFilm } from '#lib/pictures/arm'

/** the arm uncurls: each frame turns every link a little less */
export function picture() {
  const frames = Array.from({ length: 41 }, (_, i) =>
    joints([0, 1, 2, 3].map((link) => (Math.PI / 4) * link * (1 - i / 40))),
  )
  return armFilm('four links, each with an angle of its own, uncurl', [{ name: 'yours', frames }], [0, 4])
}
