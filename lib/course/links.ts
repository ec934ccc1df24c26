import { mkdirSync, symlinkSync } from 'node:fs'
import { sep } from 'node:path'

/** What is not a letter of a name in an address, and so not in the id of a module either. */
const unsafe = sep === '/' ? /[#?%\\]/ : /[#?%]/

/** the real folder behind each link of this process */
const links = new Map<string, string>()

/**
 * A path by which Vite can load the modules of a folder, whatever the folder is called: “#12 Grp” is reached by a link.
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
  symlinkSync(folder, link, 'junction') // which Windows makes without special rights
  links.set(link, folder)
  return link
}

/** The text with each link of this process replaced by the folder it leads to: what a person reads. */
export function replaceLinks(text: string): string {
  let result = text
  for (const [link, folder] of links) {
    const relative = link.slice(link.lastIndexOf('/.out/') + 1) // as bundlers write it
    result = result.replaceAll(link, () => folder).replaceAll(relative, () => folder)
  }
  return result
}
