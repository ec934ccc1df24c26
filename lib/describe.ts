/**
 * A value in a few words: 2, “3”, undefined, a list of 2 (a tensor and a function), a Float64Array of 6, a promise.
 *
 * Tests run without types, so a function meets values that its types forbid. This one takes every value and never throws.
 */
export function describe(value: unknown): string {
  try {
    return Array.isArray(value) ? list(value) : kindOf(value)
  } catch {
    return unreadable
  }
}

/** A getter or a proxy that throws. */
export const unreadable = 'a value that cannot be read'

/** A text as it is, and anything else in words. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : describe(value)
}

/** [2, 3], whatever its sizes are; at most eight of them. */
export function sizesOf(shape: readonly unknown[]): string {
  const shown = Array.from({ length: Math.min(shape.length, 8) }, (_, axis) => part(shape[axis]))
  return `[${shown.join(', ')}${shape.length > 8 ? `, … ${shape.length} in all` : ''}]`
}

/** a list of 2 (a tensor and a function) · a list of 784 numbers · [2, “3”] */
function list(values: readonly unknown[]): string {
  const n = values.length
  if (n === 0) return 'an empty list'
  const few = Array.from({ length: Math.min(n, 8) }, (_, i) => values[i])
  if (n <= 4 && few.every((one) => !isObject(one) && typeof one !== 'function')) return sizesOf(values)
  if (few.every((one) => typeof one === 'number')) return `a list of ${n} numbers`
  if (n > 4) return `a list of ${n}`
  const kinds = few.map(part)
  return `a list of ${n} (${[kinds.slice(0, -1).join(', '), kinds.at(-1)].filter(Boolean).join(' and ')})`
}

/** An entry of a list, by its kind alone: a list may hold itself. */
function part(value: unknown): string {
  if (!isObject(value)) return typeof value === 'function' ? 'a function' : kindOf(value)
  if (Array.isArray(value)) return 'a list'
  return isTensor(value) ? 'a tensor' : nameOfKind(value)
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return `“${shorten(value, 40)}”`
  if (typeof value === 'bigint') return `the bigint ${shorten(String(value), 40)}`
  if (typeof value === 'symbol') return 'a symbol'
  if (typeof value === 'function') {
    const kind = isClass(value) ? 'class' : 'function'
    return value.name ? `the ${kind} ${shorten(String(value.name), 40)}` : `a ${kind}`
  }
  return isObject(value) ? objectOf(value) : String(value)
}

/** A class cannot be called without new. */
export function isClass(value: unknown): boolean {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value))
}

function objectOf(value: object): string {
  if (isTensor(value)) return `a tensor of shape ${sizesOf(value.shape)}`
  if (value instanceof Promise) return 'a promise'
  if (value instanceof Error) return `the error ${shorten(`${value.name}: ${value.message}`, 80)}`
  if (value instanceof Map || value instanceof Set) return `${nameOfKind(value)} of ${value.size}`
  if (ArrayBuffer.isView(value) && 'length' in value) return `${nameOfKind(value)} of ${String(value.length)}`
  if (Object.prototype.toString.call(value) === '[object Generator]') return 'a generator'
  const keys = Object.keys(value)
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
  if (!isPlain) return nameOfKind(value)
  if (keys.length === 0) return 'an empty object'
  const shown = keys.slice(0, 5).map((key) => shorten(key, 20))
  return `{ ${[...shown, ...(keys.length > 5 ? ['…'] : [])].join(', ')} }`
}

/** a Map · an Int32Array */
function nameOfKind(value: object): string {
  const { name } = (value.constructor ?? {}) as { name?: unknown }
  if (typeof name !== 'string' || name === '' || name === 'Object') return 'an object'
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${shorten(name, 40)}`
}

function isTensor(value: unknown): value is { readonly shape: readonly unknown[] } {
  if (!isObject(value)) return false
  const { shape, data } = value as { readonly shape?: unknown; readonly data?: unknown }
  return Array.isArray(shape) && (data instanceof Float64Array || data instanceof Float32Array)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** On one line. */
function shorten(text: string, most: number): string {
  const line = text.slice(0, most + 1).replaceAll(/\s+/g, ' ')
  return line.length > most ? `${line.slice(0, most - 1)}…` : line
}
