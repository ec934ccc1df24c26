import { afterEach, expect, test, vi } from 'vitest'
import { paint, terminal } from '../../../lib/terminal/terminal.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  Reflect.deleteProperty(process.stdout, 'isTTY')
})

test.each([
  { isTTY: true, env: {}, colours: true },
  { isTTY: true, env: { NO_COLOR: '1' }, colours: false },
  { isTTY: true, env: { NO_COLOR: '' }, colours: true },
  { isTTY: false, env: {}, colours: false },
  { isTTY: false, env: { FORCE_COLOR: '1' }, colours: false },
])('stdout a terminal: $isTTY, and $env: colours $colours', ({ isTTY, env, colours }) => {
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_DISABLE_COLORS']) vi.stubEnv(name, undefined)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true })
  expect(terminal().colours).toBe(colours)
  expect(paint('wrong', 'red')).toBe(colours ? '\x1b[31mwrong\x1b[39m' : 'wrong')
})

test('paint asks neither stdout nor the environment if it is told', () => {
  vi.stubEnv('NO_COLOR', '1')
  expect(paint('wrong', 'red', { colours: true })).toBe('\x1b[31mwrong\x1b[39m')
  expect(paint('wrong', 'red', { colours: false })).toBe('wrong')
  expect(paint('wrong', undefined, { colours: true })).toBe('wrong')
})
