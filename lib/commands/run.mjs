// The environment is looked at first, and once: what keeps a command from starting is a sentence, and not a stack.
import { findObstacle } from '../environment/environment.mjs'

const obstacle = findObstacle(process.cwd())
if (obstacle) {
  console.error(obstacle)
  process.exitCode = 2
} else import('./launch.mjs')
