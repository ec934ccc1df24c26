export { picture } from './2-batches.ts'
