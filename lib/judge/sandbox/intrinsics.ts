/** The shared objects of JavaScript. A kata that changes them changes the judge, the tests, and other code. */

// This file must not call functions of the objects that it watches.
const { ownKeys, getOwnPropertyDescriptor, defineProperty, deleteProperty, getPrototypeOf } = Reflect
const { is } = Object

interface Watched {
  readonly name: string
  readonly object: object
  readonly keys: readonly PropertyKey[]
  readonly properties: readonly PropertyDescriptor[]
}

const constructors = [
  Object,
  Function,
  Array,
  String,
  Number,
  Boolean,
  Symbol,
  Error,
  RangeError,
  TypeError,
  Map,
  Set,
  WeakMap,
  Promise,
  ArrayBuffer,
  DataView,
  Uint8Array,
  Uint16Array,
  Uint32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Float32Array,
  Float64Array,
] as const

const typed = getPrototypeOf(Float64Array) as { prototype: object }
const iterators = [[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator]()]

const watched: readonly Watched[] = [
  ...constructors.flatMap((one) => [watch(one.name, one), watch(`${one.name}.prototype`, one.prototype)]),
  watch('the typed arrays', typed),
  watch('the prototype of typed arrays', typed.prototype),
  ...iterators.map((one) => watch('an iterator', getPrototypeOf(one) as object)),
  watch('Math', Math),
  watch('JSON', JSON),
  watch('Reflect', Reflect),
  watch('Atomics', Atomics),
]

function watch(name: string, object: object): Watched {
  const keys = ownKeys(object)
  return {
    name,
    object,
    keys,
    properties: keys.map((key) => getOwnPropertyDescriptor(object, key) as PropertyDescriptor),
  }
}

const settings = [
  'KATA_TREE',
  'KATA_CODE',
  'KATA_MODE',
  'KATA_SEED',
  'KATA_RUNS',
  'KATA_TERSE',
  'KATA_PICTURES',
] as const
const values = settings.map((name) => process.env[name])

/**
 * Restores intrinsics that were changed since this module was loaded, and names them: Math.abs. Returns undefined if
 * none was changed.
 */
export function restoreIntrinsics(): string | undefined {
  let first: string | undefined
  for (let i = 0; i < watched.length; i++) first = restore(watched[i]) ?? first
  for (let i = 0; i < settings.length; i++) {
    if (process.env[settings[i]] === values[i]) continue
    if (values[i] === undefined) delete process.env[settings[i]]
    else process.env[settings[i]] = values[i]
    first ??= `process.env.${settings[i]}`
  }
  return first
}

function restore({ name, object, keys, properties }: Watched): string | undefined {
  let first: string | undefined
  const now = ownKeys(object)
  for (let i = 0; i < keys.length; i++) {
    if (isAsBefore(getOwnPropertyDescriptor(object, keys[i]), properties[i])) continue
    defineProperty(object, keys[i], properties[i])
    first ??= `${name}.${keyName(keys[i])}`
  }
  if (now.length === keys.length) return first
  for (let i = 0; i < now.length; i++) {
    let isNew = true
    for (let j = 0; isNew && j < keys.length; j++) isNew = now[i] !== keys[j]
    if (!isNew) continue
    deleteProperty(object, now[i])
    first ??= `${name}.${keyName(now[i])}`
  }
  return first
}

function isAsBefore(now: PropertyDescriptor | undefined, before: PropertyDescriptor): boolean {
  return now !== undefined && is(now.value, before.value) && now.get === before.get && now.set === before.set
}

function keyName(key: PropertyKey): string {
  return typeof key === 'symbol' ? `[${key.description}]` : `${key}`
}
