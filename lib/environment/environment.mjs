// Old versions of Node read this file too, to say that they are too old: its syntax is that of ES2015.
import fs from 'fs'
import path from 'path'

/** The versions of Node that Vite and Vitest support: from each of these on, up to the next major version, or without an end. */
const supported = [{ from: [20, 19, 0] }, { from: [22, 12, 0] }, { from: [24, 0, 0], open: true }]

/** package.json says the same as `engines`. */
export const engines = supported.map(({ from, open }) => (open ? '>=' : '^') + from.join('.')).join(' || ')

/**
 * The reason why the commands cannot start, with the remedy; undefined if they can. It checks Node's version, the project's path, the
 * packages, the output folder, and the memory limit.
 *
 * @param {string} root the project
 */
export function findObstacle(root) {
  return (
    checkNode(process.versions.node) ||
    checkPath(root, path.sep) ||
    checkPackages(root, process.env) ||
    checkFolder(path.join(root, '.out')) ||
    checkMemory('/proc/self/limits')
  )
}

/** @param {string} version 20.19.0 */
export function checkNode(version) {
  const parts = version.split('.').map((part) => parseInt(part, 10))
  const isSupported = supported.some(({ from, open }) => {
    const at = parts.findIndex((part, i) => part !== from[i])
    return (open || parts[0] === from[0]) && (at < 0 || parts[at] > from[at])
  })
  if (isSupported) return undefined
  return `This needs Node 20 from 20.19 on, Node 22 from 22.12 on, or Node 24 or later, but this is Node ${version}. Install one of them (https://nodejs.org), then run: npm ci`
}

/**
 * Vite takes paths for URLs, in which these characters mean something else.
 *
 * @param {string} root
 * @param {string} separator of folders: a backslash is a letter of a name where it separates nothing
 */
export function checkPath(root, separator) {
  const found = (separator === '/' ? /[#?%\\]/ : /[#?%]/).exec(root)
  return found
    ? `The path of the project has “${found[0]}” in it, which Vite takes for a part of a URL: ${root}. Rename that folder, or move the project.`
    : undefined
}

/**
 * The packages that package.json wants, each in the version it wants: npm ci installs them so.
 *
 * @param {string} root
 * @param {Record<string, string | undefined>} env
 */
export function checkPackages(root, env) {
  const wanted = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).devDependencies
  const found = Object.keys(wanted).map((name) => ({ name, version: findVersion(root, name) }))
  const missing = found.filter(({ version }) => version === undefined).map(({ name }) => name)
  if (missing.length === found.length) return explainMissing(root, env)
  if (missing.length > 0)
    return `The packages are only half installed: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing. Run this: npm ci`
  const other = found.find(({ name, version }) => version !== wanted[name])
  return other
    ? `The packages are not those of package.json: ${other.name} is ${other.version}, and ${wanted[other.name]} is wanted. Run this: npm ci`
    : undefined
}

function explainMissing(root, env) {
  const isProduction =
    env.NODE_ENV === 'production' || fs.existsSync(path.join(root, 'node_modules/.package-lock.json'))
  return isProduction
    ? 'The packages for development are not installed (NODE_ENV=production or --omit=dev leaves them out), and there are no others. Run this: npm ci --include=dev'
    : 'The packages are not installed yet. Run this first: npm ci'
}

/** The version of a package, here or in a folder above, as Node finds it: a workspace may keep its packages there. */
function findVersion(root, name) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')).version
  } catch (error) {
    const above = path.dirname(root)
    // a package.json that cannot be parsed was cut off in the middle
    return above === root || error instanceof SyntaxError ? undefined : findVersion(above, name)
  }
}

/**
 * Commands write into this folder alone. Its entries count too: a command that was run with sudo leaves some that are root's.
 *
 * @param {string} folder
 */
export function checkFolder(folder) {
  let place = folder
  try {
    fs.mkdirSync(folder, { recursive: true })
    for (const name of [''].concat(fs.readdirSync(folder))) {
      place = path.join(folder, name)
      if (fs.existsSync(place)) fs.accessSync(place, fs.constants.W_OK)
    }
  } catch (error) {
    return `${place} cannot be written (${error.code}), and every command writes there. Take it back if a command made it with sudo (chown -R), or delete it, or copy the project to a folder that is yours.`
  }
  return undefined
}

/** Vite's own WebAssembly does not start below; plain training does at this. */
const leastAddresses = 16e9

/**
 * V8 reserves about 10 GB of addresses for each WebAssembly memory. Only Linux has the file, and only `ulimit -v` a number in it.
 *
 * @param {string} file the limits of this process
 */
export function checkMemory(file) {
  if (!fs.existsSync(file)) return undefined
  const limit = /^Max address space +([0-9]+)/m.exec(fs.readFileSync(file, 'utf8'))
  return limit && Number(limit[1]) < leastAddresses
    ? `Only ${(Number(limit[1]) / 1e9).toFixed(1)} GB of addresses may be reserved here (ulimit -v), and Vite needs 16. Run this first: ulimit -v unlimited`
    : undefined
}

/**
 * Why Vite could not be loaded although its package is there, in one sentence: files are missing, or its native part is
 * another system's. What Vite says itself is to delete the lockfile, and with it the versions.
 *
 * @param {Error} error
 */
export function explainLoadFailure(error) {
  const text = [error.message, error.cause && error.cause.message].join(' ')
  const isNative = /native binding|ERR_DLOPEN|invalid ELF|not a valid Win32|\.node\b/.test(`${error.code} ${text}`)
  const missing = /failed to resolve import "([^"]+)"/.exec(text)
  if (missing) return `The package ${missing[1]} is there only in part. Run this to install the packages again: npm ci`
  return isNative
    ? `The packages have no native parts for this system (${process.platform} ${process.arch}): they were copied from another one, or installed with --omit=optional. Run this here: npm ci --include=optional`
    : `The packages cannot be loaded (${error.message.split('\n')[0]}). Run this to install them again: npm ci`
}
