import type * as kata from '#kata/1-tensor-ops/5-matmul.ts'
import { transpose } from '#kata/1-tensor-ops/4-transpose.ts'
import { matmul } from '#kata/1-tensor-ops/5-matmul.ts'
import type { Misconception } from '#lib/judge/diagnose/answers'
import { type Tensor, dtypeOf, matrixShape, zeros } from '#lib/tensor'
import { type Sizes, checkInner, matmulWith, withProducts } from '../../answer-parts/1-tensor-ops.ts'

function reshaped({ shape: [M, N], data }: Tensor): Tensor {
  return { shape: [N, M], data }
}

/** 0 instead of the first entry of each row */
function withoutFirstColumn(x: Tensor): Tensor {
  const [M, K] = matrixShape(x, 'matmul')
  const data = x.data.slice()
  for (let m = 0; m < M; m++) data[m * K] = 0
  return { shape: [M, K], data }
}

export const misconceptions: Misconception<typeof kata>[] = [
  {
    id: 'T01',
    belief: 'the stride of b is K: b[n·K + k]',
    diagnosis: 'This reads b as if its rows were its columns: index n·K + k. A row of b has N entries.',
    answer: () => withProducts(matmulWith({ bAt: (k, n, { K }) => n * K + k })),
  },
  {
    id: 'b-stride',
    belief: 'rows have K entries, those of b too',
    diagnosis: 'b is read at k·K + n, with the row length of a. A row of b has N entries.',
    answer: () => withProducts(matmulWith({ bAt: (k, n, { K }) => k * K + n })),
  },
  {
    id: 'a-stride',
    belief: 'rows have N entries, those of a too',
    diagnosis: 'a is read at m·N + k, with the row length of b. A row of a has K entries.',
    answer: () => withProducts(matmulWith({ aAt: (m, k, { N }) => m * N + k })),
  },
  {
    id: 'a-transposed',
    belief: 'the stride of a is M: a[k·M + m]',
    diagnosis: 'This reads a as if its columns were its rows: index k·M + m. A row of a has K entries.',
    answer: () => withProducts(matmulWith({ aAt: (m, k, { M }) => k * M + m })),
  },
  {
    id: 'T02',
    belief: 'a row of the result is as long as a row of a',
    diagnosis: 'The result is written at m·K + n, with the row length of a: rows overlap, or leave gaps.',
    answer: () => withProducts(matmulWith({ yAt: (m, n, { K }) => m * K + n })),
  },
  {
    id: 'result-transposed',
    belief: 'a column of b makes a row of the result',
    diagnosis: 'The result is (N, M) here: entry [n, m] has the sum that belongs to [m, n].',
    answer: () =>
      withProducts(matmulWith({ make: ({ M, N }, a) => zeros([N, M], a), yAt: (m, n, { M }) => n * M + m })),
  },
  {
    id: 'T03',
    belief: 'a matrix product is a product entry by entry',
    diagnosis: 'This multiplies entry by entry. A matrix product meets each row of a with each column of b, and sums.',
    answer: () =>
      withProducts((a, b) => {
        const { M, N } = checkInner(a, b)
        const y = zeros([M, N], a)
        return { ...y, data: y.data.map((_, i) => a.data[i] * b.data[i]) }
      }),
  },
  {
    id: 'T03-shape',
    belief: 'a matrix product is a product entry by entry, and has the shape of a',
    diagnosis:
      'This multiplies entry by entry, and has the shape of a. A matrix product has the rows of a and the columns of b.',
    answer: () =>
      withProducts((a, b) => {
        checkInner(a, b)
        return { ...a, data: a.data.map((v, i) => v * b.data[i]) }
      }),
  },
  {
    id: 'T04',
    belief: 'the running sum begins at 0 once',
    diagnosis: 'The sum is carried on from one entry of the result to the next. Look at the second entry.',
    answer: () =>
      withProducts((a, b) => {
        let sum = 0
        return matmulWith({ add: (_, product) => (sum += product) })(a, b)
      }),
  },
  {
    id: 'last-term',
    belief: 'y[m, n] = a[m, k]·b[k, n], for each k',
    diagnosis: 'Each k overwrites what the one before it left: of the K products only the last remains.',
    answer: () => withProducts(matmulWith({ add: (_, product) => product })),
  },
  {
    id: 'first-term',
    belief: 'sums over k begin at 1, as in the formula',
    diagnosis: 'The sum begins with the second product: column 0 of a and row 0 of b are not in it.',
    answer: () => withProducts((a, b) => matmul(withoutFirstColumn(a), b)),
  },
  {
    id: 'too-few',
    belief: 'k runs up to K − 1, which is not counted',
    diagnosis: 'The last k is missing from every sum. How many products does it have when K is 1?',
    answer: () => withProducts(matmulWith({ ks: (_, { K }) => K - 1 })),
  },
  {
    id: 'too-many',
    belief: 'k runs up to K, which is counted',
    diagnosis: 'k = K is visited too: row K of b does not exist, its entries are undefined, and the sums become NaN.',
    answer: () => withProducts(matmulWith({ ks: (_, { K }) => K + 1 })),
  },
  {
    id: 'break-at-zero',
    belief: 'where a is 0 the row is done',
    diagnosis: 'The sum ends at the first 0 in a row of a. What is behind that 0?',
    answer: () =>
      withProducts(
        matmulWith({
          ks(m, { K }, a) {
            const zero = a.data.subarray(m * K, m * K + K).indexOf(0)
            return zero < 0 ? K : zero
          },
        }),
      ),
  },
  {
    id: 'T05',
    belief: 'float32 is precise enough to add up in',
    diagnosis: 'The sum is rounded to float32 after every product: about seven digits are left.',
    answer: () => withProducts(matmulWith({ add: (sum, product) => Math.fround(sum + product) })),
  },
  {
    id: 'T05-integer',
    belief: 'the entries are whole numbers',
    diagnosis: 'The sum is cut to a whole number after every product: look at fractions.',
    answer: () => withProducts(matmulWith({ add: (sum, product) => (sum + product) | 0 })),
  },
  {
    id: 'float64-always',
    belief: 'numbers of JavaScript are float64, and so is every result',
    diagnosis: 'The result is float64 here whatever came in: look at the dtype for float32 inputs.',
    answer: () => withProducts(matmulWith({ make: ({ M, N }) => zeros([M, N]) })),
  },
  {
    id: 'dtype-of-b',
    belief: 'the result has the dtype of b',
    diagnosis: 'The result has the dtype of b here: look at a in float32 with b in float64.',
    answer: () =>
      withProducts((a, b) => {
        const { shape, data } = matmul(a, b)
        const y = zeros(shape, b)
        y.data.set(data)
        return y
      }),
  },
  {
    id: 'T06',
    belief: 'the result may take the place of a where it has the same shape',
    diagnosis:
      'Where b is square the result is written into a: a belongs to the caller, and the next column of the same row needs it as it was.',
    answer: () => withProducts(matmulWith({ make: ({ M, K, N }, a) => (K === N ? a : zeros([M, N], a)) })),
  },
  {
    id: 'T06-row',
    belief: 'the result may take the place of a, row by row, as soon as a row is read',
    diagnosis:
      'Where b is square the numbers are right, but they have replaced those of a, which belongs to the caller.',
    answer: () =>
      withProducts((a, b) => {
        const y = matmul(a, b)
        if (y.data.length !== a.data.length) return y
        a.data.set(y.data)
        return { shape: y.shape, data: a.data }
      }),
  },
  {
    id: 'kept-result',
    belief: 'a result of the same size may use the memory of the last one again',
    diagnosis: 'All products of one size are the same array here: look at the first one after a second call.',
    answer: () => {
      const kept: Record<string, Tensor> = {}
      const make = ({ M, N }: Sizes, a: Tensor): Tensor => (kept[`${dtypeOf(a)} ${M} ${N}`] ??= zeros([M, N], a))
      return withProducts(matmulWith({ make }))
    },
  },
  {
    id: 'T25',
    belief: 'inner sizes will fit: the caller takes care',
    diagnosis: 'Inner sizes that differ go through here: entries that do not exist are undefined, and become NaN.',
    answer: () =>
      withProducts(
        matmulWith({
          sizes(a, b) {
            const [M, K] = matrixShape(a, 'matmul')
            return { M, K, N: matrixShape(b, 'matmul')[1] }
          },
        }),
      ),
  },
  {
    id: 'vectors',
    belief: 'a vector is a matrix of one row, or of one column, as in numpy',
    diagnosis: 'A vector goes through here as a row, or as a column, whichever fits. It has to say itself which it is.',
    answer: () =>
      withProducts((a, b) => {
        const row = a.shape.length === 1 ? { ...a, shape: [1, ...a.shape] } : a
        const column = b.shape.length === 1 ? { ...b, shape: [...b.shape, 1] } : b
        return matmul(row, column)
      }),
  },
  {
    id: 'products-swapped',
    belief: 'the t says which letter it stands before',
    diagnosis: 'AtB transposes B here, and ABt transposes A.',
    answer: () => ({
      products: { AB: matmul, AtB: (a, b) => matmul(a, transpose(b)), ABt: (a, b) => matmul(transpose(a), b) },
    }),
  },
  {
    id: 'products-reversed',
    belief: 'the factors may change places: Aᵀ·B is Bᵀ·A',
    diagnosis: 'The order of the factors is turned round: this is the transpose of what is asked for.',
    answer: () => ({
      products: { AB: matmul, AtB: (a, b) => matmul(transpose(b), a), ABt: (a, b) => matmul(b, transpose(a)) },
    }),
  },
  {
    id: 'T07',
    belief: 'to transpose is to swap the two sizes',
    diagnosis: 'A factor gets its two sizes swapped, and its numbers stay where they were: that is a reshape.',
    answer: () => ({
      products: { AB: matmul, AtB: (a, b) => matmul(reshaped(a), b), ABt: (a, b) => matmul(a, reshaped(b)) },
    }),
  },
  {
    id: 'products-float64',
    belief: 'numbers of JavaScript are float64, and so is every gradient',
    diagnosis: 'AtB and ABt are float64 here whatever came in: look at their dtype for float32 inputs.',
    answer: () => {
      const wide = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float64Array.from(data) })
      const { AtB, ABt } = withProducts(matmul).products
      return { products: { AB: matmul, AtB: (a, b) => wide(AtB(a, b)), ABt: (a, b) => wide(ABt(a, b)) } }
    },
  },
  {
    id: 'products-plain',
    belief: 'AtB and ABt get a factor that is transposed already',
    diagnosis: 'All three products are A·B here: none of them transposes.',
    answer: () => ({ products: { AB: matmul, AtB: matmul, ABt: matmul } }),
  },
]
