/** About `count` or fewer round numbers between two numbers. Their distance is 1, 2, 2.5 or 5 times a power of ten. */
export function ticks(from: number, to: number, count = 4): number[] {
  const rough = (to - from) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((candidate) => candidate >= rough * (1 - 1e-9)) ?? rough
  const first = Math.ceil(from / step - 1e-9)
  const length = Math.floor(to / step + 1e-9) - first + 1
  return Array.from({ length }, (_, i) => Number(((first + i) * step).toPrecision(6)))
}
