import { proveAnswers } from './proof.ts'

await proveAnswers('6-mnist')
