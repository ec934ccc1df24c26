import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { solutions } from '../../../lib/course/trees.ts'
import { engineOf } from '../../../lib/training/engine.ts'
import { writeDigits, launched, copyProject } from '../answers.ts'

vi.stubEnv('KATA_KERNELS', '') // these are the kernels’ own tests, whatever the rest of a run is to do without

describe('where memory is short', () => {
  const { Memory } = WebAssembly
  const settings = { model: 'mlp', batch: 32 } as const
  afterEach(() => void vi.restoreAllMocks())

  /** No memory of WebAssembly is to be had that fulfils this. */
  const refuse = (refuses: (limits: { shared?: boolean }) => boolean) =>
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (limits) {
      if (refuses(limits)) throw new RangeError('WebAssembly.Memory(): could not allocate memory')
      return new Memory(limits)
    })

  test('that threads share, a training has one thread', async () => {
    refuse(({ shared = false }) => shared)
    const { kernels, says } = await engineOf('kernels', solutions, settings)
    expect(kernels?.threads).toBe(1)
    expect(says).toMatch(/, 1 thread \(--rung kernels\)/)
  })

  test('of any kind, it is plain, and says why', async () => {
    refuse(() => true)
    const { kernels, says, name } = await engineOf('kernels', solutions, settings)
    expect(kernels).toBeUndefined()
    expect(name).toBe('plain')
    expect(says).toMatch(/in TypeScript, .*There is no memory for the kernels: .*ulimit -v/)
  })

  test('another error is not taken for it', async () => {
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function () {
      throw new TypeError('another')
    })
    await expect(engineOf('kernels', solutions, settings)).rejects.toThrow('another')
  })
})

describe('where the kernels are not compiled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'absent-'))
  const project = join(folder, 'project')
  const run = (...args: string[]) => launched(['lib/commands/run.mjs', ...args], { KATA_KERNELS: '' }, project).ended

  beforeAll(() => {
    copyProject(project)
    writeDigits(join(folder, 'data'), 100)
    appendFileSync(join(project, 'lib/kernels/assembly/index.ts'), '\n// an update\n')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('from the sources that are here, a training is plain, and says why', async () => {
    const asked = ['--epochs', '1', '--data', '../data']
    const { code, out } = await run('train', ...asked)
    expect(out.replaceAll(/ *\n(?! *\n)/g, ' ')).toMatch(
      /in TypeScript, .*compiled from other sources .*npm run prepare/,
    )
    expect(code).toBe(0)
    const { code: refused, err } = await run('train', ...asked, '--rung', 'kernels')
    expect(err).toMatch(/^--rung kernels cannot run here\. The kernels were compiled from other sources/)
    expect(refused).toBe(2)
  }, 180_000)

  test.each([
    [['test'], /^npm test without --code proves the kernels too\. The kernels are not compiled/],
    [['play'], /^The page trains on the kernels\. The kernels are not compiled/],
  ])(
    'what needs them says so: %s',
    async (args, sentence) => {
      rmSync(join(project, 'lib/kernels/built'), { recursive: true, force: true })
      const { code, out, err } = await run(...args)
      expect(err).toMatch(sentence)
      expect(err.trimEnd()).toMatch(/npm run prepare$/)
      expect(out).toBe('')
      expect(code).toBe(2)
    },
    60_000,
  )
})
