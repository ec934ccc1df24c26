import { expect, test } from 'vitest'
import { parseTypeErrors } from '../../../lib/course/type-errors.ts'
import { root } from '../../../lib/course/trees.ts'

test('what TypeScript says of a kata is found by file and line, and nothing of other files', () => {
  const said = [
    "katas/1-tensor-ops/1-map-zip.ts(23,5): error TS2322: Type 'number[]' is not assignable to type 'Float64Array'.",
    "  Type 'number[]' is missing the following properties from type 'Float64Array': BYTES_PER_ELEMENT, buffer",
    "katas/1-tensor-ops/1-map-zip.ts(30,1): error TS2304: Cannot find name 'y'.\r",
    "lib/tensor.ts(3,1): error TS2304: Cannot find name 'x'.",
    "error TS5083: Cannot read file 'tsconfig.json'.",
  ].join('\n')
  expect([...parseTypeErrors(said)]).toEqual([
    [
      `${root}/katas/1-tensor-ops/1-map-zip.ts`,
      [
        { line: 23, message: "Type 'number[]' is not assignable to type 'Float64Array'." },
        { line: 30, message: "Cannot find name 'y'." },
      ],
    ],
  ])
  expect(parseTypeErrors('').size).toBe(0)
})
