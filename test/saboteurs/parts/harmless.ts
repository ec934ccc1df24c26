import type { Harmless } from '#lib/judge/diagnose/saboteur'

/** numbers that stay what they are when they are whole, not negative, and below a million */
const whole = [
  'flushes-below-1e-7',
  'flushes-below-1e-12',
  'flushes-below-1e-150',
  'twelve-decimals',
  'ten-digits',
  'in-float32',
  'whole-numbers',
  'never-negative',
]
/** what changes the numbers of a result */
const numbers = [
  ...whole,
  'clips-at-1e100',
  'clips-at-10000',
  'clips-at-10',
  'opposite-sign',
  'one-percent-more',
  'a-little-more',
]
/** what changes lists or tensors among the arguments */
const lists = ['recurses-by-number', 'fails-on-nothing']
const tiny = ['flushes-below-1e-7', 'flushes-below-1e-12', 'flushes-below-1e-150', 'twelve-decimals']
const large = ['clips-at-1e100', 'clips-at-10000', 'clips-at-10']
/** what changes the numbers of a result, and nothing else */
const numeric = [...whole, ...large, 'opposite-sign', 'one-percent-more', 'a-little-more']

export const harmless: readonly Harmless[] = [
  { targets: ['1.6 oneHot'], saboteurs: [...whole, ...large], because: 'its numbers are 0 and 1' },
  {
    targets: ['1.6 oneHot'],
    saboteurs: [
      'reads-in-float32',
      'spreads-its-data',
      'recurses-by-row',
      'ignores-the-offset',
      'reads-the-whole-buffer',
      'copies-tensors-once',
    ],
    because: 'of the tensor `like` only the dtype is read',
  },
  { targets: ['1.6 argmax'], saboteurs: [...whole, 'clips-at-1e100'], because: 'its numbers are columns' },
  { targets: ['1.6 oneHot'], saboteurs: ['shares-zeros'], because: 'each row has a 1' },
  {
    targets: ['1.3 sum', '1.3 max'],
    saboteurs: ['turns-square-results', 'writes-into-an-input'],
    because: 'a row or column is square, or as long as x, only where nothing changes',
  },
  {
    targets: ['1.5 products.AtB', '1.5 products.ABt'],
    saboteurs: ['says-nothing-in-errors'],
    because: 'the shape in the message may be that of a turned factor, so no test asks for it',
  },
  {
    targets: ['2.1 naiveSoftmax', '2.1 softmax'],
    saboteurs: [...large, 'never-negative', 'shares-zeros'],
    because: 'a probability lies between 0 and 1, and a row has one above 0',
  },
  {
    targets: ['2.2 logSumExp'],
    saboteurs: ['turns-square-results', 'writes-into-an-input'],
    because: 'a column is square, or as long as x, only where nothing changes',
  },
  {
    targets: ['2.2 logSumExp', '2.2 logSoftmax'],
    saboteurs: ['flushes-below-1e-12', 'flushes-below-1e-150'],
    because: 'ln of 1 + 1e-12 has hardly a digit that holds',
  },
  {
    targets: ['3.1 perClass'],
    saboteurs: [
      'needs-an-array',
      'reads-a-list-once',
      'spreads-its-list',
      'recurses-by-number',
      'fails-on-nothing',
      'remembers-by-list',
    ],
    because: 'a list of weights is an array with a number for each class, and is given back as it is',
  },
  {
    targets: ['3.1 crossEntropy'],
    saboteurs: ['nan-is-zero'],
    because: 'NaN is refused, and comes only of a weight of 0 for a probability of 0',
  },
  {
    targets: ['3.1 crossEntropy', '3.2 crossEntropyFromLogits', '4.9 lossGradient'],
    saboteurs: ['spreads-its-list'],
    because: 'the 60,000 labels of MNIST are fewer than a call can take as its arguments',
  },
  {
    targets: ['9.2 sizesOf'],
    saboteurs: [...whole, 'clips-at-1e100', 'remembers-by-object'],
    because: 'only shapes are read, and sizes are small whole numbers',
  },
  {
    targets: ['4.3 fork → returned → returned'],
    saboteurs: [
      'needs-an-array',
      'reads-a-list-once',
      'spreads-its-list',
      'recurses-by-number',
      'fails-on-nothing',
      'text-in-lists',
    ],
    because: 'its list is the pair [du, dv], and the list that it gives holds a tensor',
  },
  { targets: ['4.4 relu'], saboteurs: ['never-negative'], because: 'max(0, x) is never negative' },
  {
    targets: ['4.4 relu → returned', '4.6 softmax → returned'],
    saboteurs: ['text-in-lists'],
    because: 'the list that it gives holds a tensor, and no number',
  },
  {
    targets: ['4.6 softmax'],
    saboteurs: [...large, 'never-negative', 'shares-zeros'],
    because: 'a probability lies between 0 and 1, and a row has one above 0',
  },
  {
    targets: ['4.7 crossEntropy → returned', '4.7 softmaxCrossEntropy → returned'],
    saboteurs: ['recurses-by-number', 'fails-on-nothing'],
    because: 'it takes a number, and neither a tensor nor a list',
  },
  {
    targets: ['4.7 crossEntropy', '4.7 crossEntropy → returned'],
    saboteurs: ['nan-is-zero'],
    because: 'NaN comes only of a weight of 0 for a probability of 0',
  },
  {
    targets: ['4.10 sigmoid'],
    saboteurs: [...large, ...tiny, 'never-negative'],
    because: 'its values lie between 0 and 1, and (1 + tanh(x/2)) / 2 is right up to the rounding of 1',
  },
  {
    targets: ['4.10 sigmoid'],
    saboteurs: ['gives-an-input-back', 'gives-a-view-of-an-input'],
    because: 'no number that is drawn is its own sigmoid',
  },
  {
    targets: ['4.10 sigmoid → returned', '4.10 squaredError → returned', '4.10 scale → returned'],
    saboteurs: ['text-in-lists'],
    because: 'the list that it gives holds tensors, and no number',
  },
  {
    targets: ['4.10 squaredError'],
    saboteurs: ['never-negative', 'fails-on-nothing'],
    because: 'a mean of squares is not negative, and that of no entries is no number',
  },
  {
    targets: ['4.10 squaredError → returned'],
    saboteurs: ['recurses-by-number', 'fails-on-nothing'],
    because: 'it takes a number, and neither a tensor nor a list',
  },
  { targets: ['4.10 scale'], saboteurs: ['same-object-is-nothing'], because: 'x is a matrix, and g a vector' },
  {
    targets: ['4.1 numericalGradient'],
    saboteurs: ['spreads-its-data', 'recurses-by-row', 'recurses-by-number', 'sixteen-bit-places'],
    because: 'an answer that copies x for each of its numbers is right, and would take minutes for 100,000',
  },
  {
    targets: ['4.2 mul', '4.2 mul → returned', '4.2 sin', '4.2 sin → returned'],
    saboteurs: ['recurses-by-number', 'fails-on-nothing'],
    because: 'it takes numbers, and neither a tensor nor a list',
  },
  { targets: ['4.2 sin'], saboteurs: large, because: 'a sine lies between −1 and 1' },
  {
    targets: ['4.2 compose', '4.3 fork'],
    saboteurs: [...numeric, 'recurses-by-number', 'fails-on-nothing', 'works-only-once'],
    because: 'it takes functions and gives one: it has no number, list or tensor in hand',
  },
  {
    targets: ['4.8 identity', '4.8 identity → returned'],
    saboteurs: ['gives-an-input-back', 'gives-a-view-of-an-input', 'writes-into-an-input', 'remembers-by-object'],
    because: 'the input itself is a right result, and has the same numbers at any time',
  },
  {
    targets: ['4.8 identity → returned'],
    saboteurs: ['text-in-lists'],
    because: 'the list that it gives holds a tensor, and no number',
  },
  {
    targets: ['4.8 Dense'],
    saboteurs: [
      ...numeric,
      'plain-array-as-data',
      'data-without-shape',
      'sizes-as-text',
      'always-float64',
      'always-float32',
      'last-is-dropped',
      'drops-the-last-of-many',
      'sixteen-bit-places',
      'drops-axes-of-one',
      'turns-square-results',
      'one-buffer',
      'gives-an-input-back',
      'gives-a-view-of-an-input',
      'shares-zeros',
      'writes-into-an-input',
      'works-only-once',
      'adds-up',
    ],
    because: 'it gives a function that has W and b on it as they are: no tensor is computed before x is there',
  },
  { targets: ['4.8 Dense'], saboteurs: ['same-object-is-nothing'], because: 'W is a matrix, and b a vector' },
  {
    targets: ['4.8 Dense'],
    saboteurs: ['remembers-by-object'],
    because: 'a layer reads W and b when it is called, so one layer is enough for one W and one b',
  },
  { targets: ['4.8 forward'], saboteurs: ['needs-an-array'], because: 'a chain is an array of layers' },
  {
    targets: ['4.8 forward'],
    saboteurs: ['spreads-its-list'],
    because: 'an answer that calls itself for each layer is right, and 100,000 layers would be too many for it',
  },
  {
    targets: ['5.1 nextPosition'],
    saboteurs: ['needs-an-array', 'reads-a-list-once', 'spreads-its-list', 'recurses-by-number', 'fails-on-nothing'],
    because: 'its list is the pair [x, y]',
  },
  {
    targets: ['5.1 nextPosition', '5.3 gradient'],
    saboteurs: ['flushes-below-1e-150'],
    because: 'the end of a link is a sum with sines and cosines, and those have only sixteen decimals',
  },
  {
    targets: ['5.1 joints', '5.1 predict', '5.2 loss', '5.3 gradient', '5.4 descend'],
    saboteurs: ['needs-an-array', 'bytes-make-bytes'],
    because: 'angles and points are arrays of numbers',
  },
  {
    targets: ['5.1 joints', '5.1 predict', '5.2 loss', '5.3 gradient', '5.4 descend'],
    saboteurs: ['spreads-its-list', 'recurses-by-number'],
    because: 'an arm is a link with an arm at its end, so a function may call itself for each link of a thousand',
  },
  {
    targets: ['5.1 joints', '5.4 descend'],
    saboteurs: ['text-in-lists'],
    because: 'the list has points or frames in it, and no numbers',
  },
  { targets: ['5.2 loss'], saboteurs: ['never-negative'], because: 'a sum of squares is never negative' },

  {
    targets: ['6.2 scale'],
    saboteurs: [...large, ...tiny, 'ten-digits', 'in-float32', 'always-float32', 'never-negative', 'a-little-more'],
    because: 'its numbers are 0 or from 1/255 to 1, in float32, which has seven digits',
  },
  {
    targets: [
      ...['6.2 scale', '6.2 shuffle', '6.2 batches', '6.2 batches → returned'],
      ...['6.10 split', '6.10 center', '6.10 bestEpoch'],
    ],
    saboteurs: lists,
    because: 'none of its arguments is a list',
  },
  {
    targets: ['6.2 shuffle', '6.2 batches → returned'],
    saboteurs: [...whole, 'clips-at-1e100', 'a-little-more', 'text-in-lists'],
    because: 'its numbers are indices, in a Uint32Array',
  },
  {
    targets: ['6.2 shuffle', '6.2 batches', '6.10 split'],
    saboteurs: ['calls-back-with-more'],
    because: 'rng reads no argument',
  },
  {
    targets: ['6.2 batches'],
    saboteurs: [...numbers, 'works-only-once'],
    because: 'it gives a generator: its batches are spoiled as “batches → returned”',
  },
  {
    targets: ['6.2 batches → returned'],
    saboteurs: ['drops-the-last-argument'],
    because: 'the generator is asked for a batch without arguments',
  },

  {
    targets: ['6.6 predictions'],
    saboteurs: [...whole, 'clips-at-1e100', 'clips-at-10000'],
    because: 'its numbers are classes',
  },
  {
    targets: ['6.3 network', '6.6 predictions', '6.7 predict'],
    saboteurs: ['needs-an-array', 'spreads-its-list'],
    because: 'its list is an array of layers or sizes, and no network has a hundred thousand',
  },
  {
    targets: ['6.6 accuracy'],
    saboteurs: [...large, 'flushes-below-1e-7', 'flushes-below-1e-12', 'flushes-below-1e-150', 'never-negative'],
    because: 'a share of N examples is 0, or from 1/N to 1',
  },
  {
    targets: ['6.6 confusion'],
    saboteurs: [...whole, 'clips-at-1e100', 'always-float64'],
    because: 'its numbers are counts, in float64',
  },
  {
    targets: ['6.4 applyGradient'],
    saboteurs: ['needs-an-array', 'bytes-make-bytes', 'spreads-its-list'],
    because: 'its lists are arrays of layers, and no network has a hundred thousand',
  },

  {
    targets: ['6.1 parseImages', '6.1 parseLabels'],
    saboteurs: [...whole.filter((id) => id !== 'in-float32'), 'clips-at-1e100'],
    because: 'its numbers are sizes below 2³² and bytes',
  },
  {
    targets: ['6.1 parseLabels'],
    saboteurs: ['in-float32', 'clips-at-10000', 'a-little-more', 'text-in-lists'],
    because: 'its numbers are bytes, in a Uint8Array',
  },
  {
    targets: ['6.1 parseLabels'],
    saboteurs: ['remembers-by-list'],
    because: 'the result may be a window on the file, and then shows what the file holds now',
  },
  {
    targets: ['6.3 glorotUniform', '6.3 network'],
    saboteurs: ['calls-back-with-more'],
    because: 'rng reads no argument',
  },
  {
    targets: ['6.3 glorotUniform'],
    saboteurs: [...large, 'flushes-below-1e-150', ...lists],
    because: 'its numbers lie between ±√3, are no finer than those of rng, and none of its arguments is a list',
  },
  {
    targets: ['6.3 network'],
    saboteurs: [...numbers, 'works-only-once'],
    because: 'it gives layers: those are spoiled as “network → returned”',
  },
  {
    targets: ['6.3 network'],
    saboteurs: ['reads-a-list-once', 'recurses-by-number'],
    because: 'its list has a size for each layer, and no network has a thousand',
  },
  {
    targets: ['6.3 network'],
    saboteurs: ['says-nothing-in-errors'],
    because: 'the header asks for no words in the message',
  },
  {
    targets: ['6.7 predict'],
    saboteurs: ['clips-at-1e100', 'clips-at-10000', 'never-negative'],
    because: 'its numbers are a class and probabilities',
  },
  { targets: ['6.7 predict', '6.7 picture'], saboteurs: ['recurses-by-row'], because: 'an image is one row' },
  {
    targets: ['6.7 picture'],
    saboteurs: [...numbers, 'works-only-once'],
    because: 'it gives text, in which these change nothing',
  },
  {
    targets: ['6.7 picture'],
    saboteurs: ['reads-in-float32', 'fails-on-nothing'],
    because: 'an opacity has three decimals, and an image has pixels',
  },

  {
    targets: ['6.5 train'],
    saboteurs: [...numbers, 'works-only-once'],
    because: 'it gives a generator: its steps are spoiled as “train → returned”',
  },
  {
    targets: ['6.5 train'],
    saboteurs: ['needs-an-array', 'reads-a-list-once', 'spreads-its-list', 'recurses-by-number', 'fails-on-nothing'],
    because: 'its list is an array of layers, of which a network has some, and never a thousand',
  },
  {
    targets: ['6.5 train → returned'],
    saboteurs: ['drops-the-last-argument', ...lists],
    because: 'the generator is asked for a step without arguments',
  },
  {
    targets: ['6.5 train → returned'],
    saboteurs: ['clips-at-1e100'],
    because: 'no loss is that large',
  },
  {
    targets: ['6.8 momentum', '6.8 linearDecay', '6.9 adam'],
    saboteurs: [...numbers, ...lists, 'works-only-once'],
    because: 'it takes no tensor, and gives a step: that is spoiled as “momentum → returned”',
  },
  {
    targets: ['6.10 bestEpoch'],
    saboteurs: ['says-nothing-in-errors'],
    because: 'its one error is that of a curve without an epoch, which has no value to show',
  },
  {
    targets: ['4.9 lossGradient'],
    saboteurs: ['says-nothing-in-errors'],
    because: 'its one error is that of an empty batch, which has no value to show',
  },
  {
    targets: ['4.11 holds'],
    saboteurs: [...numbers, 'works-only-once'],
    because: 'it gives true or false, in which these change nothing',
  },
  { targets: ['4.11 holds'], saboteurs: lists, because: 'none of its arguments is a list' },
  {
    targets: ['4.11 holds'],
    saboteurs: ['throws-plain-errors', 'throws-text', 'says-nothing-in-errors'],
    because: 'an error counts as false, whatever it says',
  },
]

/** Functions that no learner writes, with the reason: they stand in a stub as they are. */
export const given: Readonly<Record<string, string>> = {
  '6.5 plain.': 'its parts are written, and tested, in stages 4 and 6',
}
