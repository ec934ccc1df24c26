import { mkdirSync, symlinkSync } from 'node:fs'
import { sep } from 'node:path'

/** Characters that have a meaning of their own in a URL, and so in a module id. */
const unsafe = sep === '/' ? /[#?%\\]/ : /[#?%]/

/** the target of each link of this process */
const links = new Map<string, string>()

/**
 * A path by which Vite can load the modules of a folder with any name: a folder such as “#12 Grp” gets a link.
 *
 * A link lies in the folder of its process, which the next command removes (see launch.mjs).
 */
export function makeLoadable(folder: string, root: string): string {
  if (!unsafe.test(folder)) return folder
  const known = [...links].find(([, real]) => real === folder)?.[0]
  if (known !== undefined) return known
  const place = `${root}/.out/commands/${process.pid}`
  const link = `${place}/answers-${links.size + 1}`
  mkdirSync(place, { recursive: true })
  symlinkSync(folder, link, 'junction') // Windows creates a junction without special rights.
  links.set(link, folder)
  return link
}

/** Replaces each link of this process in a text by its target, for people to read. */
export function replaceLinks(text: string): string {
  let result = text
  for (const [link, folder] of links) {
    const relative = link.slice(link.lastIndexOf('/.out/') + 1) // Bundlers write the relative path.
    result = result.replaceAll(link, () => folder).replaceAll(relative, () => folder)
  }
  return result
}
