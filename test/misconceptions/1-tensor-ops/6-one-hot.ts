import type * as kata from '#kata/1-tensor-ops/6-one-hot.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, ValueError, checkLabel, dtypeOf, matrixShape, refuseNaN, zeros } from '#lib/tensor'
import { argmaxBy, bestOf, firstLargest, oneHotWith, tensorLike } from '../../answer-parts/1-tensor-ops.ts'

/** the search that keeps the largest value so far, and begins with `start` */
function startingAt(start: number): typeof kata.argmax {
  return argmaxBy((row) => {
    let [best, where] = [start, 0]
    for (let j = 0; j < row.length; j++) if (row[j] > best) [best, where] = [row[j], j]
    return where
  })
}

function unchecked(): void {
  // the caller takes care
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'T21',
    belief: 'fill(row) makes a row for each label',
    diagnosis: 'All rows are one and the same array: what is written into one of them stands in all.',
    answer: () => ({
      oneHot(labels, K, like) {
        const rows = Array<number[]>(labels.length).fill(Array<number>(K).fill(0))
        for (let n = 0; n < labels.length; n++) {
          checkLabel(labels[n], n, K, 'oneHot')
          rows[n][labels[n]] = 1
        }
        return tensorLike(like, [labels.length, K], rows.flat())
      },
    }),
  },
  {
    id: 'T22',
    belief: 'a label makes a column',
    diagnosis: 'The result is (K, B): a column for each label. Batches are rows in this house.',
    answer: () => oneHotWith({ make: (B, K, like) => zeros([K, B], like), at: ({ n, label, B }) => [label * B + n] }),
  },
  {
    id: 'T23',
    belief: 'there are as many classes as the largest label says',
    diagnosis: 'The number of columns comes from the labels here. Look at a batch without the last class.',
    answer: () => ({
      oneHot: (labels, K, like) => {
        const columns = Array.from(labels).reduce((most, label) => Math.max(most, label + 1), 0)
        return oneHotWith().oneHot(labels, Math.min(columns, K), like)
      },
    }),
  },
  {
    id: 'T24',
    belief: 'classes are counted from 1',
    diagnosis: 'Label 1 goes into the first column here, and label 0 beside the row. Labels run from 0 to K − 1.',
    answer: () => oneHotWith({ at: ({ n, label, K }) => [n * K + label - 1] }),
  },
  {
    id: 'label-value',
    belief: 'the row holds the label in its place',
    diagnosis: 'The label itself is written into its column: look at label 0, and at label 2.',
    answer: () => oneHotWith({ value: (label) => label }),
  },
  {
    id: 'thermometer',
    belief: 'a label of 2 is larger than 1 and 0, so they are on as well',
    diagnosis: 'All columns up to the label are 1 here: that is a scale, as if the classes had an order.',
    answer: () => oneHotWith({ at: ({ n, label, K }) => Array.from({ length: label + 1 }, (_, j) => n * K + j) }),
  },
  {
    id: 'T02',
    belief: 'a row has as many entries as there are labels',
    diagnosis: 'Row n begins at n·B here, B the number of labels. A row has K entries.',
    answer: () => oneHotWith({ at: ({ n, label, B }) => [n * B + label] }),
  },
  {
    id: 'no-stride',
    belief: 'y[label] is the entry of the label',
    diagnosis: 'The 1 is written at data[label], which is in row 0 whatever the row: look at the second row.',
    answer: () => oneHotWith({ at: ({ label }) => [label] }),
  },
  {
    id: 'column-first',
    belief: 'column y begins at y·B',
    diagnosis:
      'The 1 is written at label·B + n, B the number of labels, as if columns lay one after the other in the data.',
    answer: () => oneHotWith({ at: ({ n, label, B }) => [label * B + n] }),
  },
  {
    id: 'place-swapped',
    belief: 'the entry of label y and row n stands at y·K + n',
    diagnosis: 'The 1 is written at label·K + n: row and column have changed places, though the shape is (B, K).',
    answer: () => oneHotWith({ at: ({ n, label, K }) => [label * K + n] }),
  },
  {
    id: 'matrix-of-rows',
    belief: 'matrix(...rows) makes a matrix of any rows',
    diagnosis:
      'The result is put together by matrix(…rows). Without a single row, how does it know the number of columns?',
    answer: () => oneHotWith({ make: (B, K, like) => zeros(B === 0 ? [0, 0] : [B, K], like) }),
  },
  {
    id: 'T04',
    belief: 'a result of the same size may use the memory of the last one again',
    diagnosis: 'A second call gets the memory of the first, with the ones of the first still in it.',
    keeps: true,
    answer: () => {
      const kept: Record<string, Tensor> = {}
      return oneHotWith({
        make: (B, K, like) => (kept[`${like ? dtypeOf(like) : ''} ${B} ${K}`] ??= zeros([B, K], like)),
      })
    },
  },
  {
    id: 'float64-always',
    belief: 'numbers of JavaScript are float64, and so is every result',
    diagnosis: 'The result is float64 here whatever `like` is: look at a `like` in float32.',
    answer: () => oneHotWith({ make: (B, K) => zeros([B, K]) }),
  },
  {
    id: 'float32-always',
    belief: 'what a network trains on is float32',
    diagnosis: 'The result is float32 here whatever `like` is: look at a call without `like`.',
    answer: () => oneHotWith({ make: (B, K) => zeros([B, K], 'float32') }),
  },
  {
    id: 'T25',
    belief: 'labels are what they should be: the caller takes care',
    diagnosis: 'A label beyond the last column goes through here: its 1 is in another row, or nowhere.',
    answer: () => oneHotWith({ check: unchecked }),
  },
  {
    id: 'inside-data',
    belief: 'what is inside the data is inside the row',
    diagnosis: 'A label is looked up in the data here. One beyond its row is inside the data still, in the next row.',
    answer: () => ({
      oneHot(labels, K, like) {
        const check: typeof checkLabel = (label, n, _, who) => {
          const at = n * K + label
          if (!Number.isInteger(at) || at < 0 || at >= labels.length * K)
            throw new ValueError(`${who}: label ${n} is ${label}.`)
        }
        return oneHotWith({ check }).oneHot(labels, K, like)
      },
    }),
  },
  {
    id: 'nan-label',
    belief: 'what is not too small, not too large and has no fraction is a label',
    diagnosis: 'Every comparison with NaN is false, and NaN % 1 is NaN, which counts as false: NaN goes through here.',
    answer: () =>
      oneHotWith({
        check: (label, n, K, who) => {
          if (!Number.isNaN(label)) checkLabel(label, n, K, who)
        },
      }),
  },
  {
    id: 'upper-only',
    belief: 'a label can only be too large',
    diagnosis: 'This looks whether a label is too large. Look at −1.',
    answer: () => oneHotWith({ check: (label, n, K, who) => checkLabel(Math.max(0, Math.floor(label)), n, K, who) }),
  },
  {
    id: 'truncates',
    belief: 'a label of 1.5 is in class 1',
    diagnosis: 'The fraction of a label is cut off here without a word: look at 1.5.',
    answer: () => ({
      oneHot: (labels, K, like) => oneHotWith().oneHot(Array.from(labels, Math.trunc), K, like),
    }),
  },
  {
    id: 'T17',
    belief: 'the best so far begins at 0',
    diagnosis: 'The search begins with the value 0, which no negative entry can beat: look at a row of them.',
    answer: () => ({ argmax: startingAt(0) }),
  },
  {
    id: 'T17-sentinel',
    belief: 'no entry is below −1000',
    diagnosis: 'The search begins with the value −1000: look at a row far below it.',
    answer: () => ({ argmax: startingAt(-1000) }),
  },
  {
    id: 'undefined-start',
    belief: 'the best so far need not have a value before the first entry',
    diagnosis:
      'Every answer is column 0, whatever the row. With what is an entry compared? Nothing is larger than undefined.',
    answer: () => ({ argmax: startingAt(NaN) }),
  },
  {
    id: 'nothing-found',
    belief: 'neither the best so far nor its column need have a value before the first entry',
    diagnosis: 'The answers are undefined: no column is ever found. Nothing is larger than undefined.',
    answer: () => ({ argmax: argmaxBy(() => undefined as unknown as number) }),
  },
  {
    id: 'best-carried',
    belief: 'the best so far begins at −∞ once',
    diagnosis:
      'The best so far is carried on from one row to the next: a row whose entries are all smaller finds nothing.',
    answer: () => ({
      argmax(x) {
        let best = -Infinity
        return argmaxBy((row) => {
          let where = 0
          for (let j = 0; j < row.length; j++) if (row[j] > best) [best, where] = [row[j], j]
          return where
        })(x)
      },
    }),
  },
  {
    id: 'best-is-column',
    belief: 'best is the best entry so far, and its column as well',
    diagnosis:
      'An entry is compared with the column of the best so far, a number like 2, and not with what stands there.',
    answer: () => ({ argmax: argmaxBy((row) => bestOf(row, (j, best) => row[j] > best)) }),
  },
  {
    id: 'T16',
    belief: 'Math.max(...values) takes any number of values',
    diagnosis: 'Each entry becomes an argument of the call: 200,000 of them do not fit on the stack.',
    crashes: true,
    answer: () => ({ argmax: argmaxBy((row) => Array.from(row).indexOf(Math.max(...Array.from(row)))) }),
  },
  {
    id: 'nearly-equal',
    belief: 'entries that differ by less than 10⁻⁹ are equal',
    diagnosis:
      'An entry has to be larger by some small amount before it counts. How large is the difference to be at least?',
    answer: () => ({ argmax: argmaxBy((row) => bestOf(row, (j, best) => row[j] > row[best] + 1e-9)) }),
  },
  {
    id: 'bytes',
    belief: 'classes are bytes, as the labels of MNIST are',
    diagnosis: 'The answers are kept in bytes: a column above 255 comes out as another one. Look at a wide row.',
    answer: () => {
      const argmax = argmaxBy(firstLargest)
      return { argmax: (x) => Array.from(Uint8Array.from(argmax(x))) }
    },
  },
  {
    id: 'T18',
    belief: 'of equal entries the last one counts',
    diagnosis: 'An equal entry replaces the best so far here: look at a row with two that are largest.',
    answer: () => ({ argmax: argmaxBy((row) => bestOf(row, (j, best) => row[j] >= row[best])) }),
  },
  {
    id: 'T19',
    belief: 'argmax asks each column for its row',
    diagnosis: 'This runs down the columns: there is one answer per column, and it is a row.',
    answer: () => ({
      argmax(x) {
        const [B, K] = matrixShape(x, 'argmax')
        refuseNaN(x, 'argmax')
        return Array.from({ length: K }, (_, j) => firstLargest(Array.from({ length: B }, (_, n) => x.data[n * K + j])))
      },
    }),
  },
  {
    id: 'T19-flat',
    belief: 'argmax is where the largest of all entries is, as in numpy without an axis',
    diagnosis: 'This answers with one place in the flat data, for all rows together.',
    answer: () => ({
      argmax(x) {
        matrixShape(x, 'argmax')
        refuseNaN(x, 'argmax')
        return [firstLargest(x.data)]
      },
    }),
  },
  {
    id: 'flat-index',
    belief: 'the place of an entry is its index in data',
    diagnosis: 'From the second row on the answers are indices into the flat data, n·K too large for a column.',
    answer: () => ({ argmax: argmaxBy((row, n) => n * row.length + firstLargest(row)) }),
  },
  {
    id: 'counts-from-1',
    belief: 'the first column is column 1',
    diagnosis: 'Every answer is one too large: the first column is counted as 1.',
    answer: () => ({ argmax: argmaxBy((row) => firstLargest(row) + 1) }),
  },
  {
    id: 'value',
    belief: 'argmax is the largest entry',
    diagnosis: 'This answers with the largest entry itself, not with the column where it stands.',
    answer: () => ({ argmax: argmaxBy((row) => row[firstLargest(row)]) }),
  },
  {
    id: 'first-row',
    belief: 'data[best] is the best entry so far',
    diagnosis: 'The best so far is read at data[best], which is in row 0 whatever the row: look at the second row.',
    answer: () => ({ argmax: argmaxBy((row, _, x) => bestOf(row, (j, best) => row[j] > x.data[best])) }),
  },
  {
    id: 'never-updated',
    belief: 'it is enough to remember where the best is',
    diagnosis: 'Every entry is compared with the first of its row: the last that is larger wins.',
    answer: () => ({ argmax: argmaxBy((row) => bestOf(row, (j) => row[j] > row[0])) }),
  },
  {
    id: 'size',
    belief: 'the largest is the one farthest from 0',
    diagnosis: 'The entries lose their signs before they are compared here.',
    answer: () => ({ argmax: argmaxBy((row) => firstLargest(Array.from(row, Math.abs))) }),
  },
  {
    id: 'T20',
    belief: 'NaN will not come',
    diagnosis: 'A row with NaN gets an answer here, though nothing is larger than NaN and nothing smaller.',
    answer: () => ({ argmax: argmaxBy(firstLargest, unchecked) }),
  },
  {
    id: 'vector-as-row',
    belief: 'a vector is a matrix of one row',
    diagnosis: 'A vector goes through here as a single row.',
    answer: () => {
      const right = argmaxBy(firstLargest)
      return { argmax: (x) => right(x.shape.length === 1 ? { ...x, shape: [1, ...x.shape] } : x) }
    },
  },
]
