export { picture } from './1-cross-entropy.ts'
