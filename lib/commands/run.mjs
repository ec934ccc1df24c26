// Checks the environment before anything else. A command that cannot start prints a sentence and no stack.
import { findObstacle } from '../environment/environment.mjs'

const obstacle = findObstacle(process.cwd())
if (obstacle) {
  console.error(obstacle)
  process.exitCode = 2
} else import('./launch.mjs')
