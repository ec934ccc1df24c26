/**
 * Saboteurs that live: no test rejects what they make of these functions. The list may only become shorter.
 * A function that is not here, and a saboteur that is not listed for it, has to be rejected.
 */
export const open: Readonly<Record<string, readonly string[]>> = {}
