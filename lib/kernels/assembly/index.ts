export { sparseTimes } from './times'
export { sparseScatter } from './scatter'
export { sparseGather } from './gather'
export { countBytes, sparseBytes, takeBytes } from './bytes'
export { fetchRows } from './fetch'
export { transposeRows } from './transpose'
export { lend, ownBytes } from './own'
export { pack, packedBytes, product, narrowProduct } from './products'
export { relu, reluBack, softmaxCrossEntropy, columnSums, addScaled, scaledRows } from './layers'
export { peak, read } from './roofline'

// What is exported stays a function of its own, and in a small function the sums stay in registers; put into the loops
// around it, it would share them: 2.6 or 4.7 ns an entry, measured.
export { times1, times2, times3, times4, times8 } from './times'
export { scatter1, scatter2, scatter3, scatter4, scatter8 } from './scatter'
export { gather1, gather2, gather3, gather4, gather8 } from './gather'
export { pack8, pack32, turn8 } from './products'
export { spread5, tile5 } from './tiles'
export { narrow3 } from './narrow'
