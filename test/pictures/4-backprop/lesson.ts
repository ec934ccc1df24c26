export { picture } from './3-fork.ts'
