import { proveAnswers } from './proof.ts'

await proveAnswers('9-speed')
