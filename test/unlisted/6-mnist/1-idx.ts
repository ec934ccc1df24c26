import type * as kata from '#kata/6-mnist/1-idx.ts'
import type { UnlistedMistake } from '#lib/judge/diagnose/answers'
import { ValueError } from '#lib/tensor'
import { reading } from '../../answer-parts/6-mnist.ts'

export const unlisted: UnlistedMistake<typeof kata>[] = [
  {
    id: 'inverted-and-backwards',
    what: 'ink and paper change places (idx-inverted), and the file is read from its end; labels too',
    answer: () => {
      const backwards = (bytes: Uint8Array): Uint8Array => bytes.slice().reverse()
      const { parseImages } = reading({ pixels: (pixels) => backwards(pixels.map((v) => 255 - v)) })
      const { parseLabels } = reading({})
      return { parseImages, parseLabels: (bytes) => backwards(parseLabels(bytes)) }
    },
  },
  {
    id: 'labels-behind-the-magic',
    what: 'labels begin at byte 4, on no list: every file of them is refused, as if its count were misread (M02)',
    answer: () => ({
      parseLabels(bytes) {
        const { length } = reading({}).parseLabels(bytes)
        throw new ValueError(`wanted ${length} bytes after byte 4, but got ${length + 4}`)
      },
    }),
  },
]
