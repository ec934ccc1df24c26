/** bytes of memory of its own that each thread needs: five rows of A, see gemm.ts */
export const ownBytes: i32 = 256 * 80

/** where they are */
export let own: usize = 0

export function lend(at: usize): void {
  own = at
}
