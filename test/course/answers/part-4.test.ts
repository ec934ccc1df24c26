import { proveAnswers } from './proof.ts'

await proveAnswers(4)
