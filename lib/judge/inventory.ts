/// <reference types="vite/types/importMeta.d.ts" />
import { collect } from './assert/law.ts'

const files = import.meta.glob('/test/[0-9]*-*/*.test.ts')

/** Every test of every exercise: titles by file, '1-tensor-ops/1-map-zip'. Bundled with katas that are empty modules. */
export async function inventory(): Promise<Record<string, string[]>> {
  const titles: Record<string, string[]> = {}
  for (const [file, load] of Object.entries(files)) {
    const exams = await collect(load)
    titles[file.replace('/test/', '').replace('.test.ts', '')] = exams.map(({ title }) => title)
  }
  return titles
}
