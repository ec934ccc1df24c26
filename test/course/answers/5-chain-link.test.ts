import { proveAnswers } from './proof.ts'

await proveAnswers('5-chain-link')
