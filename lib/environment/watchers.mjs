import fs from 'node:fs'
import path from 'node:path'

/**
 * Linux limits the file watchers of all programs of a user, and editors reach the limit. Then saves are found by looking again and
 * again, as Vite's watcher does with these variables set. A user who has set one decides alone.
 *
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 * @param {string} [platform]
 */
export function pollIfNeeded(root, env, platform = process.platform) {
  if (platform !== 'linux' || env.CHOKIDAR_USEPOLLING !== undefined || hasWatchersFor(root)) return
  env.CHOKIDAR_USEPOLLING = '1'
  env.CHOKIDAR_INTERVAL = env.CHOKIDAR_INTERVAL || '300'
  console.warn(
    'All file watchers of this system are in use (fs.inotify.max_user_watches), so saves are found by looking three times a second, as with CHOKIDAR_USEPOLLING=1.',
  )
}

/**
 * Can each folder and each file of the project be watched? Tried, since no number says how many watchers are left.
 *
 * @param {string} root
 */
export function hasWatchersFor(root) {
  const watchers = []
  try {
    for (const place of listFiles(root)) watchers.push(fs.watch(place))
  } catch (error) {
    return error.code !== 'ENOSPC' && error.code !== 'EMFILE' // another error is not about their number
  } finally {
    for (const watcher of watchers) watcher.close()
  }
  return true
}

const unwatched = ['node_modules', '.git', '.out']

/** @param {string} folder */
function listFiles(folder) {
  const entries = fs.readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !unwatched.includes(name))
  const inside = entries.map((entry) => {
    const place = path.join(folder, entry.name)
    return entry.isDirectory() ? listFiles(place) : [place]
  })
  return [folder].concat(...inside)
}
