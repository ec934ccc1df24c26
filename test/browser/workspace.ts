import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writePristine } from '../../lib/course/pristine.ts'
import { root, toForwardSlashes } from '../../lib/course/trees.ts'

/** A checkout of its own with pristine katas, so that a test may edit them as a learner does. The packages are shared. */
export class Workspace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'learner-')))
  private readonly running: ChildProcess[] = []

  constructor() {
    const parts = [
      'katas',
      'solutions',
      'lib',
      'test',
      'package.json',
      'tsconfig.json',
      'tsconfig.house.json',
      'vitest.config.ts',
      'README.md',
    ]
    for (const part of parts) cpSync(join(root, part), join(this.root, part), { recursive: true })
    writePristine(`${toForwardSlashes(this.root)}/katas`) // whatever the katas of this checkout are
    symlinkSync(join(root, 'node_modules'), join(this.root, 'node_modules'), 'junction')
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8')
  }

  write(path: string, source: string): void {
    writeFileSync(join(this.root, path), source)
  }

  /** Replaces text in a file, which must be there. */
  edit(path: string, from: string, to: string): void {
    const source = this.read(path)
    if (!source.includes(from)) throw new Error(`${path} has no “${from}”.`)
    this.write(
      path,
      source.replace(from, () => to),
    )
  }

  /** The learner's file becomes that of the reference. */
  solve(...paths: readonly string[]): void {
    for (const path of paths) this.write(`katas/${path}.ts`, this.read(`solutions/${path}.ts`))
  }

  /** The same of a whole stage, kernels too. */
  solveStage(stage: string): void {
    const solved = join(this.root, 'solutions', stage)
    cpSync(solved, join(this.root, 'katas', stage), { recursive: true, filter: (path) => !path.endsWith('.md') })
  }

  /** Starts npm run NAME, and waits until it has said something. What was said is returned, and goes on. */
  async start(args: readonly string[], until: RegExp, seconds = 60): Promise<Said> {
    const { said } = this.launchNpm(args)
    await said.until(until, seconds)
    return said
  }

  /** Runs npm run NAME to its end, and returns what it said. */
  async npm(...args: readonly string[]): Promise<string> {
    const { child, said } = this.launchNpm(args)
    await new Promise((resolve) => child.on('close', resolve))
    return said.text
  }

  launchNpm(args: readonly string[]) {
    const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined, CI: undefined }
    return this.launch(process.execPath, ['lib/commands/run.mjs', ...args], env)
  }

  /** A process in here, which ends with the workspace at the latest. */
  launch(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    const child = spawn(program, args, { cwd: this.root, env })
    this.running.push(child)
    const said = new Said()
    child.stdout.on('data', (chunk) => said.add(String(chunk)))
    child.stderr.on('data', (chunk) => said.add(String(chunk)))
    return { child, said }
  }

  /** Ends what runs here, and removes the folder when the last of it has gone: until then it may still write. */
  async remove(): Promise<void> {
    await Promise.all(this.running.map(ended))
    rmSync(this.root, { recursive: true, force: true, maxRetries: 20 }) // what a process has started may outlive it a little
  }
}

/** Asks a process to end, and insists after ten seconds. Resolves when it has gone, and all that hold its output. */
function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const insist = setTimeout(() => child.kill('SIGKILL'), 10_000)
    child.once('close', () => {
      clearTimeout(insist)
      resolve()
    })
    child.kill()
  })
}

/** What a process says, and waiting for it. */
export class Said {
  text = ''
  private waiting: (() => void)[] = []

  add(chunk: string): void {
    this.text += chunk
    const [waiting] = [this.waiting, (this.waiting = [])]
    for (const look of waiting) look()
  }

  /** Resolves when the text matches; after so many seconds: Error with what was said. */
  until(wanted: RegExp, seconds = 20): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`“${wanted.source}” was not said in ${seconds} s, but:\n${this.text}`))
      const timer = setTimeout(late, 1000 * seconds)
      const look = (): void => {
        const found = wanted.exec(this.text)
        if (!found) return void this.waiting.push(look)
        clearTimeout(timer)
        resolve(found)
      }
      look()
    })
  }
}
