import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from '../../lib/course/trees.ts'

const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { scripts: Record<string, string> }

/** The lines of each job of a workflow, by its name. */
function jobsOf(text: string): Map<string, string> {
  const parts = text.split(/^jobs:\n/m)[1].split(/^ {2}(?=\w+:\n)/m)
  return new Map(parts.filter((part) => /^\w+:\n/.test(part)).map((part) => [part.split(':')[0], part]))
}

test('the jobs of a workflow are found by name, each with its lines', () => {
  const jobs = jobsOf('on:\n  push:\njobs:\n  # the first\n  look:\n    runs-on: x\n\n  gate:\n    needs: look\n')
  expect([...jobs]).toEqual([
    ['look', 'look:\n    runs-on: x\n\n'],
    ['gate', 'gate:\n    needs: look\n'],
  ])
})

// only the repository’s own gate demands this: a class may have workflows of its own
if (process.env.KATA_GATE) {
  const folder = `${root}/.github/workflows`
  const workflows = readdirSync(folder).map((name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8')
    return { name, text, jobs: jobsOf(text) }
  })

  test.each(workflows)('$name uses actions by their commit, with the version beside it', ({ text }) => {
    const used = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action)
    expect(used).not.toEqual([])
    for (const action of used) {
      if (action.startsWith('./')) expect(existsSync(`${root}/${action}`), action).toBe(true)
      else expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    }
  })

  test.each(workflows)('$name runs scripts of package.json alone, and each job ends', ({ text, jobs }) => {
    const ran = [...text.matchAll(/\bnpm (?:--silent )?(?:run )?(?:--silent )?(\w+)/g)].map(([, name]) => name)
    expect(ran.filter((name) => name !== 'ci' && scripts[name] === undefined)).toEqual([])
    for (const [name, job] of jobs)
      expect(/^ {4}uses: /m.test(job) || /^ {4}timeout-minutes: \d+$/m.test(job), name).toBe(true)
  })

  test('what runs each week runs in no copy of the repository', () => {
    const jobs = new Map(workflows.find(({ name }) => name === 'weekly.yml')?.jobs)
    expect([...jobs.keys()]).toEqual(['look', 'mutate', 'soak'])
    expect(jobs.get('look')).toContain("if: vars.RUN_WEEKLY == 'true'")
    for (const name of ['mutate', 'soak'])
      expect(jobs.get(name)).toContain("needs: look\n    if: needs.look.outputs.begun == 'false'")
  })
}
