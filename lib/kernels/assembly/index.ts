export { sparseTimes, sparseScatter, sparseGather, transposeRows } from './rows'
export { pack, packedBytes, product } from './products'
export { relu, reluBack, softmaxCrossEntropy, columnSums, addScaled } from './layers'
export { peak, read } from './roofline'
