import { proveAnswers } from './proof.ts'

await proveAnswers(1)
