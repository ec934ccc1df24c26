export { picture } from './1-softmax.ts'
