import { spawnSync } from 'node:child_process'
import fs, { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { transformWithOxc } from 'vite'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import {
  engines,
  explainLoadFailure,
  findObstacle,
  checkFolder,
  checkMemory,
  checkNode,
  checkPackages,
  checkPath,
} from '../../lib/environment/environment.mjs'
import { hasWatchersFor, pollIfNeeded } from '../../lib/environment/watchers.mjs'
import { root } from '../../lib/course/trees.ts'

const folder = mkdtempSync(join(tmpdir(), 'environment-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.restoreAllMocks())

/** A project of these packages, installed in these versions: where it is. */
function project(name: string, wanted: Record<string, string>, installed: Record<string, string>): string {
  const place = join(folder, name)
  plant(join(place, 'package.json'), { devDependencies: wanted })
  for (const [name, version] of Object.entries(installed))
    plant(join(place, 'node_modules', name, 'package.json'), { name, version })
  return place
}

function plant(file: string, content: object | string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
}

test('here nothing is in the way', () => {
  expect(findObstacle(root)).toBeUndefined()
})

describe('Node', () => {
  test.each(['20.19.0', '20.20.2', '22.12.0', '22.30.1', '24.0.0', '25.1.0', '30.0.0'])(
    '%s is supported',
    (version) => {
      expect(checkNode(version)).toBeUndefined()
    },
  )

  test.each(['12.22.12', '18.20.8', '20.18.3', '21.7.3', '22.11.0', '23.11.1'])('%s is refused by name', (version) => {
    expect(checkNode(version)).toMatch(
      new RegExp(`Node 20 from 20.19 on, Node 22 from 22.12 on, or Node 24 or later, but this is Node ${version}\\.`),
    )
  })

  test('package.json and the lockfile say the same', () => {
    const engine = (file: string): object => JSON.parse(readFileSync(join(root, file), 'utf8'))
    expect(engine('package.json')).toMatchObject({ engines: { node: engines } })
    expect(engine('package-lock.json')).toMatchObject({ packages: { '': { engines: { node: engines } } } })
  })

  test.each([
    ['lib/environment/environment.mjs', 'es2015'],
    ['lib/commands/run.mjs', 'es2015'],
    ['lib/kernels/build.mjs', 'es2017'],
  ])('%s has the syntax of %s, so that an old Node can read it', async (file, target) => {
    const source = readFileSync(join(root, file), 'utf8')
    const [old, latest] = await Promise.all(
      [target, 'esnext'].map((target) => transformWithOxc(source, file, { target, sourcemap: false })),
    )
    expect(old.code).toBe(latest.code)
  })
})

describe('the path of the project', () => {
  test.each(['/home/C#/nk', '/home/50% off', '/home/what?', '/home/a\\b'])('%s is refused', (path) => {
    expect(checkPath(path, '/')).toContain(path)
  })

  test.each(['/home/a b/nk', "/home/it's [1] (2) {3}", '/home/café/✨'])('%s is none', (path) => {
    expect(checkPath(path, '/')).toBeUndefined()
  })

  test('a backslash separates folders on Windows', () => {
    expect(checkPath('C:\\Users\\Ada\\nk', '\\')).toBeUndefined()
  })
})

describe('packages', () => {
  const wanted = { vite: '8.3.8', vitest: '4.1.12', '@vitest/ui': '4.1.12' }

  test('all there, in a folder above too', () => {
    expect(checkPackages(project('whole', wanted, wanted), {})).toBeUndefined()
    expect(checkPackages(project('whole/packages/inner', wanted, {}), {})).toBeUndefined()
  })

  test('none', () => {
    expect(checkPackages(project('none', wanted, {}), {})).toBe(
      'The packages are not installed yet. Run this first: npm ci',
    )
  })

  test('none, since they are all for development', () => {
    expect(checkPackages(project('none', wanted, {}), { NODE_ENV: 'production' })).toMatch(/npm ci --include=dev$/)
    plant(join(project('omitted', wanted, {}), 'node_modules/.package-lock.json'), {})
    expect(checkPackages(join(folder, 'omitted'), {})).toMatch(/npm ci --include=dev$/)
  })

  test('half installed', () => {
    expect(checkPackages(project('half', wanted, { vite: '8.3.8' }), {})).toBe(
      'The packages are only half installed: vitest, @vitest/ui are missing. Run this: npm ci',
    )
  })

  test('those of another version of the project', () => {
    expect(checkPackages(project('other', wanted, { ...wanted, vitest: '4.0.0' }), {})).toBe(
      'The packages are not those of package.json: vitest is 4.0.0, and 4.1.12 is wanted. Run this: npm ci',
    )
  })
})

describe('the folder that commands write into', () => {
  test('is made', () => {
    expect(checkFolder(join(folder, 'made/.out'))).toBeUndefined()
    expect(fs.existsSync(join(folder, 'made/.out'))).toBe(true)
  })

  test('is a file', () => {
    plant(join(folder, 'blocked/.out'), '')
    expect(checkFolder(join(folder, 'blocked/.out'))).toMatch(/\.out cannot be written \(EEXIST\)/)
  })

  test('has an entry of another user', () => {
    const out = join(folder, 'sudo/.out')
    plant(join(out, 'train/report.html'), '')
    vi.spyOn(fs, 'accessSync').mockImplementation((place) => {
      if (String(place).endsWith('train')) throw Object.assign(new Error('denied'), { code: 'EACCES' })
    })
    expect(checkFolder(out)).toMatch(/train cannot be written \(EACCES\)/)
  })
})

test('a limit of addresses is said where there is one', () => {
  const file = join(folder, 'limits')
  const limits = (soft: string) =>
    `Limit  Soft Limit  Hard Limit  Units\nMax address space         ${soft}   unlimited  bytes\n`
  plant(file, limits('12288000000'))
  expect(checkMemory(file)).toMatch(/^Only 12\.3 GB .*ulimit -v unlimited$/)
  plant(file, limits('unlimited'))
  expect(checkMemory(file)).toBeUndefined()
  expect(checkMemory(join(folder, 'no such file'))).toBeUndefined()
})

test('packages of another system are told from broken ones, and neither advice deletes the lockfile', () => {
  const native = new Error('Cannot find native binding. npm has a bug … remove both package-lock.json and node_modules')
  expect(explainLoadFailure(native)).toContain(`no native parts for this system (${process.platform} ${process.arch})`)
  const broken = new Error("Cannot find package 'rolldown'\nimported from here")
  const part = new Error(
    'Build failed with 1 error:\n[vite]: Rolldown failed to resolve import "vitest/node" from "lib/a.ts".',
  )
  expect(explainLoadFailure(part)).toBe(
    'The package vitest/node is there only in part. Run this to install the packages again: npm ci',
  )
  expect(explainLoadFailure(broken)).toBe(
    "The packages cannot be loaded (Cannot find package 'rolldown'). Run this to install them again: npm ci",
  )
  for (const error of [native, broken]) expect(explainLoadFailure(error)).not.toContain('package-lock.json')
})

describe('run.mjs says it in one sentence, exit code 2', () => {
  const vite = { vite: '8.3.8' }
  const run = (place: string) => {
    const env = { ...process.env, NODE_ENV: undefined }
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(place, 'lib/commands/run.mjs'), 'progress'], {
      cwd: place,
      env,
      encoding: 'utf8',
    })
    expect(stderr).not.toMatch(/^ +at /m)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    return { status, stdout, stderr }
  }
  const withCommands = (place: string): string => {
    for (const folder of ['lib/commands', 'lib/environment'])
      cpSync(join(root, folder), join(place, folder), { recursive: true })
    cpSync(join(root, 'lib/resolve/vite-settings.mjs'), join(place, 'lib/resolve/vite-settings.mjs'))
    return place
  }

  test.each([
    ['no packages', () => project('bare', vite, {}), /not installed yet/],
    ['a path that is no URL', () => project('C#', vite, vite), /has “#” in it/],
    [
      'packages of another system',
      () => {
        const place = project('copied', vite, vite)
        plant(join(place, 'node_modules/vite/index.js'), "throw new Error('Cannot find native binding.')")
        return place
      },
      /no native parts for this system/,
    ],
  ])('%s', (_, make, sentence) => {
    const { status, stdout, stderr } = run(withCommands(make()))
    expect(stderr).toMatch(sentence)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})

describe('file watchers', () => {
  const watch = (left: number, code: string) => {
    const close = vi.fn()
    vi.spyOn(fs, 'watch').mockImplementation(() => {
      if (left-- <= 0) throw Object.assign(new Error('no more'), { code })
      return { close } as unknown as fs.FSWatcher
    })
    return close
  }
  const files = project('watched', {}, { vite: '1.0.0' })
  plant(join(files, 'katas/1.ts'), '')

  test('are tried for every folder and file but the packages, and given back', () => {
    const close = watch(Infinity, '')
    expect(hasWatchersFor(files)).toBe(true)
    expect(close).toHaveBeenCalledTimes(4) // the project, package.json, katas, katas/1.ts
  })

  test('used up: saves are looked for, and a sentence says so', () => {
    const close = watch(2, 'ENOSPC')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const env: Record<string, string> = {}
    pollIfNeeded(files, env, 'linux')
    expect(env).toEqual({ CHOKIDAR_USEPOLLING: '1', CHOKIDAR_INTERVAL: '300' })
    expect(warn.mock.calls).toEqual([[expect.stringContaining('CHOKIDAR_USEPOLLING=1')]])
    expect(close).toHaveBeenCalledTimes(2)
  })

  test.each([
    ['on another system', {}, 'darwin', 'ENOSPC'],
    ['when it was decided already', { CHOKIDAR_USEPOLLING: '0' }, 'linux', 'ENOSPC'],
    ['for another error', {}, 'linux', 'EACCES'],
  ])('nothing is changed %s', (_, given, platform, code) => {
    watch(0, code)
    const env = { ...given }
    pollIfNeeded(files, env, platform)
    expect(env).toEqual(given)
  })
})
