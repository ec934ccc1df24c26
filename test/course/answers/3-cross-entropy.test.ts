import { proveAnswers } from './proof.ts'

await proveAnswers('3-cross-entropy')
