/**
 * Every tolerance of the course, in one place. ε is the rounding of one operation: 2⁻⁵² or 2⁻²³.
 *
 * exact      a float64 answer against an exact oracle: |a − r| ≤ exact · K · max(|r|, ‖r‖∞, scale), for a sum of K terms
 * float32    a float32 answer against the float64 oracle
 * smooth     a gradient against the difference quotient, as a ratio of norms; `kinked` with relu in between
 * entry      the same, entry by entry: entry · max(|a|, |n|) + floor · ‖n‖∞
 * quotient   a numerical gradient, against the true one
 * approximate  below it, a wrong gradient looks like float32 or like a numerical derivative; above, like a mistake
 */
export const tolerance = {
  exact: 1e-12,
  float32: 1e-4,
  smooth: 1e-7,
  kinked: 1e-6,
  entry: 1e-6,
  floor: 1e-8,
  quotient: 1e-8,
  approximate: 1e-4,
  epsilon: Number.EPSILON,
} as const

/** The step of a central difference (its error in float64 is about 4e-11, relative; smaller steps lose to rounding). */
export const step = {
  /** weights and inputs: relative to their size */
  relative: (x: number): number => 1e-5 * Math.max(1, Math.abs(x)),
  /** logits and angles: softmax and sine vary on scale 1, however large the argument is */
  absolute: (): number => 1e-5,
}

/** Points are drawn again when they lie on a kink, or when the quotients of h and h/2 differ by more than this. */
export const reliable = { kink: 1e-3, halving: 1e-6 } as const
