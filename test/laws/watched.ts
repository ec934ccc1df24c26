import type { Tensor } from '#lib/tensor'

/** What a tensor saw: the indices that were read and those that were written, in order. */
export interface Watched {
  readonly tensor: Tensor
  readonly reads: number[]
  readonly writes: number[]
  /** where the windows begin that were made with subarray */
  readonly windows: number[]
}

/** The same numbers behind a proxy that takes down each access: to see in which order they are used, not how fast. */
export function watched({ shape, data }: Tensor): Watched {
  const [reads, writes, windows]: number[][] = [[], [], []]
  const behind = (window: Tensor['data'], offset: number): Tensor['data'] =>
    new Proxy(window, {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads.push(offset + Number(key))
        if (key === 'subarray') {
          return (from = 0, to?: number) => {
            const at = offset + (from < 0 ? target.length + from : from)
            windows.push(at)
            return behind(target.subarray(from, to), at)
          }
        }
        const value: unknown = Reflect.get(target, key, target)
        return typeof value === 'function' && key !== 'constructor' ? value.bind(target) : value
      },
      set(target, key, value) {
        if (typeof key === 'string' && /^\d+$/.test(key)) writes.push(offset + Number(key))
        return Reflect.set(target, key, value, target)
      },
    })
  return { tensor: { shape, data: behind(data, 0) }, reads, writes, windows }
}

/** How many of these accesses are further away than next to the one before. */
export function jumps(indices: readonly number[]): number {
  return indices.filter((at, i) => i > 0 && Math.abs(at - indices[i - 1]) > 1).length
}
