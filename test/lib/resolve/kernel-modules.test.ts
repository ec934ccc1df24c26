import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { select } from '../../../lib/course/exercises.ts'
import { loadKernelModule } from '../../../lib/resolve/kernel-modules.ts'
import { type Code, resolver } from '../../../lib/resolve/resolver.ts'
import { kernelStubOf } from '../../../lib/course/stub.ts'
import { isEmpty, kernelOf, root, toForwardSlashes, solutions } from '../../../lib/course/trees.ts'

const folder = toForwardSlashes(mkdtempSync(join(tmpdir(), 'kernels-')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const [simd] = select('9.5')
const door = `${folder}/9-speed/5-simd.ts`
const kernel = kernelOf(folder, simd)
mkdirSync(`${folder}/9-speed/assembly`, { recursive: true })
cpSync(`${solutions}/9-speed/5-simd.ts`, door)
const solution = readFileSync(kernelOf(solutions, simd), 'utf8')

/** the bytes that a module gives, or its error */
async function bytesOf(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const source = await loadKernelModule(id)
  const module = (await import(`data:text/javascript,${encodeURIComponent(source ?? '')}`)) as { default: never }
  return module.default
}

test('a kernel becomes a module of bytes, and is compiled anew when it has changed', async () => {
  writeFileSync(kernel, solution)
  const bytes = await bytesOf(`${kernel}?wasm`)
  expect(Array.from(bytes.slice(0, 4))).toEqual([0, 97, 115, 109])
  writeFileSync(kernel, 'export function matmul(): i32 {\n  return 7\n}\n')
  const again = new WebAssembly.Instance(new WebAssembly.Module(await bytesOf(`${kernel}?wasm`)), {
    env: { memory: new WebAssembly.Memory({ initial: 1 }) },
  })
  expect((again.exports.matmul as () => number)()).toBe(7)
  expect(await bytesOf(`${kernel}?wasm&reference`)).toEqual(bytes)
}, 180_000)

test('a mistake in a kernel is told with its file and line, and thrown at its place', async () => {
  writeFileSync(kernel, 'export function matmul(): i32 {\n  return missing\n}\n')
  await expect(bytesOf(`${kernel}?wasm`)).rejects.toThrow(
    /9-speed\/assembly\/5-simd\.ts does not compile to WebAssembly\.\nline 2: Cannot find name 'missing'\.\n {2}return missing\n {9}~{7}$/,
  )
  const lines = (await loadKernelModule(`${kernel}?wasm`))?.split('\n') ?? []
  expect(lines).toHaveLength(2)
  expect(lines[1].indexOf('new SyntaxError(')).toBe('  return '.length)
  expect(lines[1]).not.toContain(root)
  rmSync(kernel)
  await expect(bytesOf(`${kernel}?wasm`)).rejects.toThrow(/The kernel is missing: there is no .*assembly\/5-simd\.ts/)
}, 180_000)

test('an exercise with a door that is done and a kernel that is not is empty', () => {
  writeFileSync(kernel, kernelStubOf(solution, '9.5'))
  expect(isEmpty(folder, simd)).toBe(true)
  writeFileSync(kernel, solution)
  expect(isEmpty(folder, simd)).toBe(false)
})

describe('whose kernel it is', () => {
  const resolved = (mode: Code['mode'], source: string, importer: string) => {
    const { resolveId } = resolver({ tree: folder, mode })
    const context = { environment: { mode: 'dev' } }
    return (resolveId as (this: unknown, source: string, importer: string) => string).call(context, source, importer)
  }

  test('the own one for its door, in every mode', () => {
    for (const mode of ['own', 'jump-in', 'isolated'] as const)
      expect(resolved(mode, './assembly/5-simd.wasm', door)).toBe(`${kernel}?wasm`)
    expect(resolved('own', './assembly/5-simd.wasm?shared', door)).toBe(`${kernel}?wasm&shared`)
    expect(resolved('own', './assembly/5-simd.wasm', `${door}?theirs`)).toBe(`${kernel}?wasm`)
  })

  test('the reference’s where the reference stands in', () => {
    expect(resolved('jump-in', './assembly/5-simd.wasm', `${door}?reference`)).toBe(`${kernel}?wasm&reference`)
    expect(resolved('own', './assembly/5-simd.wasm', `${solutions}/9-speed/5-simd.ts`)).toBe(
      `${kernelOf(solutions, simd)}?wasm`,
    )
  })

  test('that of an earlier exercise, or the reference’s where it is still a stub', () => {
    const threads = `${folder}/9-speed/6-threads.ts`
    writeFileSync(kernel, solution)
    expect(resolved('jump-in', './assembly/5-simd.wasm?shared', threads)).toBe(`${kernel}?wasm&shared`)
    expect(resolved('isolated', './assembly/5-simd.wasm?shared', threads)).toBe(`${kernel}?wasm&reference&shared`)
    const standsIn = `${threads}?reference`
    expect(resolved('jump-in', './assembly/5-simd.wasm?shared', standsIn)).toBe(`${kernel}?wasm&reference&shared`)
    expect(resolved('filled', './assembly/5-simd.wasm?shared', standsIn)).toBe(`${kernel}?wasm&shared`)
    expect(resolved('filled', './assembly/5-simd.wasm', `${door}?reference`)).toBe(`${kernel}?wasm&reference`)
    writeFileSync(kernel, kernelStubOf(solution, '9.5'))
    expect(resolved('jump-in', './assembly/5-simd.wasm?shared', threads)).toBe(`${kernel}?wasm&reference&shared`)
    expect(resolved('own', './assembly/5-simd.wasm?shared', threads)).toBe(`${kernel}?wasm&shared`)
  })

  test('an earlier exercise may not have it', () => {
    const id = resolved('own', './assembly/5-simd.wasm', `${folder}/9-speed/4-tiles.ts`)
    expect(decodeURIComponent(id)).toContain('9.4 tiles may not import “./assembly/5-simd.wasm”')
  })
})
