import { expectThat } from '#lib/judge/assert/expect'

/**
 * After a first call, which may make what is kept, no call makes a typed array of more than 64 bytes (smaller ones are not counted
 * by the engine): the bytes of all of them stay what they are, three times. Fewer say nothing: what others have left was put away.
 */
export function expectNothingAllocated(run: () => void, name: string): void {
  run()
  for (let [attempt, same] = [0, 0]; same < 3 && attempt < 100; attempt++) {
    const before = process.memoryUsage().arrayBuffers
    for (let call = 0; call < 4; call++) run()
    const grown = process.memoryUsage().arrayBuffers - before
    expectThat(grown <= 0, `${name} allocates: after four more calls the typed arrays hold ${grown} bytes more.`)
    if (grown === 0) same++
  }
}
