/** The size of each thread's scratch memory in bytes: five packed rows of A (see gemm.ts). */
export const scratchBytes: i32 = 256 * 80

/** The address of this thread's scratch memory. */
export let scratchBase: usize = 0

/** Each thread calls it once, before its first GEMM or SpMM. */
export function setScratch(at: usize): void {
  scratchBase = at
}
