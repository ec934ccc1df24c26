export interface Option {
  /** the value of the option: N, DIR, a|b …; undefined for a switch */
  readonly value?: string
  /** one letter that stands for it: t for -t */
  readonly short?: string
  readonly about: string
}
