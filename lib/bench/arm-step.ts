/**
 * One step of gradient descent for the arm of stage 5, in place, with the formulas of 5.3 and 5.4:
 *
 *   θᵢ ← θᵢ − rate · 2·(ex·cos θᵢ − ey·sin θᵢ)
 *
 * It is plain TypeScript, and allocates nothing. The backward pass reuses the sines and cosines of the forward pass, so each pair is
 * computed once. kept: space for two numbers per link   angles: at most 10⁵ radians
 */
export function armStep(
  angles: Float64Array,
  [tx, ty]: readonly [number, number],
  rate: number,
  kept: Float64Array,
): void {
  const n = angles.length
  let [ex, ey] = [-tx, -ty]
  for (let i = 0; i < n; i++) {
    const turns = Math.floor(angles[i] * (2 / Math.PI) + 0.5)
    const r = angles[i] - turns * half - turns * rest // −π/4 … π/4
    const [s, c] = [sine(r), cosine(r)]
    const [odd, sign] = [turns & 1, 1 - (turns & 2)]
    const x = odd ? sign * c : sign * s
    const y = odd ? -sign * s : sign * c
    kept[2 * i] = x
    kept[2 * i + 1] = y
    ex += x
    ey += y
  }
  const [dx, dy] = [2 * rate * ex, 2 * rate * ey]
  for (let i = 0; i < n; i++) angles[i] -= dx * kept[2 * i + 1] - dy * kept[2 * i]
}

/** π/2 = half + rest. `half` has few digits, so its product with an integer is exact. */
const half = 1.5707963267341256
const rest = 6.077100506506192e-11

/** sin r for |r| ≤ π/4, accurate to about the last digit. Source: fdlibm, k_sin.c */
function sine(r: number): number {
  const z = r * r
  return (
    r +
    z *
      r *
      (-1.66666666666666324348e-1 +
        z *
          (8.33333333332248946124e-3 +
            z *
              (-1.98412698298579493134e-4 +
                z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)))))
  )
}

/** cos r for |r| ≤ π/4, accurate to about the last digit. Source: fdlibm, k_cos.c */
function cosine(r: number): number {
  const z = r * r
  return (
    1 -
    z *
      (0.5 -
        z *
          (4.16666666666666019037e-2 +
            z *
              (-1.38888888888741095749e-3 +
                z *
                  (2.48015872894767294178e-5 +
                    z *
                      (-2.75573143513906633035e-7 +
                        z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11))))))
  )
}
