import { spawnSync } from 'node:child_process'
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
  about: 'Types, linter and formatter, over the whole repository. Exit 0 if none has anything to say.',
  options: { fix: { about: 'mends what linter and formatter can mend' } },
  async main(given) {
    const failed = checks.filter(({ name, bin, args, fix }) => {
      console.log(`${name} …`)
      const asked = given.has('fix') && fix.length > 0 ? fix : args
      return spawnSync(process.execPath, [`node_modules/${bin}`, ...asked], { stdio: 'inherit' }).status !== 0
    })
    console.log(failed.length === 0 ? 'Nothing to say.' : `Not clean: ${failed.map(({ name }) => name).join(', ')}.`)
    return failed.length === 0 ? 0 : 1
  },
}
