import { spawnSync } from 'node:child_process'
import { applyChanges, firstDifference, staleFiles } from '../authoring/repository.ts'
import type { Command } from './command.ts'

export { run } from './command.ts'

const checks = [
  { name: 'types', bin: 'typescript/bin/tsc', args: ['--project', 'tsconfig.house.json'], fix: [] },
  { name: 'types of katas', bin: 'typescript/bin/tsc', args: ['--project', 'katas'], fix: [] },
  { name: 'types of the page', bin: 'typescript/bin/tsc', args: ['--project', 'lib/page'], fix: [] },
  { name: 'types of kernels', bin: 'typescript/bin/tsc', args: ['--project', 'lib/kernels/assembly'], fix: [] },
  { name: 'linter', bin: 'oxlint/bin/oxlint', args: ['--deny-warnings'], fix: ['--fix'] },
  { name: 'formatter', bin: 'oxfmt/bin/oxfmt', args: ['--check'], fix: ['--write'] },
]

export const command: Command = {
  usage: 'npm run check',
  about:
    'Types, linter, formatter, and what is derived from the catalogue, over the whole repository. Exit 0 if none has anything to say.',
  options: {
    fix: { about: 'mends what linter and formatter can mend, and writes what is derived from the catalogue' },
  },
  async main(given) {
    console.log('what is derived from the catalogue …')
    const isDerived = checkDerived(given.has('fix'))
    const failed = checks.filter(({ name, bin, args, fix }) => {
      console.log(`${name} …`)
      const asked = given.has('fix') && fix.length > 0 ? fix : args
      return spawnSync(process.execPath, [`node_modules/${bin}`, ...asked], { stdio: 'inherit' }).status !== 0
    })
    const names = [...(isDerived ? [] : ['what is derived from the catalogue']), ...failed.map(({ name }) => name)]
    console.log(names.length === 0 ? 'Nothing to say.' : `Not clean: ${names.join(', ')}.`)
    return names.length === 0 ? 0 : 1
  },
}

/** Compares every derived file with the catalogue, and writes those that differ if they are to be mended. false: something is left to do. */
function checkDerived(isToMend: boolean): boolean {
  try {
    const stale = staleFiles()
    if (isToMend) applyChanges(stale)
    for (const [file, text] of stale)
      console.log(
        isToMend ? `${file} is written anew.` : `${file}:${firstDifference(file, text ?? '')} is out of date.`,
      )
    if (stale.size > 0 && !isToMend) console.log('npm run check -- --fix writes these files.')
    return isToMend || stale.size === 0
  } catch (error) {
    console.log((error as Error).message)
    return false
  }
}
