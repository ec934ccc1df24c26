export { picture } from './5-matmul.ts'
