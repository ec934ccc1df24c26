import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exercises } from '../course/exercises.ts'
import { fileOf, root, solutions } from '../course/trees.ts'
import type { Command } from './command.ts'

export { run } from './command.ts'

/** The checks of the repository itself, run from outside as a visitor would. */
const proofs: { readonly name: string; readonly holds: () => boolean }[] = [
  {
    name: 'types, linter, formatter and derived pages have nothing to say',
    holds: () => npm(['run', 'check']).code === 0,
  },
  {
    name: 'every pristine kata is red, and none passes a single test',
    holds() {
      const { code } = npm(['test', '--', '--code', 'katas', '--json', '.out/gate/katas.json'])
      const { exercises: grades, passed } = read('.out/gate/katas.json')
      return code === 1 && passed === 0 && grades.every(({ state }) => state === 'empty')
    },
  },
  {
    name: 'every solution is green, tested in the same way as a submission',
    holds() {
      const { code } = npm(['test', '--', '--code', 'solutions', '--json', '.out/gate/solutions.json'])
      const { exercises: grades, passed, expected } = read('.out/gate/solutions.json')
      return code === 0 && passed === expected && grades.every(({ state }) => state === 'done')
    },
  },
  {
    name: 'the tests of the house are green on a learner’s checkout: katas solved, wrong and empty, and files of their own',
    holds: () => isGreenForLearners(`${root}/.out/gate/learner`),
  },
  {
    name: 'one epoch over all of MNIST reads at least 92 % of the test images, on the kernels',
    holds: () => accuracy() >= 0.92,
  },
  {
    name: 'and so it does in plain TypeScript, where there are no kernels',
    holds: () => accuracy({ KATA_KERNELS: 'none' }) >= 0.92,
  },
  {
    name: 'no wrong answer gets the diagnosis of another one in any test, and each gets its own also without its input checks',
    holds: () => npm(['run', '--silent', 'matrix', '--', '--every-test']).code === 0,
  },
  {
    name: 'no saboteur survives the tests of a function, but for those that are listed as open',
    holds: () => npm(['run', '--silent', 'matrix', '--', '--saboteurs']).code === 0,
  },
  {
    name: 'twenty more seeds find no false alarm',
    holds: () => npm(['run', '--silent', 'soak', '--', '--seeds', '20', '--from', '1000']).code === 0,
  },
]

export const command: Command = {
  usage: 'npm run gate',
  about:
    'Everything a change has to pass: the test suite, and the repository as a visitor finds it.\nIts katas must be pristine: this is for the repository itself, not for a learner’s checkout.',
  options: {},
  async main() {
    rmSync(`${root}/.out/gate`, { recursive: true, force: true }) // No old result counts.
    npm(['test', '--', '--json', '.out/gate/suite.json'])
    npm(['run', '--silent', 'browser', '--', '--json', '.out/gate/browser.json'])
    const [suite, browser] = [read('.out/gate/suite.json'), read('.out/gate/browser.json')]
    let [passed, failed] = [suite.passed + browser.passed, suite.failed + browser.failed]
    for (const { name, holds } of proofs) {
      const held = holds()
      console.log(`\n${held ? '✓' : '✗'} ${name}\n`)
      if (held) passed++
      else failed++
    }
    console.log(`${passed} passed, ${failed} failed`)
    return failed === 0 ? 0 : 1
  },
}

/** Copies the repository, fills its katas as a learner might, and runs the tests of the house there. */
function isGreenForLearners(checkout: string): boolean {
  for (const part of readdirSync(root).filter((name) => !['.out', '.git', 'node_modules'].includes(name)))
    cpSync(join(root, part), join(checkout, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'), 'junction')
  exercises.forEach((exercise, i) => {
    const [solution, kata] = [fileOf(solutions, exercise), fileOf(`${checkout}/katas`, exercise)]
    if (i % 3 === 0) cpSync(solution, kata)
    if (i % 3 === 1) writeFileSync(kata, "throw new Error('not today')\n")
  })
  writeFileSync(`${checkout}/katas/notes.ts`, 'export const mine = 1\n')
  mkdirSync(`${checkout}/my-notes`)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'house'],
    { cwd: checkout, env: { ...process.env, KATA_GATE: '' }, encoding: 'utf8', maxBuffer: 2 ** 28 },
  )
  process.stdout.write(`$ vitest run --project house, in a learner’s checkout\n${stdout}${stderr}`)
  return status === 0
}

interface Result {
  readonly passed: number
  readonly failed: number
  readonly expected: number
  readonly exercises: readonly { readonly state: string }[]
}

/** The output of a command. A command that did not end counts as one failure. */
function read(file: string): Result {
  if (!existsSync(`${root}/${file}`)) return { passed: 0, failed: 1, expected: 1, exercises: [] }
  return JSON.parse(readFileSync(`${root}/${file}`, 'utf8')) as Result
}

/** the accuracy on the test images after one epoch */
function accuracy(env: Record<string, string> = {}): number {
  const epoch = ['run', '--silent', 'train', '--', '--epochs', '1', '--out', '.out/gate/train', '--json']
  const { code, out } = npm(epoch, env)
  return code === 0 ? JSON.parse(out.trimEnd().split('\n').at(-1) ?? '{}').accuracy : 0
}

/** Runs npm, on every system. Its output is shown and returned. */
function npm(args: readonly string[], env: Record<string, string> = {}): { code: number | null; out: string } {
  const script = process.env.npm_execpath
  const [file, first] = script ? [process.execPath, [script]] : ['npm', []]
  const { status, stdout, stderr } = spawnSync(file, [...first, ...args], {
    cwd: root,
    env: { ...process.env, KATA_GATE: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  process.stdout.write(`$ npm ${args.join(' ')}\n${stdout}${stderr}`)
  return { code: status, out: stdout }
}
