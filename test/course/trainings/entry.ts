/** What trains: npm run train, each of its rungs, and the worker of the page. */
export { loadKernels as kernelsHere } from '../../../lib/kernels/load.ts'
export { run as runInPage } from '../../../lib/page/mnist/program.ts'
export { run } from '../../../lib/training/program.ts'
export { rungNames, rungs } from '../../../lib/training/rungs.ts'
export { answerWith } from './standing-in.ts'
